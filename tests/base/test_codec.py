"""Records as JSON and back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.codec import Decoder, encode
from safeconduct.base.day import DayRange, Period
from safeconduct.base.digest import canonical
from safeconduct.base.errors import OurFaultError
from safeconduct.base.value import Choice

TYPES = (DayRange, Period, Choice)
PARTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.dates(),
    st.frozensets(st.text()),
    st.builds(DayRange, earliest=st.dates(), latest=st.dates()),
    st.builds(Choice, values=st.frozensets(st.text())),
)
RECORDS = st.recursive(PARTS, lambda inner: st.lists(inner).map(tuple))


@given(RECORDS)
def test_a_record_reads_back_as_it_was_written(record: object) -> None:
    text = canonical(encode(record))
    assert Decoder(TYPES).decode(json.loads(text)) == record


def test_a_thing_of_no_known_kind_is_our_fault() -> None:
    with pytest.raises(OurFaultError, match="object has no JSON form"):
        encode(object())


def test_a_type_is_no_record() -> None:
    with pytest.raises(OurFaultError, match="no JSON form"):
        encode(Period)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([], id="no name"),
        pytest.param(["Nothing", 1], id="an unknown record"),
        pytest.param(["Period", 1], id="a field too few"),
        pytest.param({"x": 1}, id="no mark"),
    ],
)
def test_what_was_written_otherwise_is_refused(content: object) -> None:
    with pytest.raises(OurFaultError):
        Decoder(TYPES).decode(content)


def test_the_same_record_gives_the_same_text() -> None:
    days = Choice(values=frozenset({"b", "a", "c"}))
    assert canonical(encode(days)) == '["Choice",{"s":["a","b","c"]}]'
    assert canonical(encode(date(2024, 1, 2))) == '{"d":"2024-01-02"}'
