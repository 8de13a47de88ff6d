"""Whole commands as a helper runs them: a fresh process, and a warm one."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2

from bench.book import ON
from bench.row import Row, absolute, middle
from safeconduct.app.answers.document import Documents
from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.calls.call import Call
from safeconduct.app.machine.settings import Settings
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.dossier.pdf import open_press

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
ROUNDS = 5
PROGRAM = Path(sys.executable).with_name("safeconduct")
CASE = ROOT / "cases" / "farhad.toml"
LONG_CASE = ROOT / "cases" / "sparrow.toml"


def command_rows() -> Iterator[Row]:
    """The figures of commands."""
    BUILD.mkdir(parents=True, exist_ok=True)
    out = BUILD / "dossier.pdf"
    dossier = ("dossier", str(LONG_CASE), "-o", str(out), "--counsel")
    commands = {
        "assess": ("assess", str(CASE), "--on", ON.isoformat()),
        "dossier": (*dossier, "--audience", "counsel", "--on", ON.isoformat()),
        "site": ("law", "site", str(BUILD / "site"), "--on", ON.isoformat()),
    }
    for arguments in commands.values():
        _fresh(arguments)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, arguments in commands.items():
            times[name].append(_fresh(arguments))
    pages = len(pypdfium2.PdfDocument(out))
    label = f"a fresh process, compiled rulebook cached, median of {ROUNDS}"
    yield absolute(
        "assess.process",
        middle(times["assess"]),
        "s",
        most=0.5,
        conditions=f"{label}; cases/{CASE.name}, shipped rulebook",
    )
    about = f"cases/{LONG_CASE.name}, for counsel, {pages} pages as PDF/A-2a"
    yield absolute(
        "law.site",
        middle(times["site"]),
        "s",
        most=30,
        conditions=f"{label}; every page of the shipped rulebook in three languages, "
        "one process",
    )
    yield absolute(
        "dossier.cold",
        middle(times["dossier"]),
        "s",
        most=3,
        conditions=f"{label}; {about}",
    )
    yield absolute(
        "dossier.warm",
        middle(list(_warm())),
        "s",
        most=1,
        conditions=f"from the case file on, law and fonts read; median of three "
        f"languages, in each of which it was not printed before; {about}",
    )


def _fresh(arguments: tuple[str, ...]) -> float:
    """Seconds of one command, with bytecode as an installed package has it."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}  # noqa: TID251 -- the peer's process
    settings = {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(BUILD / "bytecode"),
        "XDG_CACHE_HOME": str(BUILD / "cache"),
    }
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 -- our own command
        [str(PROGRAM), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=settings,
        cwd=ROOT,
    )
    return time.perf_counter() - start


def _warm() -> Iterator[float]:
    """Seconds from the case file to the pages in a process that runs on."""
    settings = Settings(cache=BUILD / "cache", today=ON, colour=False)
    call = Call(
        settings=settings,
        law=shipped_law(),
        at="en",
        as_json=False,
        on=ON,
        on_given=True,
        known_on=ON,
        counsel=True,
        reader_in="",
    )
    library, press = Library(call.law, settings.cache), open_press()

    def make(path: Path, at: Language) -> float:
        start = time.perf_counter()
        documents = Documents(replace(call, at=at), path, library=library, press=press)
        documents.dossier(audience="counsel", for_state="", kind=".pdf")
        return time.perf_counter() - start

    make(CASE, "en")
    for language in LANGUAGES:
        yield make(LONG_CASE, language)
