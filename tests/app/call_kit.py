"""Calls of the command line, in this process or in one of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from safeconduct.app import command

ROOT = Path(__file__).parents[2]
CASES = ROOT / "cases"
BAD_CASES = ROOT / "tests" / "data" / "bad-cases"
ON = ("--on", "2026-11-22", "--known-on", "2026-11-22")
HEAD = 'format = 1\nalias = "Test"\nlanguages = ["ru"]\nas_of = 2024-06-30\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a call left: its exit status and what it printed."""

    status: int
    out: str
    told: str


class Run:
    """Calls `main` as the console script does."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Keep what reads the printed texts."""
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> Done:
        """Call the command line; its exit is returned."""
        before = sys.argv
        sys.argv = ["safeconduct", *map(str, args)]
        self._capsys.readouterr()
        status = 0
        try:
            command.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        finally:
            sys.argv = before
        printed = self._capsys.readouterr()
        return Done(status=status, out=printed.out, told=printed.err)


def start(
    *args: str | Path, home: Path, code: str = "", more: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """Start a call in a process of its own; `code` runs in it before."""
    program = f"import sys\n{code}\nfrom safeconduct.app.command import main\nmain()"
    environment = {
        **os.environ,  # noqa: TID251 (the surroundings of the process under test)
        "SAFECONDUCT_HOME": str(home),
        **(more or {}),
    }
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", program, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def finish(process: "subprocess.Popen[bytes]") -> Done:
    """Wait for a call to end."""
    out, told = process.communicate(timeout=120)
    return Done(status=process.returncode, out=out.decode(), told=told.decode())
