"""Peers in processes of their own, so that runs can be interleaved.

A worker makes itself ready, prints a line, and then answers each line that it reads
with one JSON line.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

Answer = dict[str, float | int | str]
ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """One peer; `ask` has it run once."""

    def __init__(
        self, module: str, *args: str, settings: Mapping[str, str] | None = None
    ) -> None:
        """Start the peer and wait until it is ready."""
        environment = {**os.environ, **(settings or {})}  # noqa: TID251 -- inherited
        self.process = subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", module, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.about = self._read()

    def ask(self, what: str = "run") -> Answer:
        """Have it do something once."""
        if self.process.stdin is None:
            raise RuntimeError(what)
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End it."""
        self.process.communicate()

    def _read(self) -> Answer:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            msg = "A peer has ended; see above."
            raise RuntimeError(msg)
        found: Answer = json.loads(line)
        return found


def serve(about: Answer, answer: Callable[[str], Answer]) -> None:
    """Answer lines until there are no more."""
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line.strip())), flush=True)
