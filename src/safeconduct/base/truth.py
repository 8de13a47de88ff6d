"""Three-valued truth, and what a finding may be."""

from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """True, false or unknown; never used as a Python condition.

    A missing fact is `UNKNOWN`, never a default (spec/law-page.md §2).
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse `if truth:`; unknown must be handled by name."""
        msg = "A Truth has three values: compare it by name."
        raise TypeError(msg)


class Verdict(Enum):
    """What a finding is for a case: a truth, or disputed between versions."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"

    def __bool__(self) -> NoReturn:
        """Refuse `if verdict:`; each value must be handled by name."""
        msg = "A Verdict has four values: compare it by name."
        raise TypeError(msg)


class Reading(Enum):
    """How presumptions, practice and burdens are read (spec/law-page.md §2)."""

    ESTABLISHED = "established"
    PRIMA_FACIE = "prima_facie"
    AS_DECIDED = "as_decided"
