"""Parsers that every room uses: parcels, tables, days, texts; and what people type."""

from datetime import date

from safeconduct.app.cases.saying import SAID_KINDS, read_said
from safeconduct.base.day import DayRange
from safeconduct.base.decode import decode_text
from safeconduct.base.parcel import join_parcels, split_parcels
from safeconduct.base.place import locate, places_of
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.facts.vault_case import check_body
from safeconduct.log.entries.body import write_body
from safeconduct.log.name import NO_ENTRY, Compartment, EntryId
from safeconduct.rulebook.length import parse_length
from tests.fuzz.feed import Feed
from tests.fuzz.law_target import CASES, RULEBOOK
from tests.fuzz.odd import reworded
from tests.fuzz.target import Target

_FILE = "fuzzed"
_MOST = 1024
# What is said of each kind that a person writes, as TOML.
SAID = (
    'name = "refusal.said"\nvalue = true\nsaid = 2024-04-02\nwitness = "press"\n',
    'list = "charges"\narticle = "a337"\nday = "2023-01"\n',
    'text = "Получил повестку."\nday = "2022-09-21"\n',
    'scope = "export"\npurpose = "asylum office"\nuntil = 2027-01-01\n',
    'norm = "kz.norm"\nvalue = "true"\nby = "counsel"\nreasons = "as told"\n',
    'text = "Я отказался."\nlanguage = "ru"\nread_back = true\ncites = ["0a"]\n',
    'what = "call"\nwho = "anna"\ndue = 2026-12-01\ndone = ["0a", "0b"]\n',
    'quiet = false\ndue = "2026-12-01"\n',
)


def _parcels(raw: bytes) -> None:
    feed = Feed(raw=raw)
    head, body = feed.pick((0, 8, 16)), feed.rest()
    found = split_parcels(body, head_bytes=head, most=16, file=_FILE)
    assert join_parcels(found) == body
    assert len(found) <= 16


def _toml(text: str) -> None:
    faults = FaultList(file=_FILE, text=text)
    content = read_toml(faults)
    assert (content is None) == bool(faults.found)
    places = places_of(text)
    for key in content or {}:
        assert locate(places, (key,)).line >= 1
    table = Table(content=content or {}, path=(), faults=faults)
    table.text("alias", required=False)
    table.day("as_of")
    table.strings("languages")
    for inner in table.tables("fact"):
        inner.choice("name", ("a", "b"))
        inner.done()
    table.done()
    assert all(fault.line >= 0 and str(fault) for fault in faults.found)


def _day(raw: bytes) -> None:
    text = raw.decode(errors="replace")
    found = DayRange.parse(text)
    assert date.min <= found.earliest <= found.latest
    assert DayRange.parse(str(found)) == found


def _length(raw: bytes) -> None:
    found = parse_length(raw.decode(errors="replace"))
    assert parse_length(str(found)) == found


def _text(raw: bytes) -> None:
    found = decode_text(raw, file=_FILE, most=_MOST)
    assert found.encode() == raw.replace(b"\r\n", b"\n")


def _said(raw: bytes) -> None:
    feed = Feed(raw=raw)
    kind, is_odd = feed.pick(SAID_KINDS), feed.number() % 2
    rest = feed.rest()
    text = reworded(SAID, rest) if is_odd else rest.decode(errors="replace")
    body = read_said(text, kind, file=_FILE, find=_find)
    assert write_body(body)
    check_body(body, Compartment.MAIN, RULEBOOK, file=_FILE)


def _find(digits: str) -> EntryId:
    del digits
    return NO_ENTRY


TARGETS = {
    "parcels": Target(ways=(_parcels,)),
    "toml": Target(
        ways=(
            lambda raw: _toml(raw.decode(errors="replace")),
            lambda raw: _toml(reworded(CASES, raw)),
        ),
        most_bytes=2048,
    ),
    "day": Target(ways=(_day, _length), refusals=(ValueError,), most_bytes=64),
    "text": Target(ways=(_text,), most_bytes=1100),
    "said": Target(ways=(_said,), most_bytes=1024),
}
