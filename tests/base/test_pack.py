"""Records as columns of JSON and back."""

import json
import tracemalloc
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.codec import encode
from safeconduct.base.day import DayRange, Period
from safeconduct.base.digest import canonical
from safeconduct.base.errors import OurFaultError
from safeconduct.base.pack import Unpacker, pack
from safeconduct.base.value import Choice


@dataclass(frozen=True, kw_only=True)
class Box:
    """Anything, in a record without slots."""

    parts: object


TYPES = (DayRange, Period, Choice, Box)
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
def test_a_record_reads_back_as_it_was_written(parts: object) -> None:
    text = canonical(pack(Box(parts=parts)))
    again = Unpacker(TYPES).unpack(json.loads(text))
    assert canonical(encode(again)) == canonical(encode(Box(parts=parts)))


def test_true_and_one_stay_apart() -> None:
    box = Box(parts=((True, 1), (1, True), (1.0, "1"), (Box(parts=1), Box(parts=True))))
    again = Unpacker(TYPES).unpack(json.loads(canonical(pack(box))))
    assert repr(again) == repr(box)


def test_what_is_equal_is_written_once() -> None:
    one = Period(count=3, unit="days")
    text = canonical(pack(Box(parts=(one, Period(count=3, unit="days")))))
    assert text == (
        '[["Period",1,"pp",[3],["days"]],["rows",[[0,0]]],["Box",1,"r",[1]]]'
    )


@pytest.mark.parametrize("thing", [object(), Period], ids=["no record", "a type"])
def test_a_thing_of_no_known_kind_is_our_fault(thing: object) -> None:
    with pytest.raises(OurFaultError, match="has no packed form"):
        pack(Box(parts=thing))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([], id="nothing"),
        pytest.param({"x": 1}, id="no tables"),
        pytest.param([1], id="no table"),
        pytest.param([["Nothing", 1, "p", [1]]], id="an unknown record"),
        pytest.param([["Period", 1, "p", [1]]], id="a column too few"),
        pytest.param([["Period", 2, "pp", [1], ["days"]]], id="a row too few"),
        pytest.param([["rows", [[7]]]], id="a row that is not there"),
        pytest.param([["day", ["soon"]]], id="no day"),
    ],
)
def test_what_was_written_otherwise_is_refused(content: object) -> None:
    with pytest.raises(OurFaultError):
        Unpacker(TYPES).unpack(content)


def test_a_count_is_not_believed_before_its_rows_are_seen() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(OurFaultError):
            Unpacker(TYPES).unpack([["Period", 1 << 17, "pp", [1], ["days"]]])
        assert tracemalloc.get_traced_memory()[1] < 1 << 17
    finally:
        tracemalloc.stop()


def test_the_same_set_gives_the_same_text() -> None:
    days = Choice(values=frozenset({"b", "a", "c"}))
    assert canonical(pack(days)) == '[["set",[["a","b","c"]]],["Choice",1,"r",[0]]]'
    text = canonical(pack(Box(parts=date(2024, 1, 2))))
    assert text == '[["day",["2024-01-02"]],["Box",1,"r",[0]]]'
