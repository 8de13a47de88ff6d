"""Runs a writer of the tests under the recorder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_preloaded(
    recorder: Path,
    module: str,
    *arguments: str,
    folder: Path,
    record: Path | None = None,
) -> str:
    """What a module prints; the record, if named, gets its changes of a folder."""
    surroundings = {
        **os.environ,  # noqa: TID251 -- handed on
        "LD_PRELOAD": str(recorder),
        "POWER_FOLDER": str(folder),
    }
    if record is not None:
        surroundings["POWER_TRACE"] = str(record)
    done = subprocess.run(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-m", module, *arguments],
        check=True,
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
