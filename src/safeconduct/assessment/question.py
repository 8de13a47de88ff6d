"""What to ask next: the facts whose answers settle most, for what they cost.

score = Σ p(answer) · Σ weight of the goals it decides / cost of the fact. Facts that
cannot reach an undecided goal are not asked; where no single answer decides a goal,
the undecided nodes that answers settle count (plateaus). Same inputs, same order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from safeconduct.assessment.answer import Answer, answers_to
from safeconduct.assessment.atom import ClockReader
from safeconduct.assessment.kernel import Run, run
from safeconduct.assessment.lane import Lanes, Prepared, Supposition, versions_of
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Tape
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.vocabulary import FactSpec, ListSpec, Vocabulary

PLATEAU = 1e-6
QUESTION_VERSIONS = 16
# What is this dangerous to ask or to hold is asked by counsel only.
MOST_DANGER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """Published probabilities of answers: fact, then value; uniform elsewhere."""

    digest: str = ""
    table: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles:
    """One answer to a fact and one goal that it decides."""

    answer: Answer
    goal: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A fact worth asking, by its key, with its score."""

    key: str
    score: float
    answers: tuple[Answer, ...]
    settles: tuple[Settles, ...]
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usual:
    """The answers to a fact while no fact that its tests read is known.

    `planes` are the tests on it, true and false, a lane an answer.
    """

    atoms: Sequence[int]
    reads: frozenset[str]
    answers: tuple[Answer, ...]
    planes: Sequence[tuple[int, int, int]]


@dataclass(frozen=True, kw_only=True)
class Interview:
    """What the questions are ranked with; its tables are made once."""

    tape: Tape
    vocabulary: Vocabulary
    priors: Priors
    goals: Mapping[str, int]
    counsel: bool
    clock: ClockReader | None = None

    @cached_property
    def specs(self) -> Mapping[str, FactSpec]:
        """The facts by name."""
        return self.vocabulary.fact_table()

    @cached_property
    def lists(self) -> Mapping[str, ListSpec]:
        """The lists by name."""
        return self.vocabulary.list_table()

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The places of facts and lists in the vocabulary."""
        facts = [spec.name for spec in self.vocabulary.facts]
        lists = [f"list.{item.name}" for item in self.vocabulary.lists]
        return {key: place for place, key in enumerate([*facts, *lists])}

    def spec(self, key: str) -> FactSpec | None:
        """The fact behind a key, whosever it is; None for lists and norms."""
        found = self.specs.get(key)
        return found if found is not None else self.specs.get(key.partition(" OF ")[0])

    @cached_property
    def costs(self) -> Mapping[str, float]:
        """What asking for each fact and list costs: effort, distress and danger."""
        facts = {
            spec.name: float(spec.cost + spec.distress + 2 * spec.danger)
            for spec in self.vocabulary.facts
        }
        lists = {f"list.{x.name}": float(x.cost) for x in self.vocabulary.lists}
        return {**facts, **lists}

    def cost(self, key: str) -> float:
        """What asking for a fact, list or norm costs, whosever it is."""
        found = self.costs.get(key)
        if found is not None:
            return found
        unknown = 3.0 if key.startswith("list.") else 9.0
        return self.costs.get(key.partition(" OF ")[0], unknown)

    @cached_property
    def usual(self) -> Mapping[str, _Usual]:
        """What can be answered to each fact while nothing is known, on any day."""
        nothing = State(today=date.min, claims={}, marks={}, lists={})
        answers = {
            key: self.answers(key, indices, nothing)
            for key, indices in self.tape.atoms_of_key.items()
            if self.tape.idle.issuperset(indices)
            and not key.startswith(("list.", "clock."))
        }
        supposed = [
            {k: item.supposed} for k, items in answers.items() for item in items
        ]
        if not supposed:
            return {}
        planes = Lanes(self.tape, nothing, supposed).planes
        found: dict[str, _Usual] = {}
        at = 0
        for key, items in answers.items():
            indices = self.tape.atoms_of_key[key]
            mask = (1 << len(items)) - 1
            found[key] = _Usual(
                atoms=list(indices),
                reads=frozenset(k for i in indices for k in self.tape.keys_of_atom[i]),
                answers=items,
                planes=[
                    (i, planes.true[i] >> at & mask, planes.false[i] >> at & mask)
                    for i in indices
                ],
            )
            at += len(items)
        return found

    def answers(
        self, key: str, atoms: Sequence[int], state: State
    ) -> tuple[Answer, ...]:
        """The classes of answers to a fact that some tests tell apart."""
        return answers_to(
            key,
            tape=self.tape,
            state=state,
            atoms=atoms,
            spec=self.spec(key),
            prior=self.priors.table.get(key, {}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """One look at what is open: the goals, the nodes below them, the answers."""

    lanes: Lanes
    result: Run[int]
    goals: Mapping[str, int]
    live: Sequence[bool]
    answers: Mapping[str, tuple[Answer, ...]]

    def counted(self) -> list[tuple[str, int, Answer]]:
        """Each answer with its fact and the number of its supposition."""
        pairs = [(key, item) for key, found in self.answers.items() for item in found]
        return [(key, number, item) for number, (key, item) in enumerate(pairs)]


Seen = tuple[Lanes, Run[int]]


def rank(
    interview: Interview, state: State, *, seen: Seen | None = None
) -> tuple[Ranked, ...]:
    """Every fact worth asking, best first; empty where nothing unknown matters.

    `seen` are the lanes and the established reading of the case, where there are any.
    """
    if seen is None or seen[0].width > QUESTION_VERSIONS:
        versions = versions_of(state, cap=QUESTION_VERSIONS)
        lanes = Lanes(interview.tape, state, clock=interview.clock, versions=versions)
        seen = lanes, run(interview.tape, lanes.planes, Reading.ESTABLISHED)
    survey = _survey(interview, state, *seen)
    if survey is None:
        return ()
    settles = _settles(interview.tape, survey)
    gains = dict.fromkeys(survey.answers, 0.0)
    for key, found in settles.items():
        for item in found:
            gains[key] += item.answer.share * survey.goals[item.goal]
    if not any(gains.values()):
        gains = _plateau(survey)
    ranked = [
        Ranked(
            key=key,
            score=round(gain / interview.cost(key), 9),
            answers=survey.answers[key],
            settles=settles.get(key, ()),
            disputed=len(state.claims.get(key, ())) > 1,
        )
        for key, gain in gains.items()
    ]
    order = interview.order
    return tuple(
        sorted(ranked, key=lambda item: (-item.score, order.get(item.key, 0), item.key))
    )


def _survey(
    interview: Interview, state: State, base: Lanes, first: Run[int]
) -> _Survey | None:
    tape = interview.tape
    goals = {
        goal: weight
        for goal, weight in interview.goals.items()
        if weight > 0 and _is_open(base, first, tape.propositions[goal].node)
    }
    roots = [tape.propositions[goal].node for goal in goals]
    live = live_nodes(tape, first, roots, full=base.full)
    answers, usual = _answers(interview, state, live)
    if not answers:
        return None
    suppositions: list[Supposition] = [
        {key: item.supposed} for key, found in answers.items() for item in found
    ]
    lanes = Lanes(
        tape,
        state,
        suppositions,
        clock=interview.clock,
        versions=base.versions,
        atoms=_live_atoms(tape, live),
        prepared=usual,
    )
    full, wide = base.full, lanes.full
    given = Run(
        true=[wide if plane == full else 0 for plane in first.true],
        false=[wide if plane == full else 0 for plane in first.false],
    )
    result = run(tape, lanes.planes, Reading.ESTABLISHED, needed=live, given=given)
    return _Survey(lanes=lanes, result=result, goals=goals, live=live, answers=answers)


def _is_open(lanes: Lanes, result: Run[int], node: int) -> bool:
    verdict = lanes.verdict(result.true[node], result.false[node])
    return verdict is Verdict.UNKNOWN or verdict is Verdict.DISPUTED


def live_nodes(
    tape: Tape, result: Run[int], roots: Sequence[int], *, full: int
) -> list[bool]:
    """Undecided nodes that reach a root through undecided nodes."""
    live = [False] * len(tape.nodes)
    for root in roots:
        live[root] = True
    true, false = result.true, result.false
    for step in reversed(tape.steps):
        if step.code is Code.ATOM or step.code is Code.CONSTANT:
            continue
        for index, args, _ in step.rows:
            if live[index]:
                for arg in args:
                    if true[arg] != full != false[arg]:
                        live[arg] = True
    return live


def _live_atoms(tape: Tape, live: Sequence[bool]) -> list[int]:
    """The atoms of live nodes, in the order of the tape."""
    return [
        args[0]
        for step in tape.steps
        if step.code is Code.ATOM
        for index, args, _ in step.rows
        if live[index]
    ]


def _answers(
    interview: Interview, state: State, live: Sequence[bool]
) -> tuple[dict[str, tuple[Answer, ...]], dict[str, Prepared]]:
    """The facts that live atoms read, with the answers that could tell.

    Beside it the planes of those answers that were worked out before.
    """
    tape = interview.tape
    atoms: dict[str, list[int]] = {}
    for atom in _live_atoms(tape, live):
        for key in tape.keys_of_atom[atom]:
            atoms.setdefault(key, []).append(atom)
    found: dict[str, tuple[Answer, ...]] = {}
    usual: dict[str, Prepared] = {}
    for key in sorted(atoms):
        spec = interview.spec(key)
        if not may_ask(key, spec, interview):
            continue
        known = interview.usual.get(key)
        if (
            known is not None
            and known.atoms == atoms[key]
            and known.reads.isdisjoint(state.claims)
        ):
            answers = known.answers
            usual[key] = known.planes
        else:
            answers = interview.answers(key, atoms[key], state)
        if answers:
            found[key] = answers
    return found, usual


def may_ask(key: str, spec: FactSpec | None, interview: Interview) -> bool:
    """Whether this viewpoint may be asked for a fact, list or norm at all."""
    if key.startswith("clock."):
        return False
    if interview.counsel:
        return True
    if key.startswith("list."):
        item = interview.lists.get(key.removeprefix("list."))
        return item is not None and not item.counsel_only
    return spec is not None and not spec.counsel_only and spec.danger < MOST_DANGER


def _settles(tape: Tape, survey: _Survey) -> dict[str, tuple[Settles, ...]]:
    decided: dict[int, list[tuple[str, Verdict]]] = {}
    for goal in survey.goals:
        node = tape.propositions[goal].node
        for plane, verdict in (
            (survey.result.true[node], Verdict.TRUE),
            (survey.result.false[node], Verdict.FALSE),
        ):
            for number in survey.lanes.whole(plane):
                decided.setdefault(number, []).append((goal, verdict))
    found: dict[str, list[Settles]] = {}
    for key, number, answer in survey.counted():
        for goal, verdict in decided.get(number, ()):
            found.setdefault(key, []).append(
                Settles(answer=answer, goal=goal, verdict=verdict)
            )
    return {key: tuple(items) for key, items in found.items()}


def _plateau(survey: _Survey) -> dict[str, float]:
    """Where no answer decides a goal: the share of open nodes that answers settle."""
    counts = _lane_counts(
        [
            survey.result.true[index] | survey.result.false[index]
            for index, is_live in enumerate(survey.live)
            if is_live
        ],
        lanes=len(survey.counted()) * survey.lanes.width,
    )
    width = survey.lanes.width
    gains = dict.fromkeys(survey.answers, 0.0)
    for key, number, answer in survey.counted():
        settled = min(counts[number * width : (number + 1) * width])
        gains[key] += PLATEAU * answer.share * settled
    return gains


def _lane_counts(planes: Sequence[int], *, lanes: int) -> list[int]:
    """How many planes have each bit set, by bit-sliced addition."""
    digits: list[int] = []
    for plane in planes:
        carry = plane
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
            if not carry:
                break
        if carry:
            digits.append(carry)
    counts = [0] * lanes
    for place, digit in enumerate(digits):
        bits = f"{digit:0{lanes}b}"[::-1]
        counts = [
            count + (bit == "1") * (1 << place)
            for count, bit in zip(counts, bits, strict=True)
        ]
    return counts
