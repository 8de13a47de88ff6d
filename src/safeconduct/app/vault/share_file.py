"""Shares of a recovery key as files, one for each person (spec/log.md §14)."""

from collections.abc import Iterable
from pathlib import Path

from safeconduct.app.machine.file import read_text, resolved, write_whole
from safeconduct.app.vault.vault_home import surroundings
from safeconduct.base.errors import Fault, InputError
from safeconduct.log.entries.act import RecoveryKey
from safeconduct.log.rescue.recovering import new_recovery

_MOST_BYTES = 4096


def share_out(folder: Path, *, needed: int, shares: int) -> RecoveryKey:
    """Make a recovery key and write its shares; they are on the disk when this returns.

    Raises:
        InputError: the numbers make no sense, or a file is there already.
    """
    made, mnemonics = new_recovery(surroundings(), needed=needed, shares=shares)
    paths = [folder / f"share-{at}.txt" for at in range(1, shares + 1)]
    for path in paths:
        if resolved(path).exists():
            what = "This file is there already: a share is never written over."
            raise InputError([Fault(file=path.name, what=what)])
    for path, words in zip(paths, mnemonics, strict=True):
        write_whole(path, f"{words}\n".encode(), durable=True)
    return made


def read_shares(paths: Iterable[Path]) -> tuple[str, ...]:
    """The shares in some files.

    Raises:
        InputError: a file cannot be read.
    """
    return tuple(" ".join(read_text(path, most=_MOST_BYTES).split()) for path in paths)
