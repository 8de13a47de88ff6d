"""Sheets of turns: one form of bytes, and how far removed devices count by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.log.entries.act import Approve, Remove, Turn
from safeconduct.log.errors import LogError
from safeconduct.log.keys.sheet import SheetLine, read_sheet, read_vouched, write_sheet
from safeconduct.log.keys.sheet_book import SheetBook
from safeconduct.log.name import (
    NO_ENTRY,
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    FileName,
    LogName,
    Upto,
)
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.wrap import WRAP_BYTES
from tests.log.group_kit import MAIN, Desk, device, group, key, proposal, sync

OTHER = LogName(case=CaseId(b"o" * 16), compartment=Compartment.MAIN)
ID = EntryId(b"i" * 32)


def wrap(log: LogName, fill: bytes = b"w") -> bytes:
    """Something of the form of a wrap."""
    return (SUITE + log.raw).ljust(WRAP_BYTES, fill)


_UPTO = st.tuples(
    st.integers(0, 2**32 - 1), st.binary(min_size=32, max_size=32).map(EntryId)
)
_VOUCHED = st.dictionaries(
    st.binary(min_size=16, max_size=16).map(DeviceId), _UPTO, max_size=3
)
_LOGS = st.builds(
    LogName,
    case=st.binary(min_size=16, max_size=16).map(CaseId),
    compartment=st.sampled_from(Compartment),
)
SHEETS = st.dictionaries(_LOGS, _VOUCHED, max_size=4).map(
    lambda content: tuple(
        SheetLine(log=log, wrap=wrap(log), vouched=tuple(sorted(vouched.items())))
        for log, vouched in content.items()
    )
)


@given(SHEETS)
def test_a_sheet_comes_back_as_it_was(lines: tuple[SheetLine, ...]) -> None:
    assert read_sheet(write_sheet(lines)) == lines


@given(SHEETS)
def test_the_lines_that_name_a_device_are_read_alone(
    lines: tuple[SheetLine, ...],
) -> None:
    named = tuple(line for line in lines if line.vouched)
    assert read_vouched(write_sheet(lines)) == named


@given(SHEETS, st.data())
def test_a_sheet_that_is_cut_off_is_refused_or_has_fewer_lines(
    lines: tuple[SheetLine, ...], data: st.DataObject
) -> None:
    raw = write_sheet(lines)
    cut = raw[: data.draw(st.integers(0, len(raw)))]
    try:
        found = read_sheet(cut)
    except LogError:
        found = lines[:0]
    assert found == lines[: len(found)]


def test_more_devices_than_a_byte_counts_are_vouched_for() -> None:
    devices = [DeviceId(number.to_bytes(16, "big")) for number in range(300)]
    vouched = tuple((one, (1, ID)) for one in devices)
    line = SheetLine(log=MAIN, wrap=wrap(MAIN), vouched=vouched)
    assert read_sheet(write_sheet([line])) == (line,)


NO_SHEETS: dict[str, bytes] = {
    "less than a wrap": wrap(MAIN)[:-1],
    "a wrap alone": wrap(MAIN),
    "half a count": wrap(MAIN) + b"\0",
    "a device too few": wrap(MAIN) + b"\0\1",
    "half a device": wrap(MAIN) + b"\0\1" + bytes(51),
    "another suite": b"\xff\xff" + wrap(MAIN)[2:] + b"\0\0",
    "no log": wrap(MAIN)[:18] + b"\x07" + wrap(MAIN)[19:] + b"\0\0",
    "a log twice": (wrap(MAIN) + b"\0\0") + (wrap(MAIN, b"x") + b"\0\0"),
}


@pytest.mark.parametrize("raw", NO_SHEETS.values(), ids=NO_SHEETS)
def test_what_is_no_sheet_is_refused(raw: bytes) -> None:
    with pytest.raises(LogError) as caught:
        read_sheet(raw)
    assert caught.value.kind == "malformed"


def turn(by: Desk, number: int) -> EntryId:
    """A turn of main that has seen every removal."""
    seen = tuple(sorted(by.roster().removals))
    act = Turn(circle=1, key=key(number), seen=seen, sheet=FileName(bytes(32)))
    return by.write(act).id


def line(log: LogName, **vouched: Upto) -> SheetLine:
    ordered = sorted((device(name), upto) for name, upto in vouched.items())
    return SheetLine(log=log, wrap=wrap(log), vouched=tuple(ordered))


def test_before_a_sheet_has_come_all_counts() -> None:
    anna, _, _ = group("clara")
    book = SheetBook()
    assert not book.vouched(MAIN, anna.roster())
    anna.write(Remove(member="clara", why="left"))
    turn(anna, 9)
    assert not book.vouched(MAIN, anna.roster())


def test_no_sheet_speaks_of_a_roster() -> None:
    anna, _, _ = group("clara")
    anna.write(Remove(member="clara", why="left"))
    book = SheetBook()
    book.add(turn(anna, 9), [])
    assert book.vouched(MAIN, anna.roster()) == {device("clara"): (0, NO_ENTRY)}
    roster = LogName(case=MAIN.case, compartment=Compartment.ROSTER)
    assert book.vouched(roster, anna.roster()) == {}


def test_what_the_furthest_sheet_vouches_for_counts() -> None:
    anna, boris, clara = group("clara")
    anna.write(Remove(member="clara", why="left"))
    sync(anna, boris, clara)
    book = SheetBook()
    book.add(turn(anna, 9), [line(MAIN, clara=(3, ID))])
    assert book.vouched(MAIN, anna.roster()) == {device("clara"): (3, ID)}
    assert book.vouched(OTHER, anna.roster()) == {device("clara"): (0, NO_ENTRY)}
    late = turn(boris, 10)
    sync(anna, boris)
    assert not book.has(late)
    book.add(late, [line(MAIN, clara=(5, ID))])
    assert book.has(late)
    assert book.vouched(MAIN, anna.roster()) == {device("clara"): (5, ID)}


def test_a_sheet_from_before_a_removal_vouches_for_nothing_after_it() -> None:
    anna, boris, clara, dora = group("clara", "dora")
    anna.write(Remove(member="dora", why="left"))
    book = SheetBook()
    book.add(turn(anna, 9), [line(MAIN, clara=(9, ID), dora=(1, ID))])
    sync(anna, boris, clara, dora)
    boris.write(Remove(member="clara", why="left"))
    assert book.vouched(MAIN, boris.roster()) == {device("dora"): (1, ID)}
    book.add(turn(boris, 10), [line(MAIN, clara=(2, ID))])
    assert book.vouched(MAIN, boris.roster()) == {
        device("clara"): (2, ID),
        device("dora"): (1, ID),
    }


def test_a_device_that_came_back_counts_whole() -> None:
    anna, boris, _ = group("clara")
    anna.write(Remove(member="clara", why="left"))
    book = SheetBook()
    book.add(turn(anna, 9), [line(MAIN, clara=(3, ID))])
    again = anna.write(proposal("clara", "first_line"))
    boris.learn(anna)
    boris.write(Approve(proposal=again.id))
    assert not book.vouched(MAIN, boris.roster())
