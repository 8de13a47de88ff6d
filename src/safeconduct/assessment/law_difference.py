"""What differs between two rulebooks, and which outcomes differ with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.assess import Ask, Assessor, Books
from safeconduct.base.case import Case
from safeconduct.base.codec import encode
from safeconduct.base.digest import canonical
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Page, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """A page version that came, went, or reads otherwise."""

    version: str
    kind: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """A finding of a case that differs between the two."""

    alias: str
    finding: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Pages and outcomes that differ."""

    pages: tuple[PageChange, ...]
    outcomes: tuple[OutcomeChange, ...]


def differences(
    old: Books, new: Books, cases: Sequence[Case], *, on: date
) -> Difference:
    """Compare two rulebooks over some cases on a day."""
    return Difference(
        pages=tuple(_pages(old.rulebook, new.rulebook)),
        outcomes=tuple(
            change for case in cases for change in _outcomes(old, new, case, on)
        ),
    )


def _pages(old: Rulebook, new: Rulebook) -> Iterator[PageChange]:
    before = {page.version(): page for page in old.pages}
    after = {page.version(): page for page in new.pages}
    for version in sorted(before.keys() | after.keys()):
        if version not in before:
            yield PageChange(version=version, kind="added")
        elif version not in after:
            yield PageChange(version=version, kind="removed")
        else:
            parts = tuple(_parts(before[version], after[version]))
            if parts:
                yield PageChange(version=version, kind="changed", parts=parts)


def _parts(old: Page, new: Page) -> Iterator[str]:
    """The parts of a page that read otherwise; where its text stands counts not."""
    for name in Page.__slots__:
        if name in {"file", "cases"}:
            continue
        if canonical(encode(getattr(old, name))) != canonical(
            encode(getattr(new, name))
        ):
            yield name


def _outcomes(old: Books, new: Books, case: Case, on: date) -> Iterator[OutcomeChange]:
    ask = Ask(on=on, known_on=date.max, counsel=True)
    before, after = (
        {
            item.id: item.truth
            for item in Assessor(books, case, ask).assessment().findings
        }
        for books in (old, new)
    )
    for finding in sorted(before.keys() | after.keys()):
        if before.get(finding) is not after.get(finding):
            yield OutcomeChange(
                alias=case.alias,
                finding=finding,
                before=before.get(finding),
                after=after.get(finding),
            )
