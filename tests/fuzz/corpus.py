"""The inputs that are kept of each target: few and small, each reaches something."""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import CodeType, FrameType

from tests.fuzz.target import Target

FOLDER = Path(__file__).parent / "corpus"
# Of one target; the smallest inputs come first.
MOST_BYTES = 6000
_MOST_LOOKED_AT = 500
_OURS = f"{Path('src') / 'safeconduct'}/"
# From which line of some code to which.
_Step = tuple[CodeType, int, int]


def kept_of(name: str) -> tuple[Path, ...]:
    """The inputs that are kept of a target."""
    return tuple(sorted((FOLDER / name).glob("*")))


def worth_keeping(target: Target, inputs: Iterable[bytes]) -> tuple[bytes, ...]:
    """The smallest inputs of which each goes a way through our code that is new."""
    found: list[bytes] = []
    reached: set[_Step] = set()
    left = MOST_BYTES
    smallest = sorted(set(inputs), key=lambda raw: (len(raw), raw))
    for raw in smallest[:_MOST_LOOKED_AT]:
        new = _steps(target, raw) - reached
        if new and len(raw) <= left:
            found.append(raw)
            reached |= new
            left -= len(raw)
    return tuple(found)


def _steps(target: Target, raw: bytes) -> set[_Step]:
    """The steps from line to line of our code that an input takes."""
    found: set[_Step] = set()
    last: dict[FrameType, int] = {}

    def follow(frame: FrameType, event: str, _: object) -> object:
        if event == "line":
            found.add((frame.f_code, last[frame], frame.f_lineno))
            last[frame] = frame.f_lineno
        return follow

    def enter(frame: FrameType, _: str, __: object) -> object:
        if _OURS not in frame.f_code.co_filename:
            return None
        last[frame] = frame.f_lineno
        return follow

    sys.settrace(enter)  # type: ignore[arg-type]  # its type is a function of itself
    try:
        target.take(raw)
    finally:
        sys.settrace(None)
    return found
