"""Questions until settled: our ranking, backward chaining in text order, the optimum.

A hidden truth answers what it is asked; what it does not hold is "does not know".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from safeconduct.assessment.kernel import Run, run
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.question import Interview, may_ask, rank
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, ConditionNode, RuleNode
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.condition import Named

Policy = Callable[["Talk"], str]
FIRM = {Verdict.TRUE, Verdict.FALSE}


@dataclass(slots=True, kw_only=True)
class Talk:
    """An interview under way; `asked` are in order."""

    interview: Interview
    truth: State
    known: State
    asked: list[str] = field(default_factory=list)
    cost: float = 0.0

    def look(self) -> tuple[Lanes, Run[int]]:
        """The case as known so far."""
        lanes = Lanes(self.interview.tape, self.known, clock=self.interview.clock)
        return lanes, run(self.interview.tape, lanes.planes, Reading.ESTABLISHED)

    def ask(self, key: str) -> None:
        """Ask, and note what the truth says."""
        self.asked.append(key)
        self.cost += self.interview.cost(key)
        claims, lists = dict(self.known.claims), dict(self.known.lists)
        if key in self.truth.claims:
            claims[key] = self.truth.claims[key]
        name = key.removeprefix("list.")
        if name != key and name in self.truth.lists:
            lists[name] = self.truth.lists[name]
        self.known = replace(self.known, claims=claims, lists=lists)

    def may_ask(self, key: str) -> bool:
        """Whether the question is open to us and not yet put."""
        spec = self.interview.spec(key)
        return key not in self.asked and may_ask(key, spec, self.interview)


def talk_through(interview: Interview, truth: State, policy: Policy) -> Talk:
    """Ask until all goals are settled or nothing more can be asked."""
    known = replace(truth, claims={}, lists={}, marks={})
    talk = Talk(interview=interview, truth=truth, known=known)
    while key := policy(talk):
        talk.ask(key)
    return talk


def by_rank(talk: Talk) -> str:
    """Our order: the best question not yet put."""
    found = rank(talk.interview, talk.known, seen=talk.look())
    return next((item.key for item in found if talk.may_ask(item.key)), "")


def in_text_order(talk: Talk) -> str:
    """Backward chaining: goals by weight, rules and conditions as they are written.

    The first unknown fact that an undecided rule of an undecided goal needs.
    """
    lanes, result = talk.look()
    chain = _Chain(talk=talk, lanes=lanes, result=result)
    goals = talk.interview.goals
    for goal in sorted(goals, key=lambda name: (-goals[name], name)):
        found = next(chain.of_name(goal), "")
        if found:
            return found
    return ""


@dataclass(slots=True, kw_only=True)
class _Chain:
    """One walk through the text from the goals down."""

    talk: Talk
    lanes: Lanes
    result: Run[int]
    seen: set[str] = field(default_factory=set)

    def is_open(self, node: int) -> bool:
        verdict = self.lanes.verdict(self.result.true[node], self.result.false[node])
        return verdict not in FIRM

    def of_name(self, name: str) -> Iterator[str]:
        """The facts that a proposition waits for."""
        proposition = self.talk.interview.tape.propositions[name]
        if name in self.seen or not self.is_open(proposition.node):
            return
        self.seen.add(name)
        if proposition.is_norm:
            yield from self._of_keys((name,))
        for rule in proposition.rules:
            yield from self._of_rule(rule)
        # What the rules' own words do not name: versions, dated parameters.
        yield from self._of_nodes(proposition.node)

    def _of_rule(self, rule: RuleNode) -> Iterator[str]:
        if self.is_open(rule.guard):
            yield from self._of_nodes(rule.guard)
        if self.is_open(rule.app):
            for part in (rule.body, *rule.unless):
                yield from self._of_condition(part)
            for node in rule.overridden_by:
                yield from self._of_nodes(node)

    def _of_condition(self, part: ConditionNode) -> Iterator[str]:
        if not self.is_open(part.node):
            return
        tape = self.talk.interview.tape
        match part.condition:
            case Named(name=name) if name in tape.propositions:
                yield from self.of_name(name)
            case _ if part.parts:
                for inner in part.parts:
                    yield from self._of_condition(inner)
            case _:
                yield from self._of_nodes(part.node)

    def _of_nodes(self, root: int) -> Iterator[str]:
        """The facts below a node, first argument first."""
        tape = self.talk.interview.tape
        waiting = [root]
        passed: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index in passed or not self.is_open(index):
                continue
            passed.add(index)
            node = tape.nodes[index]
            if node.code is Code.ATOM:
                yield from self._of_keys(tape.keys_of_atom[node.args[0]])
            elif node.code is not Code.CONSTANT:
                waiting.extend(reversed(node.args))

    def _of_keys(self, keys: tuple[str, ...]) -> Iterator[str]:
        for key in keys:
            if self.talk.may_ask(key) and not self._is_known(key):
                yield key

    def _is_known(self, key: str) -> bool:
        known = self.talk.known
        return key in known.claims or key.removeprefix("list.") in known.lists
