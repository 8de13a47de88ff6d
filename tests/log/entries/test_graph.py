"""What came after what: the same on every desk, and what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.log.entries.body import TextWritten
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Head
from safeconduct.log.entries.graph import Graph, GraphFault, Place
from safeconduct.log.name import NO_ENTRY, EntryId
from tests.log.group_kit import MAIN, Desk, after, device, entry

ABSENT = EntryId(b"?" * 32)
NAMES = ("anna", "boris", "clara")
FIRST = after(sequence=1)


def said(name: str, text: str, place: Place = FIRST, *, minute: int = 0) -> Entry:
    return entry(name, TextWritten(text=text), place, minute=minute, log=MAIN)


def fault(name: str, sequence: int, kind: str, *, by: str = "") -> GraphFault:
    assert kind in {"missing", "changed", "fork"}
    return GraphFault(
        device=device(name),
        sequence=sequence,
        kind=kind,  # type: ignore[arg-type] # -- asserted above
        by=device(by or name),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """What three desks wrote, each having seen what it had got by then."""
    desks = {name: Desk(name=name, log=MAIN) for name in NAMES}
    steps = draw(
        st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12)
    )
    for number, (name, other) in enumerate(steps):
        desks[name].learn(desks[other])
        desks[name].minute = draw(st.integers(0, 9))
        desks[name].write(TextWritten(text=str(number)))
    every: dict[EntryId, Entry] = {}
    for desk in desks.values():
        every |= desk.entries
    return list(every.values())


@given(histories(), st.data())
def test_the_order_is_the_same_in_whatever_order_entries_come(
    entries: list[Entry], data: st.DataObject
) -> None:
    expected = Graph(entries)
    found = Graph([*data.draw(st.permutations(entries)), *entries[:3]])
    assert found.order == expected.order
    assert found.faults() == expected.faults() == ()
    assert found.newest() == expected.newest()


@given(histories(), st.data())
def test_an_entry_comes_after_what_it_names_and_what_came_before_that(
    entries: list[Entry], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(entries))) if entries else []
    graph = Graph(some)
    seen: dict[EntryId, set[EntryId]] = {}
    for item in graph.order:
        named = {item.frame.previous, *(head.id for head in item.frame.heads)}
        here = named & graph.by_id.keys()
        assert here <= seen.keys()
        seen[item.id] = {item.id}.union(*(seen[name] for name in here))
    for one in graph.order:
        found = {item.id for item in graph.order if graph.is_after(one.id, item.id)}
        assert found == seen[one.id]
        for other in graph.order:
            is_apart = one.id not in seen[other.id] and other.id not in seen[one.id]
            assert graph.is_apart(one.id, other.id) is is_apart


@given(histories(), st.sampled_from(NAMES))
def test_the_next_entry_stands_after_all_that_is_here(
    entries: list[Entry], name: str
) -> None:
    graph = Graph(entries)
    found = said(name, "next", graph.place_of(device(name)))
    after_it = Graph([*entries, found])
    assert after_it.order[-1] == found
    assert all(after_it.is_after(found.id, item.id) for item in entries)
    assert after_it.faults() == ()
    heads = {head.id for head in found.frame.heads}
    own = {item.id for item in entries if item.device == device(name)}
    assert not {old for old in own for new in heads if graph.is_after(old, new)}


def test_concurrent_entries_stand_by_minute_device_and_number() -> None:
    late = said("anna", "late", minute=5)
    early = [said(name, "early", minute=3) for name in NAMES]
    by_device = sorted(early, key=lambda item: item.device)
    assert Graph([late, *early]).order == (*by_device, late)


def test_a_clock_that_goes_back_moves_nothing_before_what_it_had_seen() -> None:
    one = said("anna", "one", minute=100)
    two = said("anna", "two", after(sequence=2, previous=one), minute=50)
    three = said("boris", "three", after(two, sequence=1), minute=0)
    graph = Graph([three, two, one])
    assert graph.order == (one, two, three)
    assert graph.is_after(three.id, one.id)
    assert not graph.is_after(one.id, three.id)
    assert graph.faults() == ()


def test_a_number_that_somebody_says_to_have_seen_proves_nothing() -> None:
    hidden = said("anna", "hidden")
    lie = Head(device=device("anna"), sequence=2**32 - 1, id=ABSENT)
    liar = said("boris", "lie", Place(sequence=1, previous=NO_ENTRY, heads=(lie,)))
    graph = Graph([hidden, liar])
    assert graph.is_apart(liar.id, hidden.id)
    assert graph.newest() == tuple(sorted([hidden.head(), liar.head()]))
    assert graph.place_of(device("anna")).sequence == 2


def test_an_own_number_far_ahead_proves_nothing_either() -> None:
    first = said("anna", "one")
    far = said("anna", "far", Place(sequence=9, previous=ABSENT, heads=()))
    witness = said("boris", "x", after(far, sequence=1))
    graph = Graph([first, far, witness])
    assert graph.is_apart(witness.id, first.id)
    assert graph.is_after(witness.id, far.id)


def test_what_is_not_here_is_before_nothing() -> None:
    one = said("anna", "one")
    assert not Graph([one]).is_after(one.id, ABSENT)


def test_a_fork_is_named_and_each_branch_is_followed_alone() -> None:
    one = said("anna", "one")
    left = said("anna", "left", after(sequence=2, previous=one))
    right = said("anna", "right", after(sequence=2, previous=one))
    next_left = said("anna", "more", after(sequence=3, previous=left))
    next_right = said("anna", "more", after(sequence=3, previous=right))
    reader = said("boris", "x", after(next_left, sequence=1))
    graph = Graph([one, left, right, next_left, next_right, reader])
    assert graph.faults() == (fault("anna", 2, "fork"), fault("anna", 3, "fork"))
    assert graph.is_after(reader.id, left.id)
    assert graph.is_apart(reader.id, right.id)
    assert graph.is_apart(next_right.id, left.id)
    assert graph.is_after(next_right.id, one.id)


ONE = said("anna", "one")
TWO = said("anna", "two", after(sequence=2, previous=ONE))
OTHER = said("anna", "other")
OF_OTHER = said("anna", "two", after(sequence=2, previous=OTHER))
READER = said("boris", "x", after(ONE, sequence=1))
MISTOLD = said(
    "boris",
    "x",
    Place(
        sequence=1,
        previous=NO_ENTRY,
        heads=(Head(device=device("anna"), sequence=2, id=ONE.id),),
    ),
)
FAULTY: dict[str, tuple[list[Entry], tuple[GraphFault, ...]]] = {
    "nothing": ([ONE, TWO, READER], ()),
    "a previous that did not come": ([TWO], (fault("anna", 1, "missing"),)),
    "a head that did not come": ([READER], (fault("anna", 1, "missing", by="boris"),)),
    "a previous that is another": ([ONE, OF_OTHER], (fault("anna", 1, "changed"),)),
    "a head that is another": (
        [OTHER, READER],
        (fault("anna", 1, "changed", by="boris"),),
    ),
    "a head under another number": (
        [ONE, TWO, MISTOLD],
        (fault("anna", 2, "changed", by="boris"),),
    ),
    "a fork": (
        [ONE, OTHER, TWO, READER],
        (fault("anna", 1, "fork"),),
    ),
}


@pytest.mark.parametrize(("entries", "expected"), FAULTY.values(), ids=FAULTY)
def test_what_is_wrong_is_named_with_who_says_so(
    entries: list[Entry], expected: tuple[GraphFault, ...]
) -> None:
    graph = Graph(entries)
    assert graph.faults() == expected
    assert len(graph.order) == len(entries)


def test_what_is_unread_is_not_missing() -> None:
    assert Graph([TWO, READER], unread=[ONE.id]).faults() == ()


def test_a_device_goes_on_after_its_own_entry_whose_bytes_are_deleted() -> None:
    place = Graph([READER], unread=[ONE.id]).place_of(device("anna"))
    assert (place.sequence, place.previous) == (2, ONE.id)
    assert place.heads == (READER.head(),)


def test_nobody_pushes_a_device_beyond_its_own_entries() -> None:
    lie = Head(device=device("anna"), sequence=2**32 - 1, id=ABSENT)
    liar = said("boris", "lie", Place(sequence=1, previous=NO_ENTRY, heads=(lie,)))
    place = Graph([ONE, liar], unread=[ABSENT]).place_of(device("anna"))
    assert (place.sequence, place.previous) == (2, ONE.id)


def test_no_more_heads_are_named_than_a_frame_holds() -> None:
    entries = [said(f"desk {number}", "x") for number in range(300)]
    place = Graph(entries).place_of(device("anna"))
    assert len(place.heads) == 255
    own = said("anna", "x", place)
    assert len(Graph([*entries, own]).place_of(device("anna")).heads) == 45
