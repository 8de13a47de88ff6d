"""Keys of one purpose each."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.context import context
from safeconduct.sealing.symmetric import (
    BackupKey,
    CircleKey,
    FileKey,
    LogKey,
    PostKey,
    RowKey,
    SymmetricKey,
)
from tests.sealing.maker import DEVICE, MAIN, PAPERS, RECOVERY, SEEDS, fixed

RAW = fixed("any key")
KINDS = (LogKey, CircleKey, PostKey, FileKey, RowKey, BackupKey)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_never_shown(kind: type[SymmetricKey]) -> None:
    shown = repr(kind(raw=RAW))
    assert repr(RAW) not in shown
    assert RAW.hex() not in shown


@pytest.mark.parametrize("secret", [DEVICE, SEEDS, RECOVERY, DEVICE.entry_key])
def test_a_seed_is_never_shown(secret: object) -> None:
    seeds = (SEEDS.entry, SEEDS.opening, SEEDS.stores, RECOVERY.seed)
    assert not [seed for seed in seeds if repr(seed) in repr(secret)]


def test_keys_of_two_purposes_are_never_equal() -> None:
    assert len({kind(raw=RAW) for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("raw", [b"", RAW[:-1], RAW + b"\x00"])
def test_what_has_not_32_bytes_is_no_key(raw: bytes) -> None:
    with pytest.raises(OurFaultError):
        LogKey(raw=raw)


def test_two_parts_are_never_bound_like_one() -> None:
    found = {context("log", b"ab", b"c"), context("log", b"a", b"bc"), context("log")}
    found |= {context("log", b"abc"), context("lo", b"gabc")}
    assert len(found) == 5


def test_a_part_without_a_length_of_two_bytes_is_our_fault() -> None:
    assert context("recovery", bytes(65535))
    with pytest.raises(OurFaultError):
        context("recovery", bytes(65536))


def test_the_roster_is_sealed_by_the_key_of_its_circle() -> None:
    circle = CircleKey(raw=RAW)
    assert circle.roster_log_key() == LogKey(raw=RAW)
    assert circle.roster_log_key().id == circle.id


def test_each_sheet_log_has_a_file_key_of_its_own() -> None:
    circle = CircleKey(raw=RAW)
    assert circle.sheet_key(MAIN) == circle.sheet_key(MAIN)
    assert circle.sheet_key(MAIN) != circle.sheet_key(PAPERS)
    assert circle.sheet_key(MAIN).raw != RAW


def test_the_rows_of_a_log_are_named_as_its_key_and_are_no_entries() -> None:
    log = LogKey(raw=RAW)
    assert log.row_key() == RowKey(raw=RAW)
    assert log.row_key().id == log.id == LogKey(raw=RAW).id
