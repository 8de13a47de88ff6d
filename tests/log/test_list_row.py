"""Rows of the list: sealed under a key of their log, and disposable."""

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.log.list_row import ListRow, open_list_row, seal_list_row
from safeconduct.log.name import DeviceId, EntryId, KeyId
from safeconduct.sealing.symmetric import LogKey
from tests.log.group_kit import MAIN, ROSTER

KEY = LogKey(raw=b"k" * 32)
HELD = {KeyId(KEY.id): KEY}
_NUMBERS = st.integers(0, 2**32 - 1)
ROWS = st.builds(
    ListRow,
    log=st.just(MAIN),
    alias=st.text(max_size=20),
    stage=st.text(max_size=20),
    day=_NUMBERS,
    entries=_NUMBERS,
    upto=st.dictionaries(
        st.binary(min_size=16, max_size=16).map(DeviceId),
        st.tuples(_NUMBERS, st.binary(min_size=32, max_size=32).map(EntryId)),
        max_size=3,
    ),
)


@given(ROWS, st.binary(min_size=32, max_size=32))
def test_a_row_comes_back_as_it_was(row: ListRow, salt: bytes) -> None:
    raw = seal_list_row(row, key=KEY.row_key(), salt=salt)
    assert open_list_row(raw, MAIN, HELD) == row
    assert row.alias.encode() not in raw or len(row.alias.encode()) < 3


def test_a_row_without_its_key_or_of_another_log_is_none() -> None:
    row = ListRow(log=MAIN, alias="Sparrow", stage="", day=1, entries=1, upto={})
    raw = seal_list_row(row, key=KEY.row_key(), salt=b"s" * 32)
    other = LogKey(raw=b"o" * 32)
    assert open_list_row(raw, MAIN, {KeyId(other.id): other}) is None
    assert open_list_row(raw, ROSTER, HELD) is None
    assert open_list_row(raw[:-1], MAIN, HELD) is None
