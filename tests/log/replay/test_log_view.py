"""What the entries of one log make: side by side, replaced, late, deleted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.log.entries.body import (
    CheckIn,
    ConsentGiven,
    Erased,
    FactSaid,
    Judged,
    Membership,
    Opened,
    Passed,
    RowSaid,
    Task,
    TextWritten,
    UnknownBody,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Head
from safeconduct.log.entries.graph import Place
from safeconduct.log.name import NO_ENTRY, Compartment, EntryId, Upto
from safeconduct.log.replay.list_row import row_of
from safeconduct.log.replay.log_view import LogView, Reader, Vouched, view_log
from safeconduct.log.replay.reading import BadEntry, Readout
from safeconduct.log.roster.roster import Roster
from tests.log.group_kit import MAIN, Desk, after, device, group, key, sync

ABSENT = EntryId(b"?" * 32)
NOTHING: Upto = (0, NO_ENTRY)


def view(
    *desks: Desk,
    reader: str = "anna",
    vouched: Vouched | None = None,
    roster: Roster | None = None,
    gone: frozenset[EntryId] = frozenset(),
    unread: frozenset[EntryId] = frozenset(),
) -> LogView:
    """The log as somebody sees it who has what some desks have."""
    entries = {name: item for desk in desks for name, item in desk.entries.items()}
    kept = tuple(item for name, item in entries.items() if name not in gone)
    bad = (BadEntry(id=ABSENT, kind="bad signature"),)
    return view_log(
        MAIN,
        Readout(entries=kept, unread=unread, bad=bad),
        Reader(
            device=device(reader),
            roster=roster or Roster(),
            vouched=vouched or {},
            gone=gone,
        ),
    )


def desk(name: str, *others: Desk) -> Desk:
    found = Desk(name=name, log=MAIN)
    found.learn(*others)
    return found


def fact(says: str, *replaces: Entry) -> FactSaid:
    return FactSaid(
        name="place.now", says=says, replaces=tuple(item.id for item in replaces)
    )


def places(found: LogView) -> list[object]:
    return [body.says for _, body in found.current(FactSaid)]


def place_of(item: Entry) -> Place:
    return Place(
        sequence=item.sequence, previous=item.frame.previous, heads=item.frame.heads
    )


def why(found: LogView) -> dict[EntryId, str]:
    return {item.entry.id: item.why for item in found.apart}


def upto(item: Entry) -> Upto:
    return item.sequence, item.id


def test_two_values_stand_side_by_side_until_somebody_who_saw_both_decides() -> None:
    anna = desk("anna")
    anna.write(Opened(alias="Sparrow", stage="new"))
    boris = desk("boris", anna)
    here = anna.write(fact("KZ"))
    there = boris.write(fact("AM"))
    sync(anna, boris)
    assert places(view(anna)) == ["KZ", "AM"]
    boris.write(fact("GE", here, there))
    found = view(boris)
    assert places(found) == ["GE"]
    assert found.replaced == {here.id, there.id}
    assert len(found.entries) == 4


def test_who_has_not_seen_a_value_leaves_it() -> None:
    anna, boris = desk("anna"), desk("boris")
    old = anna.write(fact("RU"))
    boris.learn(anna)
    anna.write(fact("KZ", old))
    boris.write(fact("AM", old))
    assert sorted(map(str, places(view(anna, boris)))) == ["AM", "KZ"]


ENDS: dict[str, tuple[Record, type[Record]]] = {
    "a fact": (fact("KZ"), FactSaid),
    "a row": (RowSaid(list="stays", says={"in": "KZ"}), RowSaid),
    "a task": (Task(what="call"), Task),
    "a check-in": (CheckIn(due="2026-11-23"), CheckIn),
    "a consent": (ConsentGiven(scope="export"), ConsentGiven),
}


@pytest.mark.parametrize(("body", "kind"), ENDS.values(), ids=ENDS)
def test_a_later_entry_ends_one_before(body: Record, kind: type[Record]) -> None:
    anna = desk("anna")
    first = anna.write(body)
    ids = (first.id,)
    later: dict[type[Record], Record] = {
        FactSaid: FactSaid(name="place.now", says="", replaces=ids),
        RowSaid: RowSaid(list="stays", complete="yes", replaces=ids),
        Task: Task(what="call", done=ids),
        CheckIn: CheckIn(met=ids),
        ConsentGiven: ConsentGiven(scope="export", withdraws=ids),
    }
    last = anna.write(later[kind])
    assert [item.id for item, _ in view(anna).current(kind)] == [last.id]


def test_of_a_fork_both_stand_and_neither_ends_anything() -> None:
    anna = desk("anna")
    first = anna.write(fact("RU"))
    gone = anna.write(TextWritten(text="x"))
    place = after(sequence=3, previous=gone)
    bodies: list[Record] = [fact("KZ", first), fact("AM", first), Erased(entry=gone.id)]
    forked = [anna.forge(body, place) for body in bodies]
    found = view(anna)
    assert sorted(map(str, places(found))) == ["AM", "KZ", "RU"]
    assert found.forked == {item.id for item in forked}
    assert [fault.kind for fault in found.faults] == ["fork"]
    assert not found.deleted()
    assert not found.apart


def test_a_branch_of_a_fork_is_ended_by_somebody_who_saw_it() -> None:
    anna = desk("anna")
    one, two = (anna.forge(fact(says), after(sequence=1)) for says in ("KZ", "AM"))
    boris = desk("boris", anna)
    boris.write(fact("GE", one, two))
    assert places(view(boris)) == ["GE"]


def test_a_removed_device_counts_as_far_as_it_is_vouched_for() -> None:
    anna = desk("anna")
    opened = anna.write(Opened(alias="Sparrow"))
    boris = desk("boris", anna)
    kept = [boris.write(fact(str(number))) for number in range(3)]
    late = boris.write(fact("late", kept[0]))
    anna.learn(boris)
    found = view(anna, vouched={device("boris"): upto(kept[-1])})
    assert [item.id for item in found.entries] == [opened.id, *(k.id for k in kept)]
    assert why(found) == {late.id: "late"}
    assert places(found) == ["0", "1", "2"]
    assert found.upto == {
        device("anna"): upto(opened),
        device("boris"): upto(kept[-1]),
    }


def test_who_is_vouched_for_in_nothing_counts_in_nothing() -> None:
    boris = desk("boris")
    late = boris.write(fact("KZ"))
    found = view(boris, vouched={device("boris"): NOTHING})
    assert why(found) == {late.id: "late"}
    assert found.upto == {device("boris"): NOTHING}
    assert not found.alias()


def test_a_number_used_again_by_a_removed_device_takes_nothing_back() -> None:
    boris = desk("boris")
    kept = [boris.write(fact(str(number))) for number in range(3)]
    forged = [boris.forge(fact("other"), place_of(item)) for item in kept]
    found = view(boris, vouched={device("boris"): upto(kept[-1])})
    assert places(found) == ["0", "1", "2"]
    assert why(found) == {item.id: "late" for item in forged}


def test_below_an_entry_that_is_gone_the_numbers_count() -> None:
    boris = desk("boris")
    kept = [boris.write(fact(str(number))) for number in range(4)]
    middle = frozenset({kept[1].id})
    found = view(boris, vouched={device("boris"): upto(kept[-1])}, gone=middle)
    assert places(found) == ["0", "2", "3"]
    last = frozenset({kept[-1].id})
    found = view(boris, vouched={device("boris"): upto(kept[-1])}, gone=last)
    assert places(found) == ["0", "1", "2"]
    again = boris.forge(fact("again"), place_of(kept[1]))
    found = view(boris, vouched={device("boris"): upto(kept[-1])}, gone=middle)
    assert why(found) == {again.id: "late"}


def test_a_late_entry_counts_once_a_member_has_adopted_it() -> None:
    boris = desk("boris")
    kept = boris.write(fact("KZ"))
    late = [boris.write(fact(says)) for says in ("AM", "GE")]
    anna = desk("anna", boris)
    anna.write(TextWritten(text="he called and said so", cites=(late[1].id,)))
    found = view(anna, vouched={device("boris"): upto(kept)})
    assert places(found) == ["KZ", "GE"]
    assert why(found) == {late[0].id: "late"}
    assert found.upto[device("boris")] == upto(kept)


def test_a_late_entry_adopts_none() -> None:
    boris = desk("boris")
    kept = boris.write(fact("KZ"))
    late = boris.write(fact("AM"))
    boris.write(TextWritten(text="count it", cites=(late.id,)))
    found = view(boris, vouched={device("boris"): upto(kept)})
    assert places(found) == ["KZ"]
    assert len(found.apart) == 2


def test_what_is_not_known_or_not_in_its_place_is_shown_apart() -> None:
    anna = desk("anna")
    opened = anna.write(Opened(alias="Sparrow"))
    judged = Judged(norm="n", value="v", by="anna", reasons="r")
    misplaced = anna.write(judged)
    written = anna.write(TextWritten(text="x"))
    newer = replace(written, body=UnknownBody(kind="newer"))
    anna.entries[newer.id] = newer
    found = view(anna)
    assert why(found) == {misplaced.id: "not allowed", newer.id: "unknown kind"}
    assert [item.id for item in found.entries] == [opened.id]


def test_what_was_passed_on_or_erased_is_to_go_and_the_rest_stays_whole() -> None:
    anna = desk("anna")
    anna.write(Opened(alias="Sparrow"))
    passed = anna.write(fact("I shot"))
    erased = anna.write(TextWritten(text="x"))
    anna.write(Passed(entry=passed.id, read_by=("anna",)))
    anna.write(Erased(entry=erased.id))
    assert view(anna).deleted() == {passed.id, erased.id}
    found = view(anna, gone=frozenset({passed.id, erased.id}))
    assert not found.faults
    assert found.place == view(anna).place
    assert [type(item.body) for item in found.entries] == [Opened, Passed, Erased]


def test_what_says_that_it_is_gone_is_not_missed_where_it_never_came() -> None:
    anna = desk("anna")
    first = anna.write(fact("I shot"))
    anna.write(Passed(entry=first.id, read_by=("anna",)))
    anna.entries.pop(first.id)
    assert not view(anna).faults


def test_a_fork_excuses_no_gap() -> None:
    anna, boris = desk("anna"), desk("boris")
    said = anna.write(fact("KZ"))
    boris.learn(anna)
    place = after(sequence=2, previous=boris.write(TextWritten(text="x")))
    for body in (Erased(entry=said.id), Erased(entry=said.id, why="again")):
        boris.forge(body, place)
    del boris.entries[said.id]
    assert {one.kind for one in view(boris).faults} == {"fork", "missing"}


def test_what_fills_a_free_number_is_named_where_somebody_had_seen_the_first() -> None:
    eve, boris = desk("eve"), desk("boris")
    first, shot = eve.write(fact("KZ")), eve.write(TextWritten(text="I shot"))
    boris.learn(eve)
    boris.write(TextWritten(text="x"))
    ran, last = eve.write(TextWritten(text="I ran")), eve.write(fact("GE"))
    again = eve.forge(fact("AM"), after(sequence=2, previous=first))
    gone = frozenset({shot.id, ran.id})
    found = view(eve, boris, vouched={device("eve"): upto(last)}, gone=gone)
    assert again.id in {item.id for item in found.entries}
    assert [(one.kind, one.device, one.sequence, one.by) for one in found.faults] == [
        ("changed", device("eve"), 2, device("boris"))
    ]


def test_the_next_entry_follows_ones_own_last_that_is_gone() -> None:
    boris = desk("boris")
    last = boris.write(fact("I shot"))
    anna = desk("anna", boris)
    anna.write(Passed(entry=last.id, read_by=("anna", "boris")))
    place = view(anna, reader="boris", gone=frozenset({last.id})).place
    assert (place.sequence, place.previous) == (2, last.id)


def test_keys_that_are_retired_are_written_under_no_more() -> None:
    anna = desk("anna")
    anna.write(Membership(member="boris", retires=(key(1),)))
    anna.write(Membership(member="clara", retires=(key(2), key(1))))
    assert view(anna).retired() == {key(1), key(2)}


def test_the_case_is_called_as_it_was_opened() -> None:
    anna = desk("anna")
    assert not view(anna).alias()
    assert view(anna).opened() is None
    anna.write(Membership(member="anna", leads=True))
    anna.write(Opened(alias="Sparrow", stage="claim"))
    found = view(anna)
    assert found.alias() == "Sparrow"
    row = row_of(found)
    assert (row.alias, row.stage, row.entries) == ("Sparrow", "claim", 2)


def test_two_who_open_a_log_alike_give_it_one_name() -> None:
    desks = [desk(one.name) for one in group()]
    bodies = {one.write(Opened(alias="Sparrow")).body for one in desks}
    found = view(*desks, roster=group()[0].roster())
    assert (found.alias(), {found.opened()}) == ("Sparrow", bodies)


def test_who_opens_a_log_again_has_said_what_he_said_first() -> None:
    anna = desk("anna")
    anna.write(Opened(alias="Sparrow"))
    anna.write(Opened(alias="Finch"))
    assert view(anna).alias() == "Sparrow"


def test_a_row_without_an_opening_has_no_name() -> None:
    anna = desk("anna")
    item = anna.write(TextWritten(text="x"))
    row = row_of(view(anna))
    assert (row.alias, row.stage, row.upto) == ("", "", {device("anna"): upto(item)})


def test_authors_are_the_members_whose_devices_they_are() -> None:
    roster = group()[0].roster()
    anna, eve = desk("anna"), desk("eve")
    own, other = anna.write(TextWritten(text="x")), eve.write(TextWritten(text="y"))
    found = view(anna, eve, roster=roster)
    assert found.authors == {own.id: "anna", other.id: ""}
    assert found.bad == (BadEntry(id=ABSENT, kind="bad signature"),)


def test_a_roster_is_seen_as_a_log_too() -> None:
    anna, boris = group()
    readout = Readout(entries=tuple(anna.entries.values()), unread=frozenset(), bad=())
    reader = Reader(
        device=device("boris"), roster=anna.roster(), vouched={}, gone=frozenset()
    )
    found = view_log(anna.log, readout, reader)
    assert len(found.entries) == len(anna.entries)
    assert found.place == boris.graph().place_of(device("boris"))


@given(st.lists(st.sampled_from(["KZ", "AM", "GE"]), max_size=5), st.data())
def test_the_view_is_the_same_in_whatever_order_entries_came(
    said: list[str], data: st.DataObject
) -> None:
    anna, boris = desk("anna"), desk("boris")
    for number, says in enumerate(said):
        writer, other = (anna, boris) if number % 2 else (boris, anna)
        if data.draw(st.booleans()):
            writer.learn(other)
        some = list(writer.entries.values())
        old = data.draw(st.lists(st.sampled_from(some), max_size=2)) if some else []
        writer.write(fact(says, *old))
    both = desk("anna", anna, boris)
    expected = view(both)
    shuffled = data.draw(st.permutations(list(both.entries.values())))
    both.entries = {item.id: item for item in shuffled}
    assert view(both) == expected


@given(st.lists(st.text(max_size=5), max_size=4))
def test_first_line_sees_the_same_whatever_counsels_log_holds(
    texts: list[str],
) -> None:
    """A view is made of one log alone: nothing of another is handed to it."""
    anna = desk("anna")
    anna.write(fact("KZ"))
    before = view(anna)
    log = replace(MAIN, compartment=Compartment.COUNSEL)
    counsel = Desk(name="clara", log=log)
    counsel.learn(anna)
    for text in texts:
        counsel.write(Judged(norm=text, value="yes", by="clara", reasons=""))
    head = Head(device=device("clara"), sequence=1, id=ABSENT)
    assert all(head not in item.frame.heads for item in anna.entries.values())
    assert view(anna) == before
