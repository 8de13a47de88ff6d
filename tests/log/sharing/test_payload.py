"""What of a log goes on its way: keys before entries, entries before files."""

import io
from pathlib import Path

import pytest

from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import say, share
from safeconduct.log.entries.body import FileKept, TextWritten
from safeconduct.log.name import LogName
from safeconduct.log.sharing.payload import (
    as_sent,
    files_of,
    payloads_of,
    pieces_here,
    waiting_file,
)
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.item import (
    MOST_PIECE_BYTES,
    EntryItem,
    GrantItem,
    PieceItem,
    WrapItem,
    read_item,
    write_item,
)
from tests.log.single_kit import papers, town_with_papers, vault_of
from tests.log.town_kit import Town

LONG = bytes(range(256)) * ((MOST_PIECE_BYTES + 5000) // 256)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_with_papers(tmp_path)


def kept(vault: Vault, log: LogName) -> bytes:
    """A long file in a log; its name."""
    source = io.BytesIO(LONG)
    attach(vault, log, source, length=len(LONG), kind="image/png", title="")
    ((_, body),) = vault.view(log).current(FileKept)
    return body.file


def test_keys_go_before_entries_and_entries_before_files(town: Town) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    share(clara, log, clara.me().member, history=True)
    name = kept(clara, log)
    items = [read_item(payload) for payload in payloads_of(clara, log)]
    kinds = [type(item) for item in items]
    order = [GrantItem, WrapItem, EntryItem, PieceItem]
    assert kinds == sorted(kinds, key=order.index)
    assert [*dict.fromkeys(kinds)] == order
    entries = [item.envelope for item in items if isinstance(item, EntryItem)]
    assert entries == [one.envelope for one in clara.store.envelopes(log)]
    pieces = [item for item in items if isinstance(item, PieceItem)]
    assert {piece.name for piece in pieces} == {name} == files_of(clara, log)
    assert len(pieces) == 2
    stored = clara.files.path(name).read_bytes()
    assert b"".join(piece.content for piece in pieces) == stored
    assert [piece.offset for piece in pieces] == [0, MOST_PIECE_BYTES]


def test_a_circles_mailbox_gets_the_grants_of_its_own_and_no_others(
    town: Town,
) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    for who in ("clara", "boris"):
        share(clara, log, vault_of(town, who).me().member, history=True)
    given = {read_grant(grant).device for _, grant in clara.bag.grants(subject=log.raw)}
    assert given == {clara.device, vault_of(town, "boris").device}
    items = map(read_item, payloads_of(clara, log))
    grants = [item.grant for item in items if isinstance(item, GrantItem)]
    assert {read_grant(grant).device for grant in grants} == {clara.device}


def test_a_file_that_waits_goes_in_its_pieces_and_all_else_as_it_is(
    town: Town,
) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    name = kept(clara, log)
    sent = list(as_sent(clara, waiting_file(log, name)))
    assert sent == list(pieces_here(clara, log.raw, name))
    assert len(sent) == 2
    # Of the length of a file that waits, and something else.
    for content in (b"x", b""):
        length = len(waiting_file(log, name)) - 17 - 1
        entry = write_item(EntryItem(log=log.raw, envelope=b"e" * length + content))
        assert list(as_sent(clara, entry)) == [entry]


def test_a_file_that_is_not_here_is_not_sent(town: Town) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    assert list(pieces_here(clara, log.raw, b"n" * 32)) == []
    assert list(pieces_here(clara, log.raw, b"")) == []
    assert list(as_sent(clara, waiting_file(log, b"n" * 32))) == []


def test_the_files_of_a_log_that_does_not_open_are_not_known(town: Town) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    kept(clara, log)
    say(clara, log, TextWritten(text="more"))
    town.sync("clara")
    assert files_of(vault_of(town, "anna"), log) == frozenset()
