"""How answers stand to the outcome of a decision (spec/law-replay.md §3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from safeconduct.base.truth import Verdict
from safeconduct.rulebook.decision import Outcome

_TRUE, _FALSE = Verdict.TRUE, Verdict.FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the rulebook says of a claim, by the role of each finding in it."""

    refugee: Verdict
    subsidiary: Verdict
    ground: Verdict
    bar: Verdict
    excluded: Verdict

    def is_firm(self) -> bool:
        """Whether refugee status is answered yes or no."""
        return self.refugee in {_TRUE, _FALSE}

    def is_closed(self) -> bool:
        """Whether refugee status, or the ground it was asked on, is answered no."""
        return self.refugee is not _TRUE and _FALSE in {self.refugee, self.ground}

    def protects(self) -> bool:
        """Whether refugee status or the lower protection is answered yes."""
        return _TRUE in {self.refugee, self.subsidiary}


_Test = Callable[[Answers], bool]

# A firm answer that says otherwise than was decided.
CONTRADICTS: Mapping[Outcome, _Test] = {
    "refugee": lambda found: found.refugee is _FALSE,
    "asylum": lambda found: {found.refugee, found.subsidiary} == {_FALSE},
    "subsidiary": lambda found: found.subsidiary is _FALSE or found.refugee is _TRUE,
    "refused_refugee_only": lambda found: found.refugee is _TRUE,
    "refused": lambda found: found.protects() or found.bar is _TRUE,
    "remitted": lambda found: found.is_firm(),
    "excluded": lambda found: found.refugee is _TRUE,
    "non_refoulement": lambda found: found.bar is _FALSE,
}

# The outcome, once the court's own findings are given.
FOLLOWS: Mapping[Outcome, _Test] = {
    "refugee": lambda found: found.refugee is _TRUE,
    "asylum": lambda found: found.protects(),
    "subsidiary": lambda found: (
        found.subsidiary is _TRUE and found.refugee is not _TRUE
    ),
    "refused_refugee_only": lambda found: found.is_closed(),
    "refused": lambda found: found.is_closed() and found.subsidiary is not _TRUE,
    "remitted": lambda found: not found.is_firm(),
    "excluded": lambda found: found.excluded is _TRUE,
    "non_refoulement": lambda found: found.bar is _TRUE,
}
