"""The cases of a page as examples: what is known of somebody, and what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.say import NO, YES, build
from safeconduct.base.text import Text, same
from safeconduct.reference.branch import Branches
from safeconduct.reference.graph import timed_items
from safeconduct.rulebook.loose import LooseValue
from safeconduct.rulebook.record import LooseRow, Page, PageCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One line of what is known: `mark` is why it is not, or that it is disputed."""

    label: Text
    value: Text
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows for one finding in one reading (spec/law-page.md §2)."""

    title: Text
    address: str
    reading: str
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case; `name` is English words, `ask` the question that comes next."""

    name: str
    on: date
    known: tuple[Known, ...]
    outcomes: tuple[Outcome, ...]
    timed: tuple[Known, ...]
    ask: Text | None


class Examples:
    """Puts the cases of pages into words."""

    def __init__(self, branches: Branches) -> None:
        """Take the words of the rulebook."""
        self.speaker = branches.speaker
        self.graph = branches.graph
        self.lists = branches.vocabulary.list_table()
        self._timed = {
            item.id: item.said.title
            for page in self.graph.rulebook.pages
            for item in timed_items(page)
        }

    def of(self, page: Page) -> tuple[Example, ...]:
        """The examples of a page, in its order."""
        return tuple(self._example(case) for case in page.cases)

    def _example(self, case: PageCase) -> Example:
        key = f"list.{case.ask}" if case.ask in self.lists else case.ask
        return Example(
            name=case.name.replace("_", " ").capitalize(),
            on=case.on,
            known=tuple(self._known(case)),
            outcomes=tuple(self._outcomes(case)),
            timed=tuple(self._dates(case)),
            ask=self.speaker.question(key) if case.ask else None,
        )

    def _known(self, case: PageCase) -> Iterator[Known]:
        for name, value in case.facts:
            yield Known(label=self._label(name), value=self._value(name, value))
        for name, value in case.disputed:
            said = self._value(name, value)
            yield Known(label=self._label(name), value=said, mark="disputed")
        for name, mark in case.marks:
            yield Known(
                label=self._label(name), value=same(""), mark=mark.replace(" ", "_")
            )
        for name, complete, rows in case.lists:
            label = self.speaker.label(f"list.{name}")
            yield Known(
                label=label,
                value=_listed([self._row(name, row) for row in rows]),
                mark=f"complete_{complete}",
            )

    def _label(self, name: str) -> Text:
        """What a fact is called; a judged open norm goes by its title."""
        known = self.graph.findings.get(name)
        return self.speaker.label(name) if known is None else known[1].title

    def _row(self, name: str, row: LooseRow) -> Text:
        pairs = [
            (self.speaker.label(f"{name}.{key}"), self._value(f"{name}.{key}", value))
            for key, value in row
        ]
        return build(
            lambda at: ", ".join(
                f"{label.within(at)}: {value.within(at)}" for label, value in pairs
            )
        )

    def _value(self, name: str, value: LooseValue) -> Text:
        match value:
            case bool():
                return YES if value else NO
            case tuple():
                return self.speaker.values(name, value)
            case _:
                return self.speaker.values(name, (str(value),))

    def _outcomes(self, case: PageCase) -> Iterator[Outcome]:
        readings = (
            ("established", case.expect),
            ("prima_facie", case.expect_prima_facie),
            ("as_decided", case.expect_as_decided),
        )
        for reading, pairs in readings:
            for name, truth in pairs:
                known = self.graph.findings.get(name)
                yield Outcome(
                    title=known[1].title if known else same(name),
                    address=self.graph.address(name),
                    reading=reading,
                    truth=truth,
                )

    def _dates(self, case: PageCase) -> Iterator[Known]:
        for name, fields in case.expect_timed:
            for key, value in fields:
                yield Known(
                    label=self._timed.get(name, same(name)),
                    value=same(_shown(value)),
                    mark=key,
                )


def _listed(rows: Sequence[Text]) -> Text:
    return build(lambda at: " · ".join(row.within(at) for row in rows))


def _shown(value: LooseValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
