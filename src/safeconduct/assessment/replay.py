"""Published decisions run through the rulebook (spec/law-replay.md §2, §3)."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.outcome import CONTRADICTS, FOLLOWS, Answers
from safeconduct.assessment.page_state import CaseReader
from safeconduct.assessment.question import Interview, Priors, rank
from safeconduct.assessment.reason import Explainer
from safeconduct.assessment.record import Reason
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Tape, cone
from safeconduct.base.day import Period, shift
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.decision import Claim, Decision, Docket
from safeconduct.rulebook.record import PageCase, Rulebook

COURT_OF_NO_STATE = "CoE"
DECIDED = (Verdict.TRUE, Verdict.FALSE)
_TEN_YEARS = Period(count=-10, unit="years")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One decision, run: what was answered and how that stands to the outcome.

    `withheld` is as established, `given` as decided. `named` are the elements found
    among reasons and open questions, `unnamed` the others.
    """

    decision: Decision
    withheld: Answers
    given: Answers
    contradicts: bool
    follows: bool
    named: tuple[str, ...]
    unnamed: tuple[str, ...]

    def disagrees(self) -> bool:
        """Whether anything came out otherwise than was decided."""
        return self.contradicts or not self.follows or not self.named


@dataclass(slots=True, kw_only=True)
class Replay:
    """Runs decisions, each on its own day; everything recorded counts as known."""

    rulebook: Rulebook
    priors: Priors
    docket: Docket
    _tapes: dict[date, Tape] = field(default_factory=dict)

    def results(self) -> Iterator[Replayed]:
        """Every decision in turn.

        Raises:
            InputError: a decision cannot be read by this rulebook.
        """
        reader = CaseReader(self.rulebook)
        for decision, claim in self._claimed():
            yield self._one(decision, claim, reader)

    def check(self) -> None:
        """Read every decision without running it.

        Raises:
            InputError: one cannot be read by this rulebook.
        """
        reader = CaseReader(self.rulebook)
        for decision, claim in self._claimed():
            _check_goals(decision, claim, reader.heads)
            _state(decision, reader, with_findings=True)

    def _claimed(self) -> Iterator[tuple[Decision, Claim]]:
        """Every decision with what a claim in its state is about."""
        claims = {
            name: item for item in self.docket.claims for name in item.jurisdictions
        }
        for decision in self.docket.decisions:
            claim = claims.get(decision.jurisdiction)
            if claim is None:
                raise _fault(
                    decision, f"no claim is set out for {decision.jurisdiction}."
                )
            yield decision, claim

    def _one(self, decision: Decision, claim: Claim, reader: CaseReader) -> Replayed:
        day = decision.day.latest
        if day not in self._tapes:
            self._tapes[day] = compile_tape(self.rulebook, on=day, known_on=date.max)
        tape = self._tapes[day]
        _check_goals(decision, claim, tape.propositions)
        bare = _state(decision, reader, with_findings=False)
        full = _state(decision, reader, with_findings=True)
        withheld = _answers(tape, bare, claim, Reading.ESTABLISHED)
        given = _answers(tape, full, claim, Reading.AS_DECIDED)
        named = set(self._named(decision, claim, tape, bare))
        return Replayed(
            decision=decision,
            withheld=withheld,
            given=given,
            contradicts=CONTRADICTS[decision.outcome](withheld),
            follows=FOLLOWS[decision.outcome](given),
            named=tuple(name for name in decision.elements if name in named),
            unnamed=tuple(name for name in decision.elements if name not in named),
        )

    def _named(
        self, decision: Decision, claim: Claim, tape: Tape, state: State
    ) -> Iterator[str]:
        """The elements that stand among the reasons or the open questions."""
        lanes = Lanes(tape, state, clock=_unused)
        explainer = Explainer(
            tape=tape,
            lanes=lanes,
            result=run_readings(tape, lanes.planes)[Reading.ESTABLISHED],
            speaker=Speaker(self.rulebook.vocabulary),
            is_hidden=lambda _: False,
        )
        seen = {name for goal in claim.goals() for name in _names(explainer.why(goal))}
        goals = (tape.propositions[name].node for name in claim.goals())
        needed = cone(tape, tuple(goals))
        seen |= {
            name
            for name, item in tape.propositions.items()
            if needed[item.node] and explainer.verdict(item.node) in DECIDED
        }
        interview = Interview(
            tape=tape,
            vocabulary=self.rulebook.vocabulary,
            priors=self.priors,
            goals=dict.fromkeys(claim.goals(), 1),
            counsel=True,
            clock=_unused,
        )
        seen |= {item.key.removeprefix("list.") for item in rank(interview, state)}
        shows = {item.id: item.shows for item in self.docket.elements}
        for element in decision.elements:
            if not seen.isdisjoint(shows[element]):
                yield element


def _check_goals(decision: Decision, claim: Claim, known: Container[str]) -> None:
    for name in claim.goals():
        if name not in known:
            raise _fault(decision, f"no finding is called '{name}'.")


def _unused(clock: str) -> tuple[int, int | None]:
    """A decision says nothing of days used."""
    del clock
    return 0, None


def _names(reason: Reason) -> Iterator[str]:
    yield reason.id
    for inner in reason.of:
        yield from _names(inner)


def _state(decision: Decision, reader: CaseReader, *, with_findings: bool) -> State:
    """The facts of a decision, with what is known of every claim (§2)."""
    facts = (*decision.facts, *(decision.findings if with_findings else ()))
    state, wrong = reader.read(
        PageCase(
            name=decision.id, on=decision.day.latest, facts=facts, disputed=(),
            lists=decision.lists, marks=(), expect=(), expect_prima_facie=(),
            expect_as_decided=(), expect_timed=(), ask="",
        )
    )  # fmt: skip
    if wrong:
        raise _fault(decision, wrong[0])
    if decision.jurisdiction == COURT_OF_NO_STATE:
        return state
    last = decision.day.latest
    lodged = Span(low=shift(last, _TEN_YEARS).toordinal(), high=last.toordinal())
    here = Choice(values=frozenset({decision.jurisdiction}))
    known: dict[str, tuple[Value, ...]] = {
        "place.country": (here,),
        "claim.state": (here,),
        "claim.here": (Choice(values=frozenset({"true"})),),
        "claim.lodged": (lodged,),
    }
    return State(
        today=state.today,
        claims={**known, **state.claims},
        marks=state.marks,
        lists=state.lists,
    )


def _answers(tape: Tape, state: State, claim: Claim, reading: Reading) -> Answers:
    lanes = Lanes(tape, state, clock=_unused)
    result = run_readings(tape, lanes.planes)[reading]

    def verdict(name: str) -> Verdict:
        if not name:
            return Verdict.UNKNOWN
        node = tape.propositions[name].node
        return lanes.verdict(result.true[node], result.false[node])

    return Answers(
        refugee=verdict(claim.refugee),
        subsidiary=verdict(claim.subsidiary),
        ground=verdict(claim.ground),
        bar=verdict(claim.bar),
        excluded=verdict(claim.excluded),
    )


def _fault(decision: Decision, what: str) -> InputError:
    return InputError([Fault(file="replay", what=f"Decision '{decision.id}': {what}")])
