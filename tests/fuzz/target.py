"""One parser of foreign bytes, as it is fuzzed."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from safeconduct.base.errors import InputError
from tests.fuzz.odd import reworded

_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own in it
# Folders that wait for no disk, where there are such.
PLACE = _MEMORY if _MEMORY.is_dir() else Path(gettempdir())
Way = Callable[[bytes], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A parser, with the ways in which an input goes into it.

    Only `refusals` are allowed to come out of it; whatever else is raised is a finding,
    an assertion that a way makes of what was read among them. An input is cut at
    `most_bytes` by the engine, not here.
    """

    ways: tuple[Way, ...]
    refusals: tuple[type[Exception], ...] = (InputError,)
    most_bytes: int = 4096

    def take(self, raw: bytes) -> None:
        """Put one input in, each way."""
        for way in self.ways:
            try:
                way(raw)
            except self.refusals:
                continue


def byte_ways(take: Way, texts: Sequence[str]) -> tuple[Way, Way]:
    """An input as it is, and as odd values in one of some texts."""
    return take, lambda raw: take(reworded(texts, raw).encode())


def text_ways(take: Callable[[str], object], texts: Sequence[str]) -> tuple[Way, Way]:
    """The same for a parser that takes text."""
    return (
        lambda raw: take(raw.decode(errors="replace")),
        lambda raw: take(reworded(texts, raw)),
    )


def memory_folder() -> TemporaryDirectory[str]:
    """A folder, named by who started this: the engine ends without cleaning up."""
    return TemporaryDirectory(dir=PLACE, prefix=f"fuzz-{os.getppid()}-")
