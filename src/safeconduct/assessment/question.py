"""What to ask next: the facts whose answers settle most, for what they cost.

score = Σ p(answer) · Σ weight of the goals it decides / cost of the fact. Facts that
cannot reach an undecided goal are not asked; where no single answer decides a goal,
the undecided nodes that answers settle count (plateaus). Same inputs, same order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from safeconduct.assessment.answer import Answer, answers_to
from safeconduct.assessment.atom import ClockReader
from safeconduct.assessment.kernel import Run, run
from safeconduct.assessment.lane import Lanes, Supposition, versions_of
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Tape
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary

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
class Interview:
    """What the questions are ranked with."""

    tape: Tape
    vocabulary: Vocabulary
    priors: Priors
    goals: Mapping[str, int]
    counsel: bool
    clock: ClockReader | None = None


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


def rank(interview: Interview, state: State) -> tuple[Ranked, ...]:
    """Every fact worth asking, best first; empty where nothing unknown matters."""
    survey = _survey(interview, state)
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
            score=round(gain / _cost(key, interview.vocabulary), 9),
            answers=survey.answers[key],
            settles=settles.get(key, ()),
            disputed=len(state.claims.get(key, ())) > 1,
        )
        for key, gain in gains.items()
    ]
    order = {key: place for place, key in enumerate(_order(interview.vocabulary))}
    return tuple(
        sorted(ranked, key=lambda item: (-item.score, order.get(item.key, 0), item.key))
    )


def _survey(interview: Interview, state: State) -> _Survey | None:
    tape = interview.tape
    versions = versions_of(state, cap=QUESTION_VERSIONS)
    base = Lanes(tape, state, clock=interview.clock, versions=versions)
    first = run(tape, base.planes, Reading.ESTABLISHED)
    goals = {
        goal: weight
        for goal, weight in interview.goals.items()
        if weight > 0 and _is_open(base, first, tape.propositions[goal].node)
    }
    roots = [tape.propositions[goal].node for goal in goals]
    live = live_nodes(tape, first, roots, full=base.full)
    answers = _answers(interview, state, live)
    if not answers:
        return None
    suppositions: list[Supposition] = [
        {key: item.supposed} for key, found in answers.items() for item in found
    ]
    atoms = [
        node.args[0]
        for index, node in enumerate(tape.nodes)
        if live[index] and node.code is Code.ATOM
    ]
    lanes = Lanes(
        tape,
        state,
        suppositions,
        clock=interview.clock,
        versions=versions,
        atoms=atoms,
    )
    given = Run(
        true=[lanes.full if plane == base.full else 0 for plane in first.true],
        false=[lanes.full if plane == base.full else 0 for plane in first.false],
    )
    result = run(tape, lanes.planes, Reading.ESTABLISHED, needed=live, given=given)
    return _Survey(lanes=lanes, result=result, goals=goals, live=live, answers=answers)


def _is_open(lanes: Lanes, result: Run[int], node: int) -> bool:
    verdict = lanes.verdict(result.true[node], result.false[node])
    return verdict in {Verdict.UNKNOWN, Verdict.DISPUTED}


def live_nodes(
    tape: Tape, result: Run[int], roots: Sequence[int], *, full: int
) -> list[bool]:
    """Undecided nodes that reach a root through undecided nodes."""
    live = [False] * len(tape.nodes)
    for root in roots:
        live[root] = True
    true, false = result.true, result.false
    for index in range(len(tape.nodes) - 1, -1, -1):
        node = tape.nodes[index]
        if not live[index] or node.code in {Code.ATOM, Code.CONSTANT}:
            continue
        for arg in node.args:
            if full not in {true[arg], false[arg]}:
                live[arg] = True
    return live


def _answers(
    interview: Interview, state: State, live: Sequence[bool]
) -> dict[str, tuple[Answer, ...]]:
    """The facts that live atoms read, with the answers that could tell."""
    tape = interview.tape
    atoms: dict[str, list[int]] = {}
    for index, node in enumerate(tape.nodes):
        if live[index] and node.code is Code.ATOM:
            for key in tape.keys_of_atom[node.args[0]]:
                atoms.setdefault(key, []).append(node.args[0])
    specs = interview.vocabulary.fact_table()
    found: dict[str, tuple[Answer, ...]] = {}
    for key in sorted(atoms):
        spec = specs.get(key.partition(" OF ")[0])
        if not may_ask(key, spec, interview):
            continue
        answers = answers_to(
            key,
            tape=tape,
            state=state,
            atoms=atoms[key],
            spec=spec,
            prior=interview.priors.table.get(key, {}),
        )
        if answers:
            found[key] = answers
    return found


def may_ask(key: str, spec: FactSpec | None, interview: Interview) -> bool:
    """Whether this viewpoint may be asked for a fact, list or norm at all."""
    if key.startswith("clock."):
        return False
    if interview.counsel:
        return True
    if key.startswith("list."):
        item = interview.vocabulary.list_table().get(key.removeprefix("list."))
        return item is not None and not item.counsel_only
    return spec is not None and not spec.counsel_only and spec.danger < MOST_DANGER


def _settles(tape: Tape, survey: _Survey) -> dict[str, tuple[Settles, ...]]:
    found: dict[str, list[Settles]] = {}
    for key, number, answer in survey.counted():
        for goal in survey.goals:
            node = tape.propositions[goal].node
            verdict = survey.lanes.verdict(
                survey.result.true[node], survey.result.false[node], number
            )
            if verdict in {Verdict.TRUE, Verdict.FALSE}:
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
    return [
        sum(((digit >> lane) & 1) << place for place, digit in enumerate(digits))
        for lane in range(lanes)
    ]


def _cost(key: str, vocabulary: Vocabulary) -> float:
    if key.startswith("list."):
        item = vocabulary.list_table().get(key.removeprefix("list."))
        return float(item.cost) if item is not None else 3.0
    spec = vocabulary.fact_table().get(key.partition(" OF ")[0])
    if spec is None:
        return 9.0
    return float(spec.cost + spec.distress + 2 * spec.danger)


def _order(vocabulary: Vocabulary) -> list[str]:
    facts = [spec.name for spec in vocabulary.facts]
    return facts + [f"list.{item.name}" for item in vocabulary.lists]
