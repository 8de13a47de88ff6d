"""What a site is made of, and the day for which it is made."""

from dataclasses import dataclass
from datetime import date

from safeconduct.rulebook.help import Directory
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Rulebook
from safeconduct.rulebook.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that goes into a site; `engine` is the version that makes it.

    On the page of a state that is `guarded` nobody who helps is named. `known_on` tells
    with `on` whether the signed pack is good (spec/law-pack.md §9), and nothing else.
    """

    rulebook: Rulebook
    holidays: HolidayTables
    terms: tuple[Term, ...]
    help: Directory
    guarded: frozenset[str]
    on: date
    known_on: date
    engine: str
