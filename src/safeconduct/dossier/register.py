"""The numbers by which parts of a document refer to each other.

F1 … are lines of facts and lists, E1 … pieces of evidence, 1 … sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeconduct.base.case import Case, Fact, Origin, Row
from safeconduct.dossier.group import GROUP_ORDER, group_of
from safeconduct.dossier.wording import Wording
from safeconduct.rulebook.record import Source
from safeconduct.rulebook.vocabulary import fact_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One numbered line of the case."""

    number: str
    text: str
    origin: Origin
    key: str


@dataclass(slots=True, kw_only=True)
class SourceNotes:
    """Sources in the order in which they are first cited."""

    sources: list[Source] = field(default_factory=list)
    numbers: dict[Source, int] = field(default_factory=dict)

    def cite(self, sources: tuple[Source, ...]) -> tuple[int, ...]:
        """The numbers of some sources, new ones for new sources."""
        for source in sources:
            if source not in self.numbers:
                self.sources.append(source)
                self.numbers[source] = len(self.sources)
        return tuple(sorted({self.numbers[source] for source in sources}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All numbers of one document."""

    facts: tuple[tuple[Fact, Said], ...]
    rows: tuple[tuple[str, Row, Said], ...]
    evidence: Mapping[str, str]
    notes: SourceNotes

    def said_of(self, key: str) -> tuple[Said, ...]:
        """The lines about a fact or of a list."""
        lines = [said for _, said in self.facts] + [said for *_, said in self.rows]
        return tuple(said for said in lines if said.key == key)

    def evidence_of(self, origin: Origin) -> str:
        """The numbers of the evidence that a line names."""
        numbers = [
            self.evidence[name] for name in origin.evidence if name in self.evidence
        ]
        return ", ".join(numbers)


def register_of(case: Case, wording: Wording) -> Register:
    """Number the lines of a case by group, then in the order of the vocabulary."""
    order = {
        name: (GROUP_ORDER.index(group_of(name)), at)
        for at, name in enumerate(wording.facts)
    }
    facts = sorted(
        enumerate(case.facts),
        key=lambda item: (order[item[1].name], item[1].of, item[0]),
    )
    numbered: list[tuple[Fact, Said]] = []
    for _, fact in facts:
        said = Said(
            number=f"F{len(numbered) + 1}",
            text=wording.fact_value(fact),
            origin=fact.origin,
            key=fact_key(fact.name, fact.of),
        )
        numbered.append((fact, said))
    rows: list[tuple[str, Row, Said]] = []
    for item in case.lists:
        for row in item.rows:
            said = Said(
                number=f"F{len(numbered) + len(rows) + 1}",
                text=wording.row(wording.lists[item.name], row),
                origin=row.origin,
                key=item.name,
            )
            rows.append((item.name, row, said))
    return Register(
        facts=tuple(numbered),
        rows=tuple(rows),
        evidence={item.id: f"E{at}" for at, item in enumerate(case.evidence, 1)},
        notes=SourceNotes(),
    )
