"""What a vault takes from outside, and what follows it (spec/log.md §11)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from safeconduct.log.name import CaseId
from safeconduct.log.replay.log_view import LogView


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a vault takes from outside: minutes since 1970, and random bytes."""

    minute: Callable[[], int]
    entropy: Callable[[int], bytes]


class Derived(Protocol):
    """A store that is made from entries, such as the index of words."""

    def refresh(self, view: LogView) -> None:
        """Follow a log that has changed."""
        ...

    def erase(self, case: CaseId) -> None:
        """Let nothing of a case be readable in it any more."""
        ...
