"""Whether a linked rulebook is sound: cases, what they show, dead rules, unused names.

Everything found is a fault with its file and line (spec/law-page.md §7).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.dependence import names_in
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.page_case import CaseRun, PageCases
from safeconduct.assessment.rule_check import RuleCheck
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import RuleNode, Tape
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.text import LANGUAGES
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.condition import Rule
from safeconduct.rulebook.record import Page, Rulebook

Tell = Callable[[int, int, str], None]


@dataclass(slots=True, kw_only=True)
class Shown:
    """What the cases of a page show of its rules and of their heads."""

    apps: dict[str, set[Verdict]] = field(default_factory=dict)
    heads: dict[str, set[Verdict]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A rule with the truths of its application that the cases of its page show."""

    page: Page
    rule: Rule
    applied: frozenset[Verdict]


def check_rulebook(
    cases: PageCases, *, on: date, tell: Tell, notes: list[Fault] | None = None
) -> Iterator[Fault]:
    """Every fault of a linked rulebook; `tell` is given progress.

    Into `notes` goes what is to be known and is no fault.
    """
    rulebook = cases.rulebook
    tell(0, 4, "cases")
    yield from cases.faults()
    tape = compile_tape(rulebook, on=on, known_on=date.max)
    tell(1, 4, "coverage")
    yield from _coverage_faults(cases, tape, on)
    tell(2, 4, "rules")
    rules = RuleCheck(rulebook, tape, on=on)
    yield from rules.faults()
    if notes is not None:
        notes.extend(rules.notes)
    tell(3, 4, "names")
    yield from _text_faults(rulebook)
    yield from _unused_faults(rulebook)
    yield from _key_faults(rulebook)
    tell(4, 4, "done")


def _text_faults(rulebook: Rulebook) -> Iterator[Fault]:
    """Pages whose statement does not stand in every language."""
    for page in rulebook.pages:
        for language in LANGUAGES:
            said = page.prose.within(language)
            if not said or (language != "en" and said == page.prose.en):
                what = f"The statement of the page is missing in '{language}'."
                yield Fault(file=page.file, what=what)


def _coverage_faults(cases: PageCases, tape: Tape, on: date) -> Iterator[Fault]:
    """Rules whose page cases do not show them applying and open."""
    empty = State(today=on, claims={}, marks={}, lists={})
    exact = ExactCheck(tape, empty, cases.rulebook.vocabulary)
    for page in cases.rulebook.pages:
        if page.kind == "axiom" or not page.rules:
            continue
        shown = shown_by_cases(page, cases)
        for rule in page.rules:
            found = shown.apps.get(rule.id, set())
            wanted = {Verdict.TRUE} - found
            if rule.unless or not rule.contrary:
                wanted |= {Verdict.UNKNOWN} - found
            names = ", ".join(sorted(item.value for item in wanted))
            if names:
                what = f"No case of the page shows the rule '{rule.id}' {names}."
                yield Fault(file=page.file, line=rule.line, what=what)
        yield from _head_faults(page, shown, exact, tape)


def coverage(cases: PageCases) -> Iterator[RuleShown]:
    """How far the cases of each page show its rules, rule by rule."""
    for page in cases.rulebook.pages:
        if page.kind != "axiom" and page.rules:
            shown = shown_by_cases(page, cases)
            for rule in page.rules:
                applied = frozenset(shown.apps.get(rule.id, set()))
                yield RuleShown(page=page, rule=rule, applied=applied)


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


def shown_by_cases(page: Page, cases: PageCases) -> Shown:
    """What the cases of a page show of its rules."""
    shown = Shown()
    for case in page.cases:
        done = cases.run(page, case)
        if done is not None:
            _note(done, shown)
    return shown


def _note(done: CaseRun, shown: Shown) -> None:
    tape = done.day.tape
    for head in dict.fromkeys(rule.head for rule in done.page.rules):
        proposition = tape.propositions[head]
        for rule in proposition.rules:
            if rule.page.version() != done.page.version() or not _applies(rule, done):
                continue
            verdict = done.verdict(rule.app, Reading.ESTABLISHED)
            shown.apps.setdefault(rule.rule.id, set()).add(verdict)
            heads = shown.heads.setdefault(head, set())
            for reading in (Reading.ESTABLISHED, Reading.AS_DECIDED):
                heads.add(done.verdict(proposition.node, reading))


def _applies(rule: RuleNode, done: CaseRun) -> bool:
    return done.verdict(rule.guard, Reading.ESTABLISHED) is not Verdict.FALSE


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
                found |= names_in(condition)
        for parameter in page.parameters:
            found |= {parameter.dated_by, parameter.keyed_by}
        for _, condition in page.conditions:
            found |= names_in(condition)
        for deadline in page.deadlines:
            found.update(deadline.facts())
        for clock in page.clocks:
            found.add(clock.list)
    return found
