"""Many small cases of one day as the lanes of one run: the cases of the law pages.

Each version of each case is a lane. A test is worked out once for all cases that give
its fact the same value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.assessment.atom import (
    Atom,
    ClockReader,
    ExistsAtom,
    UsedAtom,
    exists_truth,
    keys_of,
    simple_truth,
    used_truth,
)
from safeconduct.assessment.kernel import AtomPlanes, Run
from safeconduct.assessment.lane import NOT_SHOWN, folded, versions_of
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Tape
from safeconduct.base.truth import Truth, Verdict
from safeconduct.base.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One case of a batch, with its clocks."""

    state: State
    clock: ClockReader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The lanes of one member: from `at` on, one for each of its versions."""

    member: Member
    at: int
    versions: tuple[Mapping[str, Value], ...]

    def mask(self) -> int:
        """All its lanes."""
        return ((1 << len(self.versions)) - 1) << self.at


class Batch:
    """The members of one day as lanes."""

    def __init__(self, members: Sequence[Member]) -> None:
        """Give each version of each member a lane; all have the same query day."""
        self.places: list[_Place] = []
        self._by_value: dict[str, dict[Value, int]] = {}
        self._lists: dict[str, list[_Place]] = {}
        self.today = members[0].state.today.toordinal() if members else 0
        at = 0
        for member in members:
            versions = versions_of(member.state).values
            place = _Place(member=member, at=at, versions=versions)
            self.places.append(place)
            for number, values in enumerate(versions, start=at):
                for key, value in values.items():
                    masks = self._by_value.setdefault(key, {})
                    masks[value] = masks.get(value, 0) | 1 << number
            for name in member.state.lists:
                self._lists.setdefault(f"list.{name}", []).append(place)
            at += len(versions)
        self.full = (1 << at) - 1

    def verdict(self, run: Run[int], node: int, number: int) -> Verdict:
        """What a node is for a member, by its number."""
        place = self.places[number]
        true, false = run.true[node], run.false[node]
        return folded(true, false, at=place.at, width=len(place.versions))

    def alone(self, run: Run[int], number: int, needed: Sequence[bool]) -> Run[int]:
        """The planes of some nodes for one member only."""
        place = self.places[number]
        at, mask = place.at, (1 << len(place.versions)) - 1
        rows = list(zip(run.true, run.false, needed, strict=True))
        return Run(
            true=[t >> at & mask if is_needed else 0 for t, _, is_needed in rows],
            false=[f >> at & mask if is_needed else 0 for _, f, is_needed in rows],
        )

    def planes(self, tape: Tape) -> AtomPlanes[int]:
        """The atoms of a tape for all members."""
        pairs = [self.test(atom) for atom in tape.atoms]
        true = [pair[0] for pair in pairs]
        not_shown = [0] * len(pairs)
        for index, keys in tape.burdened.items():
            not_shown[index] = self.not_shown(keys) & ~true[index]
        return AtomPlanes(
            true=true,
            false=[pair[1] for pair in pairs],
            not_shown=not_shown,
            none=0,
            full=self.full,
        )

    def not_shown(self, keys: frozenset[str]) -> int:
        """The lanes in which some fact was asked and not answered or evidenced."""
        return sum(
            place.mask()
            for place in self.places
            if any(place.member.state.marks.get(key) in NOT_SHOWN for key in keys)
        )

    def test(self, atom: Atom) -> tuple[int, int]:
        """Where an atom is true and where it is false."""
        true = false = 0
        for truth, mask in self._truths(atom):
            if truth is Truth.TRUE:
                true |= mask
            elif truth is Truth.FALSE:
                false |= mask
        return true, false

    def _truths(self, atom: Atom) -> Iterator[tuple[Truth, int]]:
        """The truth of an atom over groups of lanes; what is left out is unknown."""
        match atom:
            case ExistsAtom(list=name):
                for place in self._lists.get(f"list.{name}", ()):
                    rows = place.member.state.lists[name]
                    yield exists_truth(atom, rows, self.today), place.mask()
            case UsedAtom(clock=clock):
                for place in self.places:
                    yield used_truth(atom, place.member.clock(clock)), place.mask()
            case _:
                for values, mask in self._groups(keys_of(atom)):
                    yield simple_truth(atom, values.get, self.today), mask

    def _groups(self, keys: Sequence[str]) -> Iterator[tuple[Mapping[str, Value], int]]:
        """All lanes, by what they say of some facts together."""
        if not keys:
            yield {}, self.full
            return
        for values, mask in self._groups(keys[1:]):
            rest = mask
            for value, own in self._by_value.get(keys[0], {}).items():
                if own & mask:
                    yield {**values, keys[0]: value}, own & mask
                    rest &= ~own
            if rest:
                yield values, rest
