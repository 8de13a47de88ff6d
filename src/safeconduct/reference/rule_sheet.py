"""The sheets of the law pages: one for each version, one for an id with several."""

from collections.abc import Iterator, Sequence

from safeconduct.base.text import Text, same
from safeconduct.reference import address
from safeconduct.reference.naming import Names
from safeconduct.reference.press import Sheet
from safeconduct.reference.rule_view import RulePage


def rule_sheets(pages: Sequence[RulePage], names: Names) -> Iterator[Sheet]:
    """Every sheet of the law pages."""
    told: set[str] = set()
    for page in pages:
        law = page.entry.page
        yield Sheet(
            address=page.entry.address,
            template="rule.html",
            # The id, not the statement: it stays in the history of a browser.
            title=same(law.id),
            trail=_trail(page, names, is_version=len(page.versions) > 1),
            shows={"page": page, "law": law, "standing": page.entry.standing},
            reading=tuple(_reading(page)),
        )
        if len(page.versions) > 1 and law.id not in told:
            told.add(law.id)
            yield Sheet(
                address=address.family_file(law.id),
                template="versions.html",
                title=same(law.id),
                trail=_trail(page, names, is_version=False),
                shows={"page": page, "law": law},
            )


def _trail(
    page: RulePage, names: Names, *, is_version: bool
) -> tuple[tuple[Text, str], ...]:
    law = page.entry.page
    code = law.jurisdiction
    state = (names.jurisdiction(code), address.country_file(code))
    family = (same(law.id), address.family_file(law.id))
    return (state, family) if is_version else (state,)


def _reading(page: RulePage) -> Iterator[Text]:
    """The texts of a page that a reader has to understand."""
    law = page.entry.page
    yield law.prose
    for finding in law.findings:
        yield finding.title
        yield from (notice.text for notice in finding.notices)
    yield from (notice.text for notice in law.notices)
    for timed in page.timed:
        yield timed.item.said.title
        yield from timed.item.said.notes
    yield from law.missing
