"""Whether a linked rulebook is sound: cases, what they show, dead rules, unused names.

Everything found is a fault with its file and line (spec/law-page.md §7).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.page_case import CaseRun, Tapes, case_faults, run_case
from safeconduct.assessment.question import Priors
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import ConditionNode, RuleNode, Tape
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    every_part,
)
from safeconduct.rulebook.record import Page, Rulebook

Tell = Callable[[int, int, str], None]


@dataclass(slots=True, kw_only=True)
class Shown:
    """What the cases of a page show of its rules and of their heads."""

    apps: dict[str, set[Verdict]] = field(default_factory=dict)
    heads: dict[str, set[Verdict]] = field(default_factory=dict)


def check_rulebook(
    tapes: Tapes, priors: Priors, *, on: date, tell: Tell
) -> Iterator[Fault]:
    """Every fault of a linked rulebook; `tell` is given progress."""
    rulebook = tapes.rulebook
    tell(0, 4, "cases")
    yield from case_faults(tapes, priors)
    tell(1, 4, "coverage")
    yield from _coverage_faults(rulebook, tapes, on)
    tell(2, 4, "dead rules")
    yield from _dead_faults(tapes.on(on), rulebook, on)
    tell(3, 4, "names")
    yield from _unused_faults(rulebook)
    yield from _key_faults(rulebook)
    tell(4, 4, "done")


def _coverage_faults(rulebook: Rulebook, tapes: Tapes, on: date) -> Iterator[Fault]:
    """Rules whose page cases do not show them applying and open."""
    empty = State(today=on, claims={}, marks={}, lists={})
    exact = ExactCheck(tapes.on(on), empty, rulebook.vocabulary)
    for page in rulebook.pages:
        if page.kind == "axiom" or not page.rules:
            continue
        shown = Shown()
        for case in page.cases:
            done, _ = run_case(page, case, tapes)
            if done is not None:
                _note(done, shown)
        for rule in page.rules:
            found = shown.apps.get(rule.id, set())
            wanted = {Verdict.TRUE} - found
            if rule.unless or not rule.contrary:
                wanted |= {Verdict.UNKNOWN} - found
            names = ", ".join(sorted(item.value for item in wanted))
            if names:
                what = f"No case of the page shows the rule '{rule.id}' {names}."
                yield Fault(file=page.file, line=rule.line, what=what)
        yield from _head_faults(page, shown, exact, tapes.on(on))


def _head_faults(
    page: Page, shown: Shown, exact: ExactCheck, tape: Tape
) -> Iterator[Fault]:
    """A head that can be false must be shown false."""
    for head in dict.fromkeys(rule.head for rule in page.rules):
        line = next(rule.line for rule in page.rules if rule.head == head)
        if Verdict.FALSE in shown.heads.get(head, set()):
            continue
        if exact.can_be(tape.propositions[head].node, truth=False):
            what = f"'{head}' can be false, and no case of the page shows it."
            yield Fault(file=page.file, line=line, what=what)


def _note(done: CaseRun, shown: Shown) -> None:
    result = done.runs[Reading.ESTABLISHED]
    as_decided = done.runs[Reading.AS_DECIDED]
    for proposition in done.tape.propositions.values():
        for rule in proposition.rules:
            if rule.page.version() != done.page.version() or not _applies(rule, done):
                continue
            verdict = done.lanes.verdict(result.true[rule.app], result.false[rule.app])
            shown.apps.setdefault(rule.rule.id, set()).add(verdict)
            node = proposition.node
            heads = shown.heads.setdefault(proposition.id, set())
            for run in (result, as_decided):
                heads.add(done.lanes.verdict(run.true[node], run.false[node]))


def _applies(rule: RuleNode, done: CaseRun) -> bool:
    result = done.runs[Reading.ESTABLISHED]
    return (
        done.lanes.verdict(result.true[rule.guard], result.false[rule.guard])
        is not Verdict.FALSE
    )


def _dead_faults(tape: Tape, rulebook: Rulebook, on: date) -> Iterator[Fault]:
    """Rules that can never apply on any day, or apply whatever the facts."""
    empty = State(today=on, claims={}, marks={}, lists={})
    exact = ExactCheck(tape, empty, rulebook.vocabulary, any_day=True)
    for proposition in tape.propositions.values():
        for rule in proposition.rules:
            if rule.unusable or not exact.can_be(rule.guard, truth=True):
                continue
            if not exact.can_be(rule.app, truth=True):
                witness = _witness(rule.body, exact)
                what = f"The rule '{rule.rule.id}' can never apply: {witness}."
                yield Fault(file=rule.page.file, line=rule.rule.line, what=what)
            elif not exact.can_be(rule.app, truth=None):
                what = f"The rule '{rule.rule.id}' always applies, whatever the facts."
                yield Fault(file=rule.page.file, line=rule.rule.line, what=what)


def _witness(body: ConditionNode, exact: ExactCheck) -> str:
    """The fewest members of the body that cannot hold together, by leaving out."""
    parts = list(body.parts) if isinstance(body.condition, Group) else [body]
    for part in tuple(parts):
        fewer = [other for other in parts if other is not part]
        if fewer and not exact.can_all_be_true([other.node for other in fewer]):
            parts = fewer
    return " and ".join(_name(part.condition) for part in parts)


def _name(condition: Condition) -> str:
    match condition:
        case Named(name=name) | Member(name=name):
            return f"'{name}'"
        case Compare(left=left, relation=relation, right=right):
            return f"'{left.name or 'TODAY'} {relation} {right.name or right.number}'"
        case _:
            return "a group"


def _unused_faults(rulebook: Rulebook) -> Iterator[Fault]:
    """Facts, lists and parameters that nothing uses."""
    used = _used_names(rulebook.pages)
    vocabulary = rulebook.vocabulary
    names = [
        *(spec.name for spec in vocabulary.facts if not spec.for_record),
        *(item.name for item in vocabulary.lists),
    ]
    for name in names:
        if name not in used and name not in vocabulary.opening:
            what = f"'{name}' is declared and nothing uses it."
            yield Fault(file="vocabulary", what=what)
    for page in rulebook.pages:
        for parameter in page.parameters:
            if parameter.id not in used:
                what = f"The parameter '{parameter.id}' is used by nothing."
                yield Fault(file=page.file, what=what)


def _key_faults(rulebook: Rulebook) -> Iterator[Fault]:
    """Keys of parameters that no answer can ever be."""
    facts = rulebook.vocabulary.fact_table()
    for page in rulebook.pages:
        for parameter in page.parameters:
            spec = facts.get(parameter.keyed_by)
            known = spec.values if spec is not None else ("",)
            for key in dict.fromkeys(item.key for item in parameter.values):
                if key not in known:
                    what = f"'{key}' is no value of '{parameter.keyed_by}' (key)."
                    mend = nearest(key, known)
                    yield Fault(file=page.file, what=what, mend=mend)


def _used_names(pages: Sequence[Page]) -> set[str]:
    found: set[str] = set()
    for page in pages:
        found.add(page.dated_by)
        for rule in page.rules:
            for condition in (rule.body, *rule.unless):
                found |= _names_in(condition)
        for parameter in page.parameters:
            found |= {parameter.dated_by, parameter.keyed_by}
        for _, condition in page.conditions:
            found |= _names_in(condition)
        for deadline in page.deadlines:
            found.update(deadline.facts())
        for clock in page.clocks:
            found.add(clock.list)
    return found


def _names_in(condition: Condition) -> set[str]:
    found: set[str] = set()
    for part in every_part(condition):
        match part:
            case Named(name=name):
                found.add(name)
            case Member(name=name, parameter=parameter):
                found |= {name, parameter}
            case Compare(left=left, right=right):
                found |= {left.name, right.name}
            case Exists(list=name):
                found.add(name)
            case _:
                pass
    return found
