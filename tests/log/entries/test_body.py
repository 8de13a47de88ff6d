"""Bodies and acts: every kind of the spec, one JSON for each, and every refusal."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Literal, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from safeconduct.base.digest import Json
from safeconduct.log.entries.act import ACTS, RecoveryKey, read_act, write_act
from safeconduct.log.entries.body import (
    KINDS,
    PLACES,
    UnknownBody,
    Vouch,
    kind_of,
    may_stand,
    read_body,
    write_body,
)
from safeconduct.log.entries.body_codec import MOST_NUMBER, Record
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    OF_A_CASE,
    CaseId,
    DeviceId,
    EntryId,
    FileName,
    KeyId,
    RawKey,
)
from tests.log.spec_table import names, own_fields, table

ID = "ab" * 32
CASE = "cd" * 16
_IDS = {EntryId: 32, KeyId: 32, CaseId: 16, DeviceId: 16, FileName: 32, RawKey: 32}
_JSON = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5))


def values(hint: object) -> SearchStrategy[object]:
    """Values for a field of a type."""
    if hint in _IDS:
        size = _IDS[cast("type[EntryId]", hint)]
        return st.binary(min_size=size, max_size=size)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return st.lists(values(inner), max_size=3).map(tuple)
    by_type: Mapping[object, SearchStrategy[object]] = {
        str: st.text(max_size=9),
        bytes: st.binary(max_size=9),
        int: st.integers(0, MOST_NUMBER),
        bool: st.booleans(),
        object: _JSON,
    }
    for record in (RecoveryKey, Vouch):
        if hint is record:
            return records(record)
    return by_type[hint]


def records(kind: type[Record]) -> SearchStrategy[Record]:
    """Records of a kind, with and without what may be left out."""
    hints = get_type_hints(kind)
    needed = {item.name for item in fields(kind) if item.default is MISSING}
    return st.fixed_dictionaries(
        {name: values(hints[name]) for name in needed},
        optional={name: values(hints[name]) for name in hints.keys() - needed},
    ).map(lambda given: kind(**given))


BODIES = st.sampled_from(sorted(KINDS)).flatmap(lambda name: records(KINDS[name]))
EVERY_ACT = st.sampled_from(sorted(ACTS)).flatmap(lambda name: records(ACTS[name]))


@given(BODIES)
def test_a_body_comes_back_as_it_was(body: Record) -> None:
    assert read_body(write_body(body)) == body


@given(EVERY_ACT)
def test_an_act_comes_back_as_it_was(act: Record) -> None:
    assert read_act(write_act(act)) == act


@given(BODIES, st.data())
def test_what_is_as_if_left_out_has_to_be_left_out(
    body: Record, data: st.DataObject
) -> None:
    content = dict(cast("Mapping[str, Json]", write_body(body)))
    left = {item.name: item.default for item in fields(body)}
    name = data.draw(st.sampled_from(sorted(left.keys() - content.keys() | {""})))
    if name:
        empty: Mapping[object, Json] = {(): [], b"": "", "": "", False: False}
        content[name] = empty.get(left[name])
        with pytest.raises(LogError):
            read_body(content)


def test_every_kind_of_the_spec_is_there_with_its_fields() -> None:
    said = {kind: set(names(row[1])) for row in table("§5") for kind in names(row[0])}
    assert said == {kind: own_fields(record) for kind, record in KINDS.items()}


def test_every_entry_may_cite() -> None:
    assert all("cites" in get_type_hints(record) for record in KINDS.values())


def test_every_act_of_the_spec_is_there_with_its_fields() -> None:
    said = {act: set(names(row[1])) for row in table("§3") for act in names(row[0])}
    assert said == {act: own_fields(record) for act, record in ACTS.items()}
    (row,) = (row for row in table("§3") if names(row[0]) == ["recovery"])
    assert set(names(row[2])) == own_fields(RecoveryKey)


@pytest.mark.parametrize("row", table("§5"), ids=lambda row: str(row[0]))
def test_a_kind_stands_where_the_spec_says(row: list[str]) -> None:
    where = row[2].split(";")[0].split(":")[0].split("(")[0].split(",")
    said = {word.strip() for word in where} - {"as a fact"}
    for kind in names(row[0]):
        found = {part.name.lower() for part in PLACES.get(kind, OF_A_CASE)}
        assert said == ({"any"} if len(found) == len(OF_A_CASE) else found)


def test_a_judgement_stands_in_counsels_log_alone() -> None:
    judged = {"kind": "judgement", "norm": "n", "value": "v", "by": "b", "reasons": "r"}
    allowed = [part for part in OF_A_CASE if may_stand(read_body(judged), part)]
    assert allowed == [OF_A_CASE[2]]


def test_a_kind_that_is_not_known_is_kept_as_such() -> None:
    body = read_body({"kind": "dream", "of": [1, 2]})
    assert body == UnknownBody(kind="dream")
    assert kind_of(body) == "dream"
    assert read_act({"act": "dream"}) == UnknownBody(kind="dream")


Content = dict[str, Json]
TEXT: Content = {"kind": "text", "text": "x"}
PASSED: Content = {"kind": "passed", "entry": ID, "read_by": []}
FILE: Content = {"kind": "file", "file": ID, "key": ID, "size": 1, "type": "pdf"}
REFUSED: dict[str, Json] = {
    "no object": [],
    "no kind": {},
    "a kind that is no word": {"kind": 1},
    "an unknown field": {**TEXT, "at": "2022"},
    "a field too few": {"kind": "text"},
    "a number for a text": {**TEXT, "text": 1},
    "nothing for a text": {**TEXT, "text": None},
    "a text for a list": {**PASSED, "read_by": "anna"},
    "a number in a list of texts": {**PASSED, "read_by": [1]},
    "an id that is too short": {**PASSED, "entry": ID[2:]},
    "an id that is too long": {**PASSED, "entry": ID + "00"},
    "an id in capitals": {**PASSED, "entry": ID.upper()},
    "an id with a space": {**PASSED, "entry": ID[:2] + " " + ID[2:]},
    "an id that is no text": {**PASSED, "entry": 1},
    "an id that is not hexadecimal": {**PASSED, "entry": "zz" * 32},
    "an id among texts": {**TEXT, "cites": ["x"]},
    "a case that is no case": {"kind": "merged", "other": ID, "into": True},
    "a key that is no key": {"kind": "membership", "member": "a", "retires": [CASE]},
    # Under its name a file lies on the disk: it could be that of no file at all.
    "a file without a name": {**FILE, "file": ""},
    "a file with a name that no disk takes": {**FILE, "file": "00" * 200},
    "a clean copy of no file": {**FILE, "clean_of": "00"},
    "a key that opens nothing": {**FILE, "key": "00"},
    "yes for a number": {**FILE, "size": True},
    "a broken number": {**FILE, "size": 1.0},
    "a number below 0": {**FILE, "size": -1},
    # One that goes into a sheet, or into a database, would stop whoever writes it.
    "a number that has more than four bytes": {**FILE, "size": MOST_NUMBER + 1},
    "a number for yes": {"kind": "check_in", "quiet": 1},
    "a default that is said": {**TEXT, "topic": ""},
    "an empty list that is said": {**TEXT, "cites": []},
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_body_that_is_not_of_its_kind_is_refused(content: Json) -> None:
    with pytest.raises(LogError) as caught:
        read_body(content)
    assert caught.value.kind == "malformed"


KEY: Content = {"card": "00", "threshold": 2, "shares": 3}
TURN: Content = {"act": "turn", "circle": 1, "key": ID, "seen": []}
NO_ACTS: dict[str, Json] = {
    "no object": "found",
    "no act": {"kind": "text"},
    "an act that is no word": {"act": []},
    "a field too many": {"act": "approve", "proposal": ID, "also": 1},
    "a field too few": {"act": "approve"},
    "a key that is no object": {"act": "recovery", "recovery": "00"},
    "a key with a field too few": {"act": "recovery", "recovery": {"card": "00"}},
    "a key with a field too many": {"act": "recovery", "recovery": {**KEY, "x": 1}},
    "a sheet whose name no disk takes": {**TURN, "sheet": "00" * 200},
    "a number below 0": {"act": "retention", "months": -1},
    "a number of many bytes": {"act": "ask_export", "cases": 1 << 99, "purpose": ""},
    "yes for a circle": {"act": "turn", "circle": True, "key": ID, "seen": []},
}


@pytest.mark.parametrize("content", NO_ACTS.values(), ids=NO_ACTS)
def test_an_act_that_is_not_as_it_must_be_is_refused(content: Json) -> None:
    with pytest.raises(LogError) as caught:
        read_act(content)
    assert caught.value.kind == "malformed"


Reader = Callable[[Json], Record]
Word = Literal["kind", "act"]


@pytest.mark.parametrize(("reader", "word"), [(read_body, "kind"), (read_act, "act")])
@given(
    name=st.sampled_from(sorted({*KINDS, *ACTS})),
    content=st.dictionaries(st.text(max_size=9), _JSON | st.none(), max_size=3),
)
def test_any_object_is_read_or_named_as_malformed(
    reader: Reader, word: Word, name: str, content: Content
) -> None:
    try:
        reader({**content, word: name})
    except LogError as error:
        kind = error.kind
    else:
        kind = "malformed"
    assert kind == "malformed"
