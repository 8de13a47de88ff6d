"""Rows of a desk's own stores; the vectors hold every failure."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.row import open_row, row_key_id, seal_row
from tests.sealing.maker import DEVICE, LATER, MAIN, PAPERS, fixed

KEY, SALT = DEVICE.row_key, fixed("salt")
ROW = seal_row(b"text", key=KEY, log=MAIN, store="list", salt=SALT)


def test_a_row_names_its_key_without_being_opened() -> None:
    assert row_key_id(ROW) == KEY.id


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(LATER + ROW[2:], Failure.UNKNOWN_SUITE), (ROW[:-1], Failure.TRUNCATED)],
)
def test_what_is_no_row_names_no_key(raw: bytes, kind: Failure) -> None:
    with pytest.raises(SealError) as caught:
        row_key_id(raw)
    assert caught.value.kind is kind


@pytest.mark.parametrize(("log", "store"), [(PAPERS, "list"), (MAIN, "index")])
def test_a_row_cannot_be_put_into_another_place(log: bytes, store: str) -> None:
    with pytest.raises(SealError) as caught:
        open_row(ROW, keys={KEY.id: KEY}, log=log, store=store)
    assert caught.value.kind is Failure.DOES_NOT_OPEN


def test_a_row_that_fills_its_size_comes_back() -> None:
    text = b"x" * 252
    row = seal_row(text, key=KEY, log=MAIN, store="list", salt=SALT)
    assert len(row) == len(ROW)
    assert open_row(row, keys={KEY.id: KEY}, log=MAIN, store="list") == text


def test_a_log_of_another_size_is_our_fault() -> None:
    with pytest.raises(OurFaultError):
        seal_row(b"text", key=KEY, log=MAIN[1:], store="list", salt=SALT)
