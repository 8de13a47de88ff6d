"""What to ask next: the facts whose answers settle most, for what they cost.

score = Σ p(answer) · Σ weight of the goals it decides / cost of the fact. Facts that
cannot reach an undecided goal are not asked; where no single answer decides a goal,
the undecided nodes that answers settle count (plateaus). Same inputs, same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from safeconduct.assessment.answer import Answer, Answers, answers_to
from safeconduct.assessment.atom import ClockReader
from safeconduct.assessment.kernel import Run, run
from safeconduct.assessment.lane import (
    Lanes,
    Prepared,
    Supposition,
    lane_sums,
    versions_of,
)
from safeconduct.assessment.schedule import LEAVES
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
    disputed: bool
    survey: "_Survey" = field(compare=False, repr=False)

    @property
    def settles(self) -> tuple[Settles, ...]:
        """What each answer would decide; looked up when it is read."""
        decided = self.survey.decided
        return tuple(
            Settles(answer=answer, goal=goal, verdict=verdict)
            for key, number, answer in self.survey.counted
            if key == self.key
            for goal, verdict in decided.get(number, ())
        )


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
        return self.specs.get(key) or self.specs.get(key.partition(" OF ")[0])

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

    def answers(self, key: str, atoms: Sequence[int], state: State) -> Answers:
        """The classes of answers to a fact that some tests tell apart."""
        return answers_to(
            key,
            tape=self.tape,
            state=state,
            atoms=atoms,
            spec=self.spec(key),
            prior=self.priors.table.get(key, {}),
        )


@dataclass(frozen=True, kw_only=True)
class _Survey:
    """One look at what is open: the goals, the nodes below them, the answers."""

    lanes: Lanes
    result: Run[int]
    goals: Mapping[str, int]
    live: Sequence[bool]
    answers: Mapping[str, tuple[Answer, ...]]

    @cached_property
    def counted(self) -> list[tuple[str, int, Answer]]:
        """Each answer with its fact and the number of its supposition."""
        pairs = ((key, item) for key, found in self.answers.items() for item in found)
        return [(key, number, item) for number, (key, item) in enumerate(pairs)]

    def planes(self) -> Iterator[tuple[str, Verdict, int]]:
        """Each goal with the lanes in which it is true, and those where it is false."""
        for goal in self.goals:
            node = self.lanes.tape.propositions[goal].node
            yield goal, Verdict.TRUE, self.result.true[node]
            yield goal, Verdict.FALSE, self.result.false[node]

    @cached_property
    def decided(self) -> Mapping[int, Sequence[tuple[str, Verdict]]]:
        """The goals that each supposition decides."""
        found: dict[int, list[tuple[str, Verdict]]] = {}
        for goal, verdict, plane in self.planes():
            for number in self.lanes.whole(plane):
                found.setdefault(number, []).append((goal, verdict))
        return found

    def gains(self) -> dict[str, float]:
        """For each fact the weight of the goals that its answers decide, by share."""
        weights: dict[int, int] = {}
        for goal, _, plane in self.planes():
            if plane:
                weights[plane] = weights.get(plane, 0) + self.goals[goal]
        whole = [(self.lanes.all_versions(p), w) for p, w in weights.items()]
        settled = lane_sums(whole, lanes=self.lanes.full.bit_length())
        width = self.lanes.width
        found = dict.fromkeys(self.answers, 0.0)
        for key, number, answer in self.counted:
            found[key] += answer.share * settled[number * width]
        return found


Seen = tuple[Lanes, Run[int]]


def rank(
    interview: Interview,
    state: State,
    *,
    seen: Seen | None = None,
    about: str = "",
) -> tuple[Ranked, ...]:
    """Every fact worth asking, best first; empty where nothing unknown matters.

    `seen` are the lanes and the established reading of the case, where there are any;
    `about` is the one goal looked at, where not all are.
    """
    if seen is None or seen[0].width > QUESTION_VERSIONS:
        versions = versions_of(state, cap=QUESTION_VERSIONS)
        lanes = Lanes(interview.tape, state, clock=interview.clock, versions=versions)
        seen = lanes, run(interview.tape, lanes.planes, Reading.ESTABLISHED)
    goals = {about: interview.goals[about]} if about else interview.goals
    survey = _survey(interview, state, *seen, goals=goals)
    if survey is None:
        return ()
    settled = survey.gains()
    gains = settled if any(settled.values()) else _plateau(survey)
    ranked = [
        Ranked(
            key=key,
            score=round(gain / interview.cost(key), 9),
            answers=survey.answers[key],
            disputed=len(state.claims.get(key, ())) > 1,
            survey=survey,
        )
        for key, gain in gains.items()
    ]
    at = interview.order
    ranked.sort(key=lambda item: (-item.score, at.get(item.key, 0), item.key))
    return tuple(ranked)


def _survey(
    interview: Interview,
    state: State,
    base: Lanes,
    first: Run[int],
    *,
    goals: Mapping[str, int],
) -> _Survey | None:
    tape = interview.tape
    nodes = {goal: tape.propositions[goal].node for goal in goals}
    full = base.full
    goals = {
        goal: weight
        for goal, weight in goals.items()
        if weight > 0 and first.true[nodes[goal]] != full != first.false[nodes[goal]]
    }
    live = live_nodes(tape, first, [nodes[goal] for goal in goals], full=full)
    atoms = _live_atoms(tape, live)
    answers, prepared = _answers(interview, state, atoms)
    if not answers:
        return None
    suppositions: list[Supposition] = [
        {key: item.supposed} for key, found in answers.items() for item in found
    ]
    lanes = Lanes(
        tape,
        state,
        suppositions,
        clock=base.clock,
        versions=base.versions,
        atoms=atoms,
        prepared=prepared,
    )
    wide = lanes.full
    true, false = (
        [wide if plane == full else 0 for plane in planes]
        for planes in (first.true, first.false)
    )
    given = Run(true=true, false=false)
    result = run(tape, lanes.planes, Reading.ESTABLISHED, needed=live, given=given)
    return _Survey(lanes=lanes, result=result, goals=goals, live=live, answers=answers)


def live_nodes(
    tape: Tape, result: Run[int], roots: Sequence[int], *, full: int
) -> list[bool]:
    """Undecided nodes that reach a root through undecided nodes."""
    live = [False] * len(tape.nodes)
    for root in roots:
        live[root] = True
    true, false = result.true, result.false
    for step in reversed(tape.steps):
        if step.code not in LEAVES:
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
    interview: Interview, state: State, atoms: Sequence[int]
) -> tuple[dict[str, tuple[Answer, ...]], dict[str, Prepared]]:
    """The facts that live atoms read, with the answers that could tell.

    Beside it what the answers make of the atoms, where they alone decide them.
    """
    own: dict[str, list[int]] = {}
    for atom in atoms:
        for key in interview.tape.keys_of_atom[atom]:
            own.setdefault(key, []).append(atom)
    found: dict[str, tuple[Answer, ...]] = {}
    prepared: dict[str, Prepared] = {}
    for key in sorted(own):
        if may_ask(key, interview.spec(key), interview):
            answers = interview.answers(key, own[key], state)
            found[key] = answers.each
            if answers.planes:
                prepared[key] = tuple(zip(own[key], answers.planes, strict=True))
    return found, prepared


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


def _plateau(survey: _Survey) -> dict[str, float]:
    """Where no answer decides a goal: the share of open nodes that answers settle."""
    true, false = survey.result.true, survey.result.false
    counts = lane_sums(
        (
            (true[index] | false[index], 1)
            for index, is_live in enumerate(survey.live)
            if is_live
        ),
        lanes=survey.lanes.full.bit_length(),
    )
    width = survey.lanes.width
    gains = dict.fromkeys(survey.answers, 0.0)
    for key, number, answer in survey.counted:
        settled = min(counts[number * width : (number + 1) * width])
        gains[key] += PLATEAU * answer.share * settled
    return gains
