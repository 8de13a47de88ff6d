"""Backups: either the passphrase or the recovery key opens one."""

import io
import secrets
from dataclasses import replace

import pytest

from safeconduct.sealing.backup_box import (
    BackupHead,
    BackupLocks,
    open_backup_by_passphrase,
    open_backup_by_recovery,
    read_backup_head,
    seal_backup,
)
from safeconduct.sealing.errors import Failure, SealError
from tests.sealing.maker import CHEAP, GROUP, RECOVERY, WORDS, fixed

CONTENT = fixed("backup", 200_000)
HEAD = BackupHead(group=GROUP, number=2**40, expires=20_000)
LOCKS = BackupLocks(passphrase=WORDS, stretch=CHEAP, recovery=RECOVERY.public())


def backup(locks: BackupLocks = LOCKS) -> bytes:
    stored = io.BytesIO()
    seal_backup(
        io.BytesIO(CONTENT),
        stored,
        head=HEAD,
        locks=locks,
        length=len(CONTENT),
        entropy=secrets.token_bytes,
    )
    return stored.getvalue()


def test_either_opens_it() -> None:
    raw = backup()
    by_words, by_key = io.BytesIO(), io.BytesIO()
    assert open_backup_by_passphrase(io.BytesIO(raw), by_words, WORDS) == HEAD
    assert open_backup_by_recovery(io.BytesIO(raw), by_key, RECOVERY) == HEAD
    assert by_words.getvalue() == by_key.getvalue() == CONTENT


def test_each_secret_of_it_is_drawn_for_itself() -> None:
    drawn: list[int] = []

    def draw(size: int) -> bytes:
        drawn.append(size)
        return fixed(f"draw {len(drawn)}", size)

    stored = io.BytesIO()
    seal_backup(io.BytesIO(b""), stored, head=HEAD, locks=LOCKS, length=0, entropy=draw)
    assert drawn == [32, 16, 32]
    assert fixed("draw 1") not in stored.getvalue()


def test_whose_it_is_is_read_without_opening() -> None:
    assert read_backup_head(io.BytesIO(backup())) == HEAD


def test_its_passphrase_is_never_shown() -> None:
    assert WORDS not in repr(LOCKS)


def test_a_backup_that_is_cut_off_anywhere_is_refused() -> None:
    raw = backup()
    for end in (0, 1, 29, 30, 31, 1198, 1270, 1302, 1318, len(raw) - 1):
        with pytest.raises(SealError):
            open_backup_by_passphrase(io.BytesIO(raw[:end]), io.BytesIO(), WORDS)


def test_a_short_passphrase_is_not_taken() -> None:
    weak = replace(LOCKS, passphrase=WORDS[:11])
    with pytest.raises(SealError) as caught:
        backup(weak)
    assert caught.value.kind is Failure.TOO_SHORT
