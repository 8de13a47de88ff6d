"""Parsers of the room of the log: frames, bodies, sheets, bundles, relays' answers."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httpx

from safeconduct.base.digest import Json, canonical
from safeconduct.base.parcel import DropToken, ItemId, MailboxId
from safeconduct.log.entries.act import ACTS, read_act, write_act
from safeconduct.log.entries.body import (
    KINDS,
    UnknownBody,
    kind_of,
    read_body,
    write_body,
)
from safeconduct.log.entries.frame import Frame, read_frame, write_frame
from safeconduct.log.exchange.bundle import read_bundle, write_bundle
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
)
from safeconduct.log.group.line_book import Address, read_more, write_more
from safeconduct.log.keys.sheet import read_sheet, write_sheet
from safeconduct.log.name import (
    NO_ENTRY,
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.replay.list_row import open_list_row, seal_list_row
from safeconduct.log.replay.reading import read_log
from safeconduct.log.search.words import excerpt_of, folded, query_of, text_of
from safeconduct.log.stores.backup_content import (
    FILES_FOLDER,
    STORE_FILE,
    Joined,
    Unpacker,
)
from safeconduct.log.stores.store import Arrival
from safeconduct.sealing.entry_box import entry_id, seal_entry
from safeconduct.sealing.padding import pad
from safeconduct.sealing.symmetric import PostKey
from tests.fuzz.feed import Feed
from tests.fuzz.odd import reworded
from tests.fuzz.sample import samples
from tests.fuzz.sealing_target import SALT, sealed_row
from tests.fuzz.target import Target, memory_folder
from tests.sealing.maker import CASE, DEVICE, LOG_KEY

LOG = LogName(case=CaseId(CASE), compartment=Compartment.MAIN)
BODIES = samples(KINDS.values(), write_body)
ACT_TEXTS = samples(ACTS.values(), write_act)
INVITED = (
    write_more(
        Address(
            circle=circle,
            relay="https://relay.example",
            mailbox=MailboxId(bytes(16)),
            capability=bytes(32),
            key=PostKey(raw=bytes(32)),
        )
        for circle in Compartment
    ).decode(),
)
_KEYS = {KeyId(LOG_KEY.id): LOG_KEY}


def _frame(raw: bytes) -> None:
    assert write_frame(read_frame(raw)) == raw


def framed(content: bytes) -> bytes:
    """A frame of our device around any bytes."""
    empty = Frame(
        device=DeviceId(DEVICE.id),
        sequence=1,
        previous=NO_ENTRY,
        minute=0,
        heads=(),
        content={},
    )
    return write_frame(empty).removesuffix(b"{}") + content


def content_of(text: str | bytes) -> Json:
    """The content that a frame would let through; nothing if it would not."""
    return read_frame(framed(text if isinstance(text, bytes) else plain(text))).content


def plain(text: str) -> bytes:
    """The canonical bytes of some JSON."""
    try:
        return canonical(cast("Json", json.loads(text))).encode(errors="replace")
    except (ValueError, RecursionError):
        return text.encode(errors="replace")


def _body(content: Json) -> None:
    body = read_body(content)
    assert kind_of(body) not in KINDS or write_body(body) == content
    text = text_of(body)
    query_of(text)
    excerpt_of(text, text[:20])


def _act(content: Json) -> None:
    act = read_act(content)
    assert isinstance(act, UnknownBody) or write_act(act) == content


def _words(raw: bytes) -> None:
    text = raw.decode(errors="replace")
    assert folded(folded(text)) == folded(text)
    assert '"' not in query_of(text).replace('" "', "").replace('"*', '"').strip('"')
    assert "\n" not in excerpt_of(text, text[:20])


def _reading(raw: bytes) -> None:
    """Entries that a member sealed and signed: each is read, or named as bad."""
    frames = [part for part in Feed(raw=raw).parts() if len(part) < 4096][:4]
    envelopes = [
        seal_entry(frame, log=LOG.raw, key=LOG_KEY, author=DEVICE.entry_key, salt=SALT)
        for frame in frames
    ]
    arrivals = [
        Arrival(log=LOG, id=EntryId(entry_id(one)), envelope=one) for one in envelopes
    ]
    found = read_log(
        LOG, arrivals, keys=_KEYS, author_of=lambda _: DEVICE.entry_key.public()
    )
    assert found.names() == {item.id for item in arrivals}


def _sheet(raw: bytes) -> None:
    assert write_sheet(read_sheet(raw)) == raw


def _bundle(raw: bytes) -> None:
    assert write_bundle(read_bundle(raw, file="stick"), file="stick") == raw


def _bundle_inside(raw: bytes) -> None:
    whole = b"safeconduct bundle 1\n" + raw
    _bundle(whole + hashlib.sha256(whole).digest())


@contextmanager
def _folder() -> Iterator[Path]:
    with memory_folder() as made:
        yield Path(made)


def _backup_content(raw: bytes) -> None:
    with _folder() as folder:
        taker = Unpacker(folder)
        try:
            for at in range(0, len(raw), 1000):
                taker.write(raw[at : at + 1000])
            keys = taker.end()
        finally:
            taker.close()
        files = sorted((folder / FILES_FOLDER).glob("*"))
        if len(files) < 2:  # their order is the sender's
            joined = Joined(keys, folder / STORE_FILE, files)
            assert joined.read(len(raw) + 1) == raw


def _list_row(text: bytes) -> None:
    """A row that a member could have put into a backup."""
    row = sealed_row(pad(text, b"", "row"), "list")
    found = open_list_row(row, LOG, _KEYS)
    if found is not None:
        again = seal_list_row(found, key=LOG_KEY.row_key(), salt=SALT)
        assert open_list_row(again, LOG, _KEYS) == found


def _invited(text: bytes) -> None:
    found = read_more(text)
    assert read_more(write_more(found)) == found


@dataclass(slots=True)
class _Asking:
    """A relay that answers whatever an input says, and the one line to it."""

    status: int = 200
    content: bytes = b""
    line: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """A line is open for as long as inputs come."""
        answer = httpx.MockTransport(lambda _: self.answer())
        self.line = httpx.Client(base_url="https://relay.example", transport=answer)

    def answer(self) -> httpx.Response:
        """What the input says, as it would be streamed."""
        return httpx.Response(self.status, content=iter([self.content]))

    def __call__(self, raw: bytes) -> None:
        """Ask for one thing."""
        feed = Feed(raw=raw)
        self.status = feed.pick((200, 200, 200, 200, 404, 429, 503, 302, 500, 204))
        what, after, self.content = feed.number() % 5, feed.number(), feed.rest()
        box = RelayMailbox(self.line, Capability(raw=SALT), token_of=DropToken)
        if what == 0:
            assert len(box.post([b"one", b"two"])) == 2
        elif what == 1:
            box.drop([ItemId(SALT)])
        elif what == 2:
            Administration(self.line, Capability(raw=SALT)).open()
        else:
            found = box.fetch(after)
            assert [number for number, _ in found.items if number <= after] == []


TARGETS = {
    "frame": Target(ways=(_frame, lambda raw: _frame(framed(raw))), most_bytes=2048),
    "body": Target(
        ways=(
            lambda raw: _body(content_of(raw)),
            lambda raw: _body(content_of(reworded(BODIES, raw))),
        ),
        most_bytes=1024,
    ),
    "act": Target(
        ways=(
            lambda raw: _act(content_of(raw)),
            lambda raw: _act(content_of(reworded(ACT_TEXTS, raw))),
        ),
        most_bytes=1024,
    ),
    "words": Target(ways=(_words,), refusals=(), most_bytes=512),
    "reading": Target(ways=(_reading,), refusals=()),
    "sheet": Target(ways=(_sheet,)),
    "bundle": Target(ways=(_bundle, _bundle_inside)),
    "backup_content": Target(ways=(_backup_content,)),
    "list_row": Target(ways=(_list_row,), most_bytes=1024),
    "invited": Target(
        ways=(_invited, lambda raw: _invited(reworded(INVITED, raw).encode())),
        most_bytes=1024,
    ),
    "relay_answer": Target(ways=(_Asking(),), most_bytes=2048),
}
