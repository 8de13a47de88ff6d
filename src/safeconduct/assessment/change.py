"""What would change a finding: facts still open, and, for counsel, all others.

By default only what the person may already hold proof of, or a future act; no answer
asks for a paper that the person does not hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from safeconduct.assessment.answer import Answer, answers_to
from safeconduct.assessment.kernel import run
from safeconduct.assessment.lane import Lanes, Supposition
from safeconduct.assessment.question import Interview, may_ask
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, cone
from safeconduct.base.truth import Reading, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer to one fact after which the finding would be another."""

    key: str
    answer: Answer
    verdict: Verdict
    counsel_only: bool
    is_known: bool


def changes_of(interview: Interview, state: State, goal: str) -> tuple[Change, ...]:
    """Every single answer that gives the finding another firm verdict.

    Facts that are known are varied only for counsel (`interview.counsel`).
    """
    tape = interview.tape
    node = tape.propositions[goal].node
    needed = cone(tape, (node,))
    atoms = [
        item.args[0]
        for index, item in enumerate(tape.nodes)
        if needed[index] and item.code is Code.ATOM
    ]
    answers = _answers(interview, state, atoms)
    suppositions: list[Supposition] = [{}]
    order: list[tuple[str, Answer]] = []
    for key, found in answers.items():
        for answer in found:
            order.append((key, answer))
            suppositions.append({key: answer.supposed})
    lanes = Lanes(tape, state, suppositions, clock=interview.clock, atoms=atoms)
    result = run(tape, lanes.planes, Reading.ESTABLISHED, needed=needed)
    true, false = result.true[node], result.false[node]
    now = lanes.verdict(true, false, 0)
    found_changes: list[Change] = []
    for number, (key, answer) in enumerate(order, start=1):
        verdict = lanes.verdict(true, false, number)
        if verdict is now or verdict in {Verdict.UNKNOWN, Verdict.DISPUTED}:
            continue
        found_changes.append(
            Change(
                key=key,
                answer=answer,
                verdict=verdict,
                counsel_only=interview.vocabulary.is_counsel_only(key),
                is_known=len(state.claims.get(key, ())) == 1,
            )
        )
    return tuple(found_changes)


def _answers(
    interview: Interview, state: State, atoms: list[int]
) -> Mapping[str, tuple[Answer, ...]]:
    tape = interview.tape
    specs = interview.vocabulary.fact_table()
    by_key: dict[str, list[int]] = {}
    for atom in atoms:
        for key in tape.keys_of_atom[atom]:
            by_key.setdefault(key, []).append(atom)
    found: dict[str, tuple[Answer, ...]] = {}
    for key, own in sorted(by_key.items()):
        spec = specs.get(key.partition(" OF ")[0])
        is_known = len(state.claims.get(key, ())) == 1
        may_hold = spec is None or spec.held == "maybe"
        if not may_ask(key, spec, interview):
            continue
        if not interview.counsel and (is_known or not may_hold):
            continue
        claims = {k: v for k, v in state.claims.items() if k != key or len(v) > 1}
        found[key] = answers_to(
            key,
            tape=tape,
            state=replace(state, claims=claims),
            atoms=own,
            spec=spec,
            prior={},
        ).each
    return found
