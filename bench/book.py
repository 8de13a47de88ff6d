"""A random rulebook as in the trial: 300 closed rules in six levels over 120 facts.

A rule is any of one to three groups of two to four literals, in half of the rules
unless a group of two or three holds. A third of the literals name lower rules.
"""

from dataclasses import dataclass, replace
from datetime import date
from random import Random  # noqa: TID251 -- seeded

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.tape import Tape
from safeconduct.base.case import APPLICANT
from safeconduct.base.day import Period
from safeconduct.base.text import same
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Relation,
    Rule,
)
from safeconduct.rulebook.record import TODAY, Finding, Page, Rulebook, Source
from safeconduct.rulebook.vocabulary import BOOL_VALUES, FactSpec, FactType, Vocabulary

ON = date(2026, 11, 22)
FIRST_DAY, LAST_DAY = date(2022, 1, 1).toordinal(), ON.toordinal()
RELATIONS: tuple[Relation, ...] = ("<=", ">=", "<", ">")
LOWER = 0.35
NEGATED = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large a rulebook is; goals are the rules of the last level.

    `practice` is a number of further rules of an office, against rules of the law.
    """

    flags: int = 84
    enums: int = 18
    days: int = 18
    rules: int = 300
    levels: int = 6
    practice: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A rulebook with its rules in order, from the lowest level up."""

    rulebook: Rulebook
    rules: tuple[Rule, ...]
    goals: tuple[str, ...]

    def tape(self) -> Tape:
        """The tape of the day."""
        return compile_tape(self.rulebook, on=ON, known_on=ON)

    def with_rule(self, rule: Rule) -> "Book":
        """The same book with one rule changed."""
        rules = tuple(rule if old.id == rule.id else old for old in self.rules)
        return _book(rules, self.rulebook.vocabulary, self.goals)


def random_book(seed: int, shape: Shape | None = None) -> Book:
    """The same seed gives the same book."""
    found = shape or Shape()
    rng = Random(seed)  # noqa: S311 -- a benchmark that repeats itself
    vocabulary = _vocabulary(rng, found)
    tests = _tests(rng, vocabulary)
    size = found.rules // found.levels
    rules: list[Rule] = []
    for level in range(found.levels):
        lower = [rule.head for rule in rules]
        rules += [
            _rule(rng, level * size + number, tests, lower) for number in range(size)
        ]
    goals = tuple(rule.head for rule in rules[-size:])
    practice = _practice(rng, found.practice, tests, rules)
    return _book(tuple(rules), vocabulary, goals, practice)


def _vocabulary(rng: Random, shape: Shape) -> Vocabulary:
    facts = [_fact(f"flag.f{i}", "bool", BOOL_VALUES) for i in range(shape.flags)]
    for number in range(shape.enums):
        values = [f"v{i}" for i in range(rng.randint(3, 7))]
        facts.append(_fact(f"enum.e{number}", "enum", (*values, "other")))
    facts += [_fact(f"day.d{i}", "day", ()) for i in range(shape.days)]
    return Vocabulary(facts=tuple(facts), lists=(), renames=())


def _fact(name: str, kind: FactType, values: tuple[str, ...]) -> FactSpec:
    return FactSpec(
        name=name,
        type=kind,
        values=values,
        cardinality="one",
        of=(APPLICANT,),
        label=same(name),
        ask=same(f"{name}?"),
        cost=1,
        distress=0,
        danger=0,
        counsel_only=False,
        held="maybe",
        fresh_days=30,
    )


def _tests(rng: Random, vocabulary: Vocabulary) -> list[Condition]:
    """Tests of facts: each flag, three sets an enum, two thresholds a day, gaps."""
    days = [fact.name for fact in vocabulary.facts if fact.type == "day"]
    found: list[Condition] = []
    for fact in vocabulary.facts:
        if fact.type == "bool":
            found.append(Named(name=fact.name))
        elif fact.type == "enum":
            for _ in range(3):
                count = rng.randint(1, len(fact.values) - 1)
                chosen = frozenset(rng.sample(fact.values, count))
                found.append(Member(name=fact.name, values=chosen))
        else:
            found += [_threshold(rng, fact.name) for _ in range(2)]
    for _ in range(len(days)):
        first, second = rng.sample(days, 2)
        gap = Period(count=rng.randint(0, 365), unit="days")
        left, right = Operand(name=first), Operand(name=second, offset=gap)
        found.append(Compare(left=left, relation="<=", right=right))
    return found


def _threshold(rng: Random, name: str) -> Compare:
    at = Operand(number=rng.randint(FIRST_DAY, LAST_DAY), is_day=True)
    return Compare(left=Operand(name=name), relation=rng.choice(RELATIONS), right=at)


def _rule(rng: Random, number: int, tests: list[Condition], lower: list[str]) -> Rule:
    def literal() -> Condition:
        is_rule = bool(lower) and rng.random() < LOWER
        found = Named(name=rng.choice(lower)) if is_rule else rng.choice(tests)
        return Not(part=found) if rng.random() < NEGATED else found

    def every(least: int, most: int) -> Condition:
        parts = tuple(literal() for _ in range(rng.randint(least, most)))
        return Group(at_least=len(parts), parts=parts)

    groups = tuple(every(2, 4) for _ in range(rng.randint(1, 3)))
    return Rule(
        id=f"r{number:03}",
        head=f"xx.p{number:03}",
        contrary=False,
        closed=True,
        body=Group(at_least=1, parts=groups) if len(groups) > 1 else groups[0],
        unless=(every(2, 3),) if rng.random() < 0.5 else (),
    )


def _practice(
    rng: Random, count: int, tests: list[Condition], rules: list[Rule]
) -> tuple[Rule, ...]:
    """Rules of an office that take something away which the law gives."""
    found: list[Rule] = []
    for number, rule in enumerate(rng.sample(rules, count)):
        own = _rule(rng, number, tests, [])
        head, name = rule.head, f"office{number:03}"
        found.append(replace(own, id=name, head=head, contrary=True, closed=False))
    return tuple(found)


def _book(
    rules: tuple[Rule, ...],
    vocabulary: Vocabulary,
    goals: tuple[str, ...],
    practice: tuple[Rule, ...] = (),
) -> Book:
    findings = tuple(
        Finding(
            id=rule.head,
            kind="step",
            jurisdiction="XX",
            title=same(rule.head),
            goal=1 if rule.head in goals else 0,
        )
        for rule in rules
    )
    source = Source(cite="Act", place="1", address="", read=ON, grade="primary")
    page = Page(
        id="xx.book",
        file="book.md",
        kind="law",
        jurisdiction="XX",
        bears="danger",
        dated_by=TODAY,
        applies_from=None,
        applies_to=None,
        binds_from=None,
        span_from=None,
        review_by=date(2027, 11, 22),
        unusable_after=date(2028, 11, 22),
        sources=(source,),
        missing=(),
        counsel_only=False,
        only_origin="",
        prose="",
        rules=rules,
        findings=findings,
    )
    office = replace(page, id="xx.office", kind="practice", rules=practice, findings=())
    pages = (page, office) if practice else (page,)
    rulebook = Rulebook(
        vocabulary=vocabulary,
        pages=pages,
        recorded=tuple((page.version(), ON) for page in pages),
        digest="",
        vocabulary_digest="",
    )
    return Book(rulebook=rulebook, rules=rules, goals=goals)
