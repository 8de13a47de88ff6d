"""The kernel finds what the reference evaluator finds, in all three readings."""

from dataclasses import replace
from secrets import randbits

import pytest
from hypothesis import settings

from safeconduct.assessment.state import State
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Choice
from safeconduct.rulebook.condition import Named, Rule
from safeconduct.rulebook.vocabulary import BOOL_VALUES, Vocabulary
from tests.evaluator.judged import by_kernel, differences, report
from tests.evaluator.rulebooks import KNOWN_ON, Sample, plain_page, random_sample
from tests.evaluator.states import plain_fact

BLOCKS = 50
RULEBOOKS = max(10_000, settings().max_examples)
# The same rulebooks each time, unless more examples are asked for.
FIRST = 0 if settings().derandomize else randbits(48)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_kernel_agrees_with_the_reference(block: int) -> None:
    for seed in range(FIRST + block, FIRST + RULEBOOKS, BLOCKS):
        sample = random_sample(seed)
        assert not differences(sample), report(sample)


def test_a_dispute_too_many_is_unknown() -> None:
    """Eight disputes make 256 versions; the ninth fact is unknown in each of them."""
    names = [f"f.flag{number}" for number in range(9)]
    sample = _disputed(names)
    assert not differences(sample)
    found = by_kernel(sample, Reading.ESTABLISHED)
    verdicts = [found[Reading.ESTABLISHED, f"xx.{name}"] for name in names]
    assert verdicts == [Verdict.DISPUTED] * 8 + [Verdict.UNKNOWN]


def _disputed(names: list[str]) -> Sample:
    """A finding for each fact, and two witnesses who differ on each."""
    both = tuple(Choice(values=frozenset({word})) for word in BOOL_VALUES)
    rules = tuple(
        Rule(
            id=name,
            head=f"xx.{name}",
            contrary=False,
            closed=True,
            body=Named(name=name),
        )
        for name in names
    )
    claims = dict.fromkeys(names, both)
    return Sample(
        seed=0,
        pages=(replace(plain_page("xx.law"), rules=rules),),
        vocabulary=Vocabulary(
            facts=tuple(plain_fact(name, "bool", BOOL_VALUES) for name in names),
            lists=(),
            renames=(),
        ),
        state=State(today=KNOWN_ON, claims=claims, marks={}, lists={}),
        recorded={"xx.law": KNOWN_ON},
    )
