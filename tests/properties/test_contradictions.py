"""Facts that the axioms forbid together are named, and nothing is decided from them."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random  # noqa: TID251 -- seeded, and only for tests

from hypothesis import assume, given
from hypothesis import strategies as st

from safeconduct.assessment.assess import Ask, Assessor, Books
from safeconduct.assessment.question import Priors
from safeconduct.assessment.state import State
from safeconduct.base.case import Case, Fact, Origin, Witness
from safeconduct.base.text import same
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Group,
    Named,
    Not,
    Operand,
    Rule,
)
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Finding, Page
from safeconduct.rulebook.vocabulary import BOOL_VALUES, Vocabulary
from tests.evaluator.completions import Bounded, enumerated
from tests.evaluator.conditions import RELATIONS
from tests.evaluator.judged import rulebook_of, tape_of
from tests.evaluator.rulebooks import KNOWN_ON, Sample, plain_page
from tests.evaluator.shrink import described
from tests.evaluator.states import plain_fact, seeded

FLAGS = tuple(f"f.flag{i}" for i in range(3))
NUMBERS = ("f.one", "f.two")
FLAG_VALUES = tuple(Choice(values=frozenset({word})) for word in BOOL_VALUES)
# Wider than what is claimed, so that an unknown number has room on both sides.
NUMBER_VALUES = tuple(Span(low=n, high=n) for n in range(-1, 4))


@given(seed=st.integers(min_value=0, max_value=2**48))
def test_contradictory_facts_are_named_and_decide_nothing(seed: int) -> None:
    sample = _sample(seeded("contradiction", seed))
    claims = sample.state.claims
    assume(enumerated(_bounded(sample, {})) is not None)  # axioms that can hold
    assessor = _assessor(sample)
    named, kept = set(assessor.contradictory), assessor.state.claims
    shown = f"{described(sample)}\nnamed {sorted(named)}, kept {sorted(kept)}"
    agreed = enumerated(_bounded(sample, kept))
    assert bool(named) == (enumerated(_bounded(sample, claims)) is None), shown
    assert claims.keys() - kept.keys() == named, shown
    assert agreed is not None, f"{shown}\nwhat is kept is still contradictory"
    found = {item.id: item.truth for item in assessor.assessment().findings}
    assert found == agreed, f"{shown}\n{found}\n{agreed}"


def _assessor(sample: Sample) -> Assessor:
    books = Books(
        rulebook=rulebook_of(sample),
        tape=tape_of(sample),
        holidays=HolidayTables(),
        zones={},
        priors=Priors(),
        engine="",
    )
    ask = Ask(on=sample.state.today, known_on=KNOWN_ON, counsel=True)
    return Assessor(books, _case(sample.state), ask)


def _sample(rng: Random) -> Sample:
    facts = [plain_fact(name, "bool", BOOL_VALUES) for name in FLAGS]
    facts += [plain_fact(name, "integer") for name in NUMBERS]
    claims: dict[str, tuple[Value, ...]] = {
        **{name: (rng.choice(FLAG_VALUES),) for name in FLAGS},
        **{name: (rng.choice(NUMBER_VALUES[1:-1]),) for name in NUMBERS},
    }
    pages = (_axioms(rng), _law())
    return Sample(
        seed=0,
        pages=pages,
        vocabulary=Vocabulary(facts=tuple(facts), lists=(), renames=()),
        state=State(today=KNOWN_ON, claims=claims, marks={}, lists={}),
        recorded={page.version(): KNOWN_ON for page in pages},
    )


def _axioms(rng: Random) -> Page:
    """Some things that cannot be true together, two or three at a time."""
    rules: list[Rule] = []
    for number in range(rng.randint(1, 4)):
        size = rng.choice((1, 2, 2, 3))
        parts = tuple(_test(rng, size) for _ in range(size))
        body = Not(part=Group(at_least=size, parts=parts))
        name = f"axiom{number}"
        rules.append(Rule(id=name, head=name, contrary=False, closed=False, body=body))
    return replace(plain_page("xx.axiom"), kind="axiom", rules=tuple(rules))


def _test(rng: Random, size: int) -> Condition:
    if size == 1 or rng.random() < 0.3:
        left, right = rng.sample(NUMBERS, 2)
        other = Operand(name=right) if rng.random() < 0.7 else Operand(number=1)
        relation = rng.choice(RELATIONS)
        return Compare(left=Operand(name=left), relation=relation, right=other)
    flag = Named(name=rng.choice(FLAGS))
    return flag if rng.random() < 0.7 else Not(part=flag)


def _law() -> Page:
    """A finding for each fact, and one that needs two of them."""
    bodies: list[Condition] = [Named(name=name) for name in FLAGS]
    bodies += [
        Compare(left=Operand(name=name), relation=">=", right=Operand(number=2))
        for name in NUMBERS
    ]
    bodies.append(Group(at_least=2, parts=tuple(bodies)))
    return replace(
        plain_page("xx.law"),
        rules=tuple(
            Rule(id=f"r{i}", head=f"xx.p{i}", contrary=False, closed=True, body=body)
            for i, body in enumerate(bodies)
        ),
        findings=tuple(
            Finding(
                id=f"xx.p{i}", kind="step", jurisdiction="XX", title=same("p"), goal=1
            )
            for i in range(len(bodies))
        ),
    )


def _case(state: State) -> Case:
    origin = Origin(witness=Witness(kind="person"))
    return Case(
        alias="A",
        languages=("en",),
        as_of=None,
        facts=tuple(
            Fact(name=key, possible=values[0], origin=origin)
            for key, values in state.claims.items()
        ),
    )


def _bounded(sample: Sample, claims: Mapping[str, tuple[Value, ...]]) -> Bounded:
    state = replace(sample.state, claims=claims)
    options: dict[str, tuple[Value, ...]] = dict.fromkeys(FLAGS, FLAG_VALUES)
    options |= dict.fromkeys(NUMBERS, NUMBER_VALUES)
    return Bounded(sample=replace(sample, state=state), options={**options, **claims})
