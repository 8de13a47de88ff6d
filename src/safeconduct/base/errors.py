"""The one root of our errors, and its two families."""

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.base.override import override
from safeconduct.base.plain import one_line


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing that is wrong in an input, where it is, and how to mend it.

    `line` and `column` count from 1; 0 means that the whole file is meant.
    """

    file: str
    line: int = 0
    column: int = 0
    what: str
    mend: str = ""

    @override
    def __str__(self) -> str:
        """One line: file, place, what is wrong, the mend."""
        place = f":{self.line}" if self.line else ""
        place += f":{self.column}" if self.line and self.column else ""
        mend = f" {one_line(self.mend)}" if self.mend else ""
        return f"{one_line(self.file)}{place}: {one_line(self.what)}{mend}"


class SafeConductError(Exception):
    """Anything that Safe Conduct raises on purpose."""


class InputError(SafeConductError):
    """The input is at fault; whoever wrote it can mend it. Lists every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults in the order of their places."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class OurFaultError(SafeConductError):
    """A bug or a broken installation; the user can only report it."""
