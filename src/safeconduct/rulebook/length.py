"""Lengths of limits and allowances, such as 15 working days (spec/deadline.md §3)."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from safeconduct.base.override import override

LengthUnit = Literal["hours", "working days", "days", "weeks", "months", "years"]
UNITS: tuple[LengthUnit, ...] = get_args(LengthUnit)
_FORM = re.compile(r"(\d{1,4}) ([a-z]+(?: [a-z]+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A number of units of time."""

    count: int
    unit: LengthUnit

    @override
    def __str__(self) -> str:
        """The form that reads back to the same length."""
        return f"{self.count} {self.unit}"


def parse_length(text: str) -> Length:
    """Read `1 month`, `15 working days`, `48 hours`.

    Raises:
        ValueError: the text has another form or names no known unit.
    """
    form = _FORM.fullmatch(text.strip())
    unit = "" if form is None else form[2]
    if unit and not unit.endswith("s"):
        unit += "s"
    if form is None or unit not in UNITS or int(form[1]) == 0:
        msg = f"'{text}' is not a length: write a number and one of {', '.join(UNITS)}."
        raise ValueError(msg)
    return Length(count=int(form[1]), unit=cast("LengthUnit", unit))
