"""Fuzz every target, or those that are named, and say how it went.

`python -m tests.fuzz.run [--runs N] [--minutes N] [--jobs N] [--keep] [TARGET…]`

A target has had enough after so many inputs, or after so many minutes: the table says
how many inputs it has had. `--keep` makes the corpus of the targets anew.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from tests.fuzz.corpus import FOLDER, worth_keeping
from tests.fuzz.seeds import seeds
from tests.fuzz.target import PLACE
from tests.fuzz.targets import NAMES, target_of

BUILD = Path(__file__).parents[2] / "build" / "fuzz"
# Of one input: whatever takes longer, or more memory, is a finding too.
SECONDS, MEGABYTES = 20, 2048
_RUNS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_FOUND = re.compile(r"Test unit written to (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the engine has done with a target; `wrong` says what it has found."""

    name: str
    runs: int
    seconds: float
    wrong: str

    def line(self) -> str:
        """One line of the table."""
        each = f"{self.runs / max(self.seconds, 1):,.0f}/s"
        said = self.wrong or "nothing found"
        return f"{self.name:16}{self.runs:11,}{self.seconds:8.0f} s{each:>11}  {said}"


def fuzz(name: str, *, runs: int, minutes: int) -> Outcome:
    """Fuzz one target until it has had enough, or something is found."""
    kept, log = BUILD / name, BUILD / f"{name}.log"
    begun = time.monotonic()
    enough = [f"-runs={runs}", f"-max_total_time={60 * minutes}"]
    code = _engine(name, [*enough, str(kept)], log=log)
    text = log.read_text("utf-8", errors="replace")
    found, counted = _FOUND.search(text), _RUNS.search(text)
    wrong = f"FINDING: {found[1]}" if found else f"FAILED: see {log}"
    return Outcome(
        name=name,
        runs=int(counted[1]) if counted else 0,
        seconds=time.monotonic() - begun,
        wrong=wrong if code else "",
    )


def keep(name: str) -> None:
    """Put into the corpus what is worth keeping of all that was found."""
    found = [path.read_bytes() for path in (BUILD / name).iterdir()]
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for raw in worth_keeping(target_of(name), found):
        (folder / sha256(raw).hexdigest()[:16]).write_bytes(raw)


def _engine(name: str, options: Sequence[str], *, log: Path) -> int:
    """Run the engine in a process of its own; its exit status."""
    limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    artifacts = f"-artifact_prefix={BUILD}/{name}-"
    command = [sys.executable, "-m", "tests.fuzz.engine", name, artifacts]
    with log.open("wb") as out:
        done = subprocess.run(  # noqa: S603 -- this very program
            [*command, "-print_final_stats=1", *limits, *options],
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode


def _begin(names: Iterable[str]) -> None:
    """Put what every target begins with where its engine keeps what it finds."""
    for name in names:
        (BUILD / name).mkdir(parents=True, exist_ok=True)
        for path in (FOLDER / name).glob("*"):
            shutil.copy(path, BUILD / name)
    for name, raw in seeds():
        if (BUILD / name).is_dir():
            (BUILD / name / sha256(raw).hexdigest()[:16]).write_bytes(raw)


def main() -> int:
    """Print a table; 1 where anything was found."""
    reader = argparse.ArgumentParser(prog="python -m tests.fuzz.run")
    reader.add_argument("--runs", type=int, default=1_000_000)
    reader.add_argument("--minutes", type=int, default=60)
    reader.add_argument("--jobs", type=int, default=1)
    reader.add_argument("--keep", action="store_true")
    reader.add_argument("target", nargs="*", choices=[*NAMES, []])
    asked = reader.parse_args()
    names = asked.target or list(NAMES)
    _begin(names)
    work = partial(fuzz, runs=asked.runs, minutes=asked.minutes)
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for outcome in pool.map(work, names):
            print(outcome.line(), flush=True)  # noqa: T201 -- the table
            outcomes.append(outcome)
    for left in PLACE.glob(f"fuzz-{os.getpid()}-*"):
        shutil.rmtree(left, ignore_errors=True)
    if asked.keep:
        for name in names:
            keep(name)
    return int(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
