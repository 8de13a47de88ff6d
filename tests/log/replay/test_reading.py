"""From sealed bytes to entries: each bad one is named, and hides no other."""

import hashlib
from collections.abc import Mapping

import pytest

from safeconduct.base.digest import Json
from safeconduct.log.entries.act import Found, Propose, Seen, write_act
from safeconduct.log.entries.body import TextWritten, UnknownBody, write_body
from safeconduct.log.entries.frame import Frame, write_frame
from safeconduct.log.name import NO_ENTRY, DeviceId, EntryId, KeyId, LogName
from safeconduct.log.replay.reading import (
    BadEntry,
    Readout,
    cards_in,
    device_of,
    read_group,
    read_log,
)
from safeconduct.log.stores.store import Arrival
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.device import Device, DeviceSeeds, make_device
from safeconduct.sealing.entry_box import entry_id, seal_entry
from safeconduct.sealing.symmetric import LogKey
from tests.log.group_kit import KEYS, MAIN, ROSTER


def made(name: str) -> Device:
    """A device from seeds that are always the same."""
    seeds = [hashlib.sha256(f"{name} {part}".encode()).digest() for part in "eos"]
    return make_device(DeviceSeeds(entry=seeds[0], opening=seeds[1], stores=seeds[2]))


ANNA, BORIS, EVE = (made(name) for name in ("anna", "boris", "eve"))
KEY = LogKey(raw=b"k" * 32)
OTHER_KEY = LogKey(raw=b"o" * 32)
HELD: Mapping[KeyId, LogKey] = {KeyId(KEY.id): KEY}
KNOWN = {DeviceId(one.id): one.card.entry for one in (ANNA, BORIS)}
TEXT = write_body(TextWritten(text="x"))


def author_of(device: DeviceId) -> EntryPublicKey | None:
    return KNOWN.get(device)


def raw_frame(by: Device, content: Json) -> bytes:
    return write_frame(
        Frame(
            device=DeviceId(by.id),
            sequence=1,
            previous=NO_ENTRY,
            minute=0,
            heads=(),
            content=content,
        )
    )


def sealed(
    frame: bytes, *, by: Device, log: LogName = MAIN, key: LogKey = KEY
) -> Arrival:
    salt = hashlib.sha256(frame).digest()
    raw = seal_entry(frame, log=log.raw, key=key, author=by.entry_key, salt=salt)
    return Arrival(log=log, id=EntryId(entry_id(raw)), envelope=raw)


def said(by: Device, text: str = "x", *, key: LogKey = KEY) -> Arrival:
    content = write_body(TextWritten(text=text))
    return sealed(raw_frame(by, content), by=by, key=key)


def altered(arrival: Arrival) -> Arrival:
    raw = arrival.envelope[:-1] + bytes([arrival.envelope[-1] ^ 1])
    return Arrival(log=arrival.log, id=EntryId(entry_id(raw)), envelope=raw)


def read(*arrivals: Arrival) -> Readout:
    return read_log(MAIN, arrivals, keys=HELD, author_of=author_of)


GOOD = said(ANNA)
ELSEWHERE = sealed(raw_frame(ANNA, TEXT), by=ANNA, log=ROSTER)
BAD: dict[str, tuple[Arrival, str]] = {
    "altered": (altered(GOOD), "does not open"),
    "cut off": (
        Arrival(log=MAIN, id=GOOD.id, envelope=GOOD.envelope[:-1]),
        "truncated",
    ),
    "of another suite": (
        Arrival(log=MAIN, id=GOOD.id, envelope=b"\xff" + GOOD.envelope[1:]),
        "unknown suite",
    ),
    "sealed for another log": (
        Arrival(log=MAIN, id=ELSEWHERE.id, envelope=ELSEWHERE.envelope),
        "does not open",
    ),
    "of another form": (sealed(b"\x02", by=ANNA), "unknown form"),
    "no frame": (sealed(b"\x01", by=ANNA), "malformed"),
    "no body": (sealed(raw_frame(ANNA, {"a": 1}), by=ANNA), "malformed"),
    "of a kind, but not so": (
        sealed(raw_frame(ANNA, {"kind": "text"}), by=ANNA),
        "malformed",
    ),
    "by nobody known": (said(EVE), "unknown author"),
    "signed by another": (sealed(raw_frame(ANNA, TEXT), by=BORIS), "bad signature"),
}


@pytest.mark.parametrize(("arrival", "kind"), BAD.values(), ids=BAD)
def test_a_bad_entry_is_named_and_hides_no_other(arrival: Arrival, kind: str) -> None:
    found = read(arrival, GOOD)
    assert found.bad == (BadEntry(id=arrival.id, kind=kind),)
    assert [item.id for item in found.entries] == [GOOD.id]
    assert not found.unread


def test_an_entry_says_who_where_under_which_key_and_what() -> None:
    (item,) = read(GOOD).entries
    assert (item.device, item.sequence, item.key) == (ANNA.id, 1, KEY.id)
    assert item.body == TextWritten(text="x")
    assert (item.head().device, item.head().id) == (ANNA.id, GOOD.id)


def test_what_is_sealed_under_a_key_not_held_is_unread_and_not_bad() -> None:
    other = said(BORIS, key=OTHER_KEY)
    found = read(other, GOOD)
    assert found.unread == {other.id}
    assert not found.bad


def test_all_that_was_looked_at_is_named_whatever_came_of_it() -> None:
    other, bad = said(BORIS, key=OTHER_KEY), altered(GOOD)
    found = read(other, GOOD, bad)
    assert found.names() == {other.id, GOOD.id, bad.id}
    assert read(GOOD).and_then(read(other, bad)).names() == found.names()
    rest = found.without([GOOD.id])
    assert not rest.entries
    assert (rest.unread, rest.bad) == (found.unread, found.bad)
    assert found.without([]) == found


def test_a_kind_that_is_not_known_is_kept() -> None:
    (item,) = read(sealed(raw_frame(ANNA, {"kind": "newer", "x": 1}), by=ANNA)).entries
    assert item.body == UnknownBody(kind="newer")
    assert item.frame.content == {"kind": "newer", "x": 1}


def acted(by: Device, content: Json) -> Arrival:
    return sealed(raw_frame(by, content), by=by, log=ROSTER)


FOUND = Found(
    group="g",
    member="anna",
    name="Anna",
    role="coordinator",
    card=ANNA.card.to_bytes(),
    keys=KEYS,
)
PROPOSED = Propose(
    member="boris", name="Boris", role="counsel", card=BORIS.card.to_bytes()
)


def test_the_authors_of_a_roster_are_those_whose_cards_stand_in_it() -> None:
    arrivals = [
        acted(BORIS, write_act(Seen())),
        acted(EVE, write_act(Seen())),
        acted(ANNA, write_act(FOUND)),
        sealed(
            raw_frame(BORIS, write_act(PROPOSED)), by=BORIS, log=ROSTER, key=OTHER_KEY
        ),
    ]
    held = {KeyId(key.id): key for key in (KEY, OTHER_KEY)}
    found = read_group(ROSTER, arrivals, keys=held)
    assert {item.device for item in found.entries} == {ANNA.id, BORIS.id}
    assert found.bad == (BadEntry(id=arrivals[1].id, kind="unknown author"),)
    part = read_group(ROSTER, arrivals, keys=HELD)
    assert part.unread == {arrivals[3].id}
    assert len(part.bad) == 2


def test_a_false_card_names_nobody() -> None:
    card = bytearray(BORIS.card.to_bytes())
    card[-1] ^= 1
    forged = Propose(member="b", name="B", role="counsel", card=bytes(card))
    assert not [*cards_in(forged)]
    assert not [*cards_in(Propose(member="b", name="B", role="counsel"))]
    assert not [*cards_in(TextWritten(text="x"))]
    assert device_of(bytes(card)) is None
    assert device_of(BORIS.card.to_bytes()) == BORIS.id
    assert [device for device, _ in cards_in(PROPOSED)] == [BORIS.id]
