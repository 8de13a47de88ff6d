"""Who may see what: one table, and the view of a case that it leaves.

Everything after this module works on a `View`, so what an audience may not see is not
there to be printed (spec/dossier.md §2, §3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from safeconduct.assessment.record import AssessedFinding, Assessment, Reason
from safeconduct.assessment.state import distinct
from safeconduct.base.case import Case, CaseList, Evidence, Fact, Origin
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.truth import Verdict
from safeconduct.dossier.record import Audience
from safeconduct.rulebook.vocabulary import Vocabulary, fact_key

Part = Literal[
    "summary", "statement", "timeline", "facts", "evidence", "findings", "law",
    "questions", "deadlines", "judgements", "consents", "sources", "receipt",
]  # fmt: skip
Extent = Literal["all", "released", "none"]
PARTS: Mapping[Part, Mapping[Audience, Extent]] = {
    "summary": {"counsel": "all", "authority": "none"},
    "statement": {"counsel": "all", "authority": "released"},
    "timeline": {"counsel": "all", "authority": "released"},
    "facts": {"counsel": "all", "authority": "released"},
    "findings": {"counsel": "all", "authority": "none"},
    "law": {"counsel": "none", "authority": "released"},
    "questions": {"counsel": "all", "authority": "none"},
    "deadlines": {"counsel": "all", "authority": "none"},
    "judgements": {"counsel": "all", "authority": "none"},
    "evidence": {"counsel": "all", "authority": "released"},
    "consents": {"counsel": "all", "authority": "none"},
    "sources": {"counsel": "all", "authority": "released"},
    "receipt": {"counsel": "all", "authority": "none"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A case and its assessment as one audience may see them.

    For an authority the assessment holds the findings that are claimed and nothing
    else; `shows` says which parts the document has.
    """

    case: Case
    assessment: Assessment
    audience: Audience

    def shows(self, part: Part) -> bool:
        """Whether the document has the part."""
        return PARTS[part][self.audience] != "none"


def view_of(
    case: Case, assessment: Assessment, vocabulary: Vocabulary, audience: Audience
) -> View:
    """What the audience may see of a case.

    Raises:
        InputError: two lines that counsel released for an authority disagree.
    """
    hidden = _counsel_only(vocabulary)
    visible = replace(case, notes="")
    if not assessment.counsel or audience == "authority":
        visible = _without_counsel(visible, hidden)
        assessment = _assessed_without_counsel(assessment)
    if audience == "authority":
        released = _released(visible)
        _refuse_conflicts(released, vocabulary)
        assessment = _claimed(case, released, assessment)
        return View(case=released, assessment=assessment, audience=audience)
    return View(case=visible, assessment=assessment, audience=audience)


def _counsel_only(vocabulary: Vocabulary) -> frozenset[str]:
    facts = {fact.name for fact in vocabulary.facts if fact.counsel_only}
    lists = {item.name for item in vocabulary.lists if item.counsel_only}
    return frozenset(facts | lists)


def _without_counsel(case: Case, hidden: frozenset[str]) -> Case:
    """The case without counsel's compartment; the judgements stand in it."""

    def is_open(name: str, origin: Origin) -> bool:
        return origin.compartment != "counsel" and name not in hidden

    lists = tuple(
        CaseList(
            name=item.name,
            complete=item.complete,
            rows=tuple(row for row in item.rows if is_open(item.name, row.origin)),
        )
        for item in case.lists
        if item.name not in hidden
    )
    facts = tuple(fact for fact in case.facts if is_open(fact.name, fact.origin))
    events = tuple(event for event in case.events if is_open("", event.origin))
    seen = replace(case, facts=facts, lists=lists, events=events, judgements=())
    return replace(seen, evidence=_evidence_of(seen, case, all_but_counsel=True))


def _evidence_of(
    seen: Case, case: Case, *, all_but_counsel: bool
) -> tuple[Evidence, ...]:
    """What the lines still seen name; else also what no hidden line names."""
    named, ever = _named(seen), _named(case)
    return tuple(
        item
        for item in case.evidence
        if item.id in named or (all_but_counsel and item.id not in ever)
    )


def _named(case: Case) -> set[str]:
    origins = [fact.origin for fact in case.facts]
    origins += [event.origin for event in case.events]
    origins += [row.origin for item in case.lists for row in item.rows]
    return {name for origin in origins for name in origin.evidence}


def _assessed_without_counsel(assessment: Assessment) -> Assessment:
    return replace(
        assessment,
        findings=tuple(item for item in assessment.findings if not item.counsel_only),
        questions=tuple(item for item in assessment.questions if not item.counsel_only),
        notices=tuple(
            item for item in assessment.notices if item.audience != "counsel"
        ),
    )


def _released(case: Case) -> Case:
    """Only what the person confirmed and counsel released, and says something."""

    def goes(origin: Origin) -> bool:
        return origin.confirmed and origin.released

    lists = tuple(
        CaseList(
            name=item.name,
            complete="unknown",
            rows=tuple(row for row in item.rows if goes(row.origin)),
        )
        for item in case.lists
    )
    seen = replace(
        case,
        facts=tuple(
            replace(fact, mark=None)
            for fact in case.facts
            if goes(fact.origin) and fact.possible is not None
        ),
        lists=tuple(item for item in lists if item.rows),
        events=tuple(event for event in case.events if goes(event.origin)),
        statements=tuple(
            item for item in case.statements if item.confirmed and item.released
        ),
        consents=(),
        judgements=(),
        family=(),
    )
    return replace(seen, evidence=_evidence_of(seen, case, all_but_counsel=False))


def conflicts_in(case: Case, vocabulary: Vocabulary) -> frozenset[str]:
    """The keys of the facts of which lines disagree (spec/case-file.md §4)."""
    specs = vocabulary.fact_table()
    by_key: dict[str, list[Fact]] = {}
    for fact in case.facts:
        if fact.possible is not None:
            by_key.setdefault(fact_key(fact.name, fact.of), []).append(fact)
    return frozenset(
        key
        for key, facts in by_key.items()
        if _disagree(facts, changing=specs[facts[0].name].cardinality == "changing")
    )


def _disagree(facts: list[Fact], *, changing: bool) -> bool:
    if not changing:
        return len(distinct(fact.possible for fact in facts if fact.possible)) > 1
    return any(
        _overlap(one, other)
        and len(distinct(item.possible for item in (one, other) if item.possible)) > 1
        for at, one in enumerate(facts)
        for other in facts[at + 1 :]
    )


def _overlap(one: Fact, other: Fact) -> bool:
    """Whether two times written as `from`-`to` surely meet; open ends do not."""
    times = (one.holds_from, one.holds_to, other.holds_from, other.holds_to)
    if all(time is None for time in times):
        said = (one.origin.said, other.origin.said)
        return said[0] == said[1]
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] and second[0] <= first[1]


def _span(fact: Fact) -> tuple[int, int] | None:
    """Days on which the fact surely held."""
    if fact.holds_from is None:
        return None
    last = fact.holds_to.earliest if fact.holds_to else fact.holds_from.latest
    return fact.holds_from.latest.toordinal(), last.toordinal()


def _refuse_conflicts(case: Case, vocabulary: Vocabulary) -> None:
    """An authority's document shows no conflict, so none may be released."""
    found = conflicts_in(case, vocabulary)
    if found:
        raise InputError(
            [
                Fault(
                    file="the case",
                    what=f"Lines released for an authority disagree on '{key}'.",
                    mend="Counsel releases one version only.",
                )
                for key in sorted(found)
            ]
        )


def _claimed(case: Case, released: Case, assessment: Assessment) -> Assessment:
    """The assessment cut down to the findings that are claimed."""
    keep = frozenset(_keys(released))
    held_back = frozenset(_keys(case)) - keep
    return replace(
        assessment,
        findings=tuple(
            item
            for item in assessment.findings
            if _is_claim(item) and not held_back & set(_ids(item.why))
        ),
        questions=(),
        deadlines=(),
        clocks=(),
        warnings=(),
        notices=(),
    )


def _is_claim(finding: AssessedFinding) -> bool:
    """A protection or a step that holds, also at first sight; nothing adverse."""
    holds = finding.truth is Verdict.TRUE or (
        finding.truth is Verdict.UNKNOWN and finding.prima_facie is Verdict.TRUE
    )
    return (
        finding.kind in {"protection", "step"}
        and finding.goal > 0
        and holds
        and not finding.practice
        and not finding.danger_beside
        and "exclusion" not in finding.id.split(".")
    )


def _keys(case: Case) -> Iterator[str]:
    for fact in case.facts:
        yield fact_key(fact.name, fact.of)
    for item in case.lists:
        if item.rows:
            yield item.name


def _ids(why: Reason) -> Iterator[str]:
    """The facts that a reason names, whatever they do in it."""
    for reason in walk(why):
        if reason.kind in {"fact", "test"}:
            yield from keys_named(reason.id)


def walk(why: Reason) -> Iterator[Reason]:
    """A reason and all below it, from above."""
    yield why
    for part in why.of:
        yield from walk(part)


def keys_named(reason_id: str) -> Iterator[str]:
    """The fact keys in the id of a reason: `x`, `x OF spouse`, a list's name."""
    for part in reason_id.split(", "):
        key = part.removeprefix("list.")
        if key:
            yield key
        if " OF " not in key and "." in key:
            yield key.split(".", maxsplit=1)[0]
