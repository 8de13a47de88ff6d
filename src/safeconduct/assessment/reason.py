"""Why a finding is what it is: the reason tree, read off the planes on demand.

Only what bears on the truth is kept: the true parts of what is true, the false parts
of what is false, the open parts of what is open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from safeconduct.assessment.atom import ExistsAtom, NormAtom, UsedAtom, keys_of
from safeconduct.assessment.kernel import Run
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.record import Reason
from safeconduct.assessment.say import Speaker, build
from safeconduct.assessment.tape import (
    ConditionNode,
    Proposition,
    RuleNode,
    Tape,
    may_apply,
)
from safeconduct.base.text import Text
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.condition import Group, Named, Not

CONFLICT = "conflict"
OPEN_NORM = "open norm"
DISPUTED = "disputed"
COUNSELS = Text(
    en="something that only counsel asks",
    ru="то, о чём спрашивает только юрист",
    fr="ce que seul l'avocat demande",
)
_OPEN = frozenset({Verdict.UNKNOWN, Verdict.DISPUTED})
# Which parts of a group bear on its truth.
_BEARING = {
    Verdict.TRUE: frozenset({Verdict.TRUE}),
    Verdict.FALSE: frozenset({Verdict.FALSE}),
    Verdict.UNKNOWN: _OPEN,
    Verdict.DISPUTED: _OPEN,
}
SEE_ABOVE = Text(en="see above", ru="см. выше", fr="voir plus haut")


@dataclass(slots=True, kw_only=True)
class Explainer:
    """Builds the trees of one run; a proposition is unfolded once in each tree.

    `is_hidden` says which propositions and facts this viewpoint may not even see named.
    """

    tape: Tape
    lanes: Lanes
    result: Run[int]
    speaker: Speaker
    is_hidden: Callable[[str], bool]
    _shown: set[str] = field(default_factory=set)
    _leaves: dict[tuple[int, int, str], Reason] = field(default_factory=dict)

    def verdict(self, node: int) -> Verdict:
        """The verdict of a node, folded over the versions."""
        return self.lanes.verdict(self.result.true[node], self.result.false[node])

    def why(self, name: str) -> Reason:
        """The reason tree of a proposition."""
        self._shown = set()
        return self._finding(name, role="if")

    def _finding(self, name: str, *, role: str) -> Reason:
        proposition = self.tape.propositions[name]
        verdict = self.verdict(proposition.node)
        if self.is_hidden(name):
            return _kept_for_counsel(verdict, role)
        if proposition.is_norm:
            return self._norm(proposition, verdict, role)
        title = proposition.title()
        first_time = name not in self._shown
        self._shown.add(name)
        if not first_time:
            says = build(lambda at: f"{title.within(at)} ({SEE_ABOVE.within(at)})")
            return Reason(id=name, kind="finding", role=role, truth=verdict, says=says)
        marks = (CONFLICT,) if self._is_conflict(proposition) else ()
        return Reason(
            id=name,
            kind="finding",
            role=role,
            truth=verdict,
            says=title,
            marks=marks,
            of=tuple(
                self._rule(rule, title) for rule in self._bearing(proposition, verdict)
            ),
        )

    def _norm(self, proposition: Proposition, verdict: Verdict, role: str) -> Reason:
        marks = (OPEN_NORM,) if verdict is Verdict.UNKNOWN else ()
        return Reason(
            id=proposition.id,
            kind="norm",
            role=role,
            truth=verdict,
            says=proposition.title(),
            sources=tuple(
                source for page in proposition.pages for source in page.sources
            ),
            marks=marks,
        )

    def _is_conflict(self, proposition: Proposition) -> bool:
        both = self.result.true[proposition.pro] & self.result.true[proposition.con]
        return bool(both)

    def _bearing(
        self, proposition: Proposition, verdict: Verdict
    ) -> tuple[RuleNode, ...]:
        """The rules that make the proposition what it is."""
        rules = [rule for rule in proposition.rules if may_apply(self.tape, rule)]
        if verdict in {Verdict.TRUE, Verdict.FALSE}:
            side = verdict is Verdict.FALSE
            holding = [
                rule
                for rule in rules
                if rule.rule.contrary == side and self.verdict(rule.app) is Verdict.TRUE
            ]
            failing = [rule for rule in rules if rule.rule.contrary != side]
            return tuple(holding or failing)
        return tuple(
            rule
            for rule in rules
            if self.verdict(rule.app) is not Verdict.FALSE or len(rules) == 1
        )

    def _rule(self, node: RuleNode, title: Text) -> Reason:
        verdict = self.verdict(node.app)
        unless = [
            self._condition(part, role="unless")
            for part in node.unless
            if self.verdict(part.node) is not Verdict.FALSE or verdict is Verdict.TRUE
        ]
        body = self._condition(node.body, role="if")
        inner = body.of if body.kind == "test" and body.role == "all" else (body,)
        return Reason(
            id=node.rule.id,
            kind="rule",
            role="against" if node.rule.contrary else "for",
            truth=verdict,
            says=title,
            sources=node.page.sources,
            marks=(node.unusable,) if node.unusable else (),
            of=(*inner, *unless),
        )

    def _condition(self, part: ConditionNode, *, role: str) -> Reason:
        verdict = self.verdict(part.node)
        match part.condition:
            case Named(name=name) if name in self.tape.propositions:
                return self._finding(name, role=role)
            case Not():
                return self._condition(part.parts[0], role="not")
            case Group(at_least=least):
                kept = self._kept(part, verdict)
                role = "all" if least == len(part.parts) else f"at least {least}"
                return Reason(
                    id="",
                    kind="test",
                    role=role,
                    truth=verdict,
                    says=_group_text(least, len(part.parts)),
                    of=tuple(self._condition(item, role="if") for item in kept),
                )
            case _:
                key = (part.atom, part.node, role)
                if key not in self._leaves:
                    self._leaves[key] = self._leaf(part, verdict, role)
                return self._leaves[key]

    def _kept(self, part: ConditionNode, verdict: Verdict) -> tuple[ConditionNode, ...]:
        wanted = _BEARING[verdict]
        kept = tuple(item for item in part.parts if self.verdict(item.node) in wanted)
        return kept or part.parts

    def _leaf(self, part: ConditionNode, verdict: Verdict, role: str) -> Reason:
        if part.atom < 0:
            return Reason(id="", kind="test", role=role, truth=verdict, says=_PARAMETER)
        atom = self.tape.atoms[part.atom]
        keys = keys_of(atom)
        if any(map(self.is_hidden, keys)):
            return _kept_for_counsel(verdict, role)
        says = self.speaker.test(atom)
        kind = "norm" if isinstance(atom, NormAtom) else "fact"
        return Reason(
            id=", ".join(keys) or "TODAY",
            kind="norm" if kind == "norm" else "fact",
            role=role,
            truth=verdict,
            says=says,
            marks=self._marks(keys, verdict)
            if not isinstance(atom, ExistsAtom | UsedAtom)
            else (),
        )

    def _marks(self, keys: tuple[str, ...], verdict: Verdict) -> tuple[str, ...]:
        if verdict is Verdict.DISPUTED:
            return (DISPUTED,)
        if verdict is not Verdict.UNKNOWN:
            return ()
        state = self.lanes.state
        return tuple(
            dict.fromkeys(
                state.marks.get(key, "not asked")
                for key in keys
                if key not in state.claims
            )
        )


def _kept_for_counsel(verdict: Verdict, role: str) -> Reason:
    """A node of which only counsel may know what it is."""
    return Reason(id="", kind="test", role=role, truth=verdict, says=COUNSELS)


_PARAMETER = Text(
    en="a dated value of law or practice",
    ru="датированное значение закона или практики",
    fr="une valeur datée du droit ou de la pratique",
)


_ALL = Text(en="all of", ru="всё вместе", fr="tous")
_ANY = Text(en="any of", ru="одно из", fr="l'un de")


def _group_text(least: int, size: int) -> Text:
    if least == size:
        return _ALL
    if least == 1:
        return _ANY
    return Text(
        en=f"at least {least} of {size}",
        ru=f"не менее {least} из {size}",
        fr=f"au moins {least} sur {size}",
    )


def marks_of(reason: Reason) -> tuple[str, ...]:
    """Every mark in a tree, in the order of the tree, each once."""
    found = list(reason.marks)
    for part in reason.of:
        found.extend(marks_of(part))
    return tuple(dict.fromkeys(found))


def facts_of(reason: Reason) -> tuple[str, ...]:
    """The facts at the leaves of a tree, in its order, each once."""
    found = [key for key in reason.id.split(", ") if reason.kind in {"fact", "norm"}]
    for part in reason.of:
        found.extend(facts_of(part))
    return tuple(dict.fromkeys(found))
