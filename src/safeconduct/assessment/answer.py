"""The answers a fact could still get, as suppositions that the tape can tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    Side,
    bounds,
    exists_truth,
)
from safeconduct.assessment.lane import JUDGED, Forced, Planes, Supposed
from safeconduct.assessment.state import RowSet, State
from safeconduct.assessment.tape import Tape
from safeconduct.base.day import Period, Unit, shift
from safeconduct.base.truth import Truth
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook.vocabulary import FactSpec

MAX_PIECES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One class of answers: what is then supposed, how it reads, how likely it is."""

    supposed: Supposed
    values: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers to one fact.

    `planes` are the tests asked about, a lane an answer, if all of them are open; none
    where what is known of other facts may decide them.
    """

    each: tuple[Answer, ...]
    planes: tuple[Planes, ...] = ()


def answers_to(
    key: str,
    *,
    tape: Tape,
    state: State,
    atoms: Sequence[int],
    spec: FactSpec | None,
    prior: Mapping[str, float],
) -> Answers:
    """The classes of answers to one fact that its live atoms tell apart.

    `prior` gives a probability for some values; the rest share what is left.
    """
    if key.startswith("list."):
        return _list_answers(key, tape, state, atoms)
    claims = state.claims.get(key, ())
    if len(claims) > 1:
        share = 1 / len(claims)
        return Answers(
            each=tuple(
                Answer(supposed=claim, values=_words(claim), share=share)
                for claim in claims
            )
        )
    known = claims[0] if claims else None
    live = [tape.atoms[index] for index in atoms]
    if spec is not None and spec.type in {"day", "integer"}:
        compares = [atom for atom in live if isinstance(atom, CompareAtom)]
        return Answers(each=_span_answers(key, known, spec, compares, state))
    values = known.values if isinstance(known, Choice) else None
    domain = spec.values if spec is not None else ("true", "false")
    left = tuple(value for value in domain if values is None or value in values)
    members = tuple([_members(atom) for atom in live])
    return _choice_answers(left, members, tuple(prior.items()))


def _members(atom: Atom) -> frozenset[str]:
    """The values for which a test on an enum, a bool or an open norm is true."""
    return atom.values if isinstance(atom, MemberAtom) else JUDGED


def _words(value: Value) -> tuple[str, ...]:
    if isinstance(value, Choice):
        return tuple(sorted(value.values))
    return (f"{value.low}..{value.high}",)


@lru_cache(maxsize=8192)
def _choice_answers(
    left: tuple[str, ...],
    members: tuple[frozenset[str], ...],
    prior: tuple[tuple[str, float], ...],
) -> Answers:
    """Values that no live test tells apart are one answer."""
    classes: dict[tuple[bool, ...], list[str]] = {}
    for value in left:
        pattern = tuple(value in values for values in members)
        classes.setdefault(pattern, []).append(value)
    shares = _shares(left, dict(prior))
    each = tuple(
        Answer(
            supposed=Choice(values=frozenset(found)),
            values=tuple(found),
            share=sum(shares[value] for value in found),
        )
        for found in classes.values()
    )
    full = (1 << len(each)) - 1
    trues = [
        sum(1 << lane for lane, is_member in enumerate(told) if is_member)
        for told in zip(*classes, strict=True)
    ]
    return Answers(each=each, planes=tuple((true, full ^ true) for true in trues))


def _shares(left: Sequence[str], prior: Mapping[str, float]) -> dict[str, float]:
    known = {value: prior[value] for value in left if value in prior}
    others = [value for value in left if value not in prior]
    rest = max(0.0, 1.0 - sum(known.values()))
    shares = {**known, **{value: rest / len(others) for value in others}}
    total = sum(shares.values()) or 1.0
    return {value: share / total for value, share in shares.items()}


def _span_answers(
    key: str,
    known: Value | None,
    spec: FactSpec,
    atoms: Sequence[CompareAtom],
    state: State,
) -> tuple[Answer, ...]:
    """One answer for each interval between the live thresholds."""
    is_day = spec.type == "day"
    lowest, highest = (FIRST, LAST) if is_day else (LOWEST, HIGHEST)
    low = known.low if isinstance(known, Span) else lowest
    high = known.high if isinstance(known, Span) else highest
    starts = sorted(
        start
        for start in {at for atom in atoms for at in _starts(key, atom, state)}
        if low < start <= high
    )[: MAX_PIECES - 1]
    return _pieces(low, high, tuple(starts), is_day=is_day)


@lru_cache(maxsize=8192)
def _pieces(
    low: int, high: int, starts: tuple[int, ...], *, is_day: bool
) -> tuple[Answer, ...]:
    edges = [low, *starts]
    ends = [start - 1 for start in starts] + [high]
    share = 1 / len(edges)
    return tuple(
        Answer(
            supposed=Span(low=start, high=end),
            values=(_interval(start, end, is_day=is_day),),
            share=share,
        )
        for start, end in zip(edges, ends, strict=True)
    )


def _interval(start: int, end: int, *, is_day: bool) -> str:
    if not is_day:
        return f"{start}..{end}"
    first = "" if start <= FIRST else date.fromordinal(start).isoformat()
    last = "" if end >= LAST else date.fromordinal(end).isoformat()
    return f"{first}..{last}"


def _starts(key: str, atom: CompareAtom, state: State) -> set[int]:
    """Values of the fact at which the comparison may change."""
    own, other = atom.left, atom.right
    if own.key != key:
        own, other = other, own
    if own.key != key or other.key == key:
        return set()
    value = _single(other.key, state)
    if other.key not in {"", NOW} and not isinstance(value, Span):
        return set()
    found: set[int] = set()
    for bound in set(bounds(other, value, state.today.toordinal())):
        at = _back(bound, own)
        found |= {at, at + 1}
    return found


def _single(key: str, state: State) -> Value | None:
    claims = state.claims.get(key, ())
    return claims[0] if len(claims) == 1 else None


def _back(bound: int, own: Side) -> int:
    if own.offset is None:
        return bound
    if not own.is_day:
        return bound - own.offset.count
    return _earlier(bound, own.offset.count, own.offset.unit)


@lru_cache(maxsize=8192)
def _earlier(ordinal: int, count: int, unit: Unit) -> int:
    inside = max(FIRST, min(LAST, ordinal))
    period = Period(count=-count, unit=unit)
    return shift(date.fromordinal(inside), period).toordinal()


def _list_answers(key: str, tape: Tape, state: State, atoms: Sequence[int]) -> Answers:
    """There is nothing more; or there is what one of the live tests looks for."""
    name = key.removeprefix("list.")
    rows = state.lists.get(name)
    complete = RowSet(complete="yes", rows=rows.rows if rows else ())
    share = 1 / (len(atoms) + 1)
    each = (
        Answer(supposed=complete, values=("nothing more",), share=share),
        *(
            Answer(
                supposed=Forced(atoms=frozenset({index})),
                values=(f"a row for test {index}",),
                share=share,
            )
            for index in atoms
        ),
    )
    tests = [item for at in atoms if isinstance(item := tape.atoms[at], ExistsAtom)]
    today = state.today.toordinal()
    fails = [exists_truth(test, complete, today) is Truth.FALSE for test in tests]
    planes = tuple((1 << lane, int(fail)) for lane, fail in enumerate(fails, 1))
    return Answers(each=each, planes=planes)
