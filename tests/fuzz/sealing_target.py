"""Parsers of the room of sealing, from outside and from behind the tag.

Behind it stands the device of another member: what it sealed opens, whatever it is.
"""

import io
import struct
from contextlib import suppress
from dataclasses import dataclass, replace
from unittest.mock import patch

from shamir_mnemonic import MnemonicError, Share, cipher

from safeconduct.base.override import override
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.backup_box import (
    open_backup_by_passphrase,
    open_backup_by_recovery,
)
from safeconduct.sealing.box import BoxKey
from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.device import read_card, read_seeds
from safeconduct.sealing.entry_box import check_signature, header_key_id, open_entry
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.file_box import file_name, open_file
from safeconduct.sealing.grant import (
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.header import make_header
from safeconduct.sealing.invitation import (
    Invitation,
    open_invitation,
    seal_invitation,
)
from safeconduct.sealing.item import (
    HandedItem,
    ParcelItem,
    open_item,
    read_item,
    write_item,
)
from safeconduct.sealing.opening import HPKE_OVERHEAD_BYTES, OpeningKey
from safeconduct.sealing.padding import bucket, pad, unpad
from safeconduct.sealing.parcel import open_handed, open_parcel
from safeconduct.sealing.passbox import open_box
from safeconduct.sealing.row import open_row
from safeconduct.sealing.share import combine
from safeconduct.sealing.stream import CHUNK_BYTES, StreamKey, stream_key
from safeconduct.sealing.stretch import Stretch
from safeconduct.sealing.symmetric import FileKey, PostKey
from safeconduct.sealing.wrap import open_wrap, read_wrap
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.sealing.maker import (
    CIRCLE_KEY,
    DEVICE,
    GROUP,
    LOG_KEY,
    MAIN,
    RECOVERY,
    WORDS,
    fixed,
)

SALT = fixed("salt")
MAILBOX, POST = fixed("mailbox", 16), PostKey(raw=fixed("post"))
FILE_KEY = FileKey(raw=fixed("file key"))
LEAST = Stretch(memory_kib=8, passes=1, lanes=1)
_COST = struct.Struct(">IBB")
_SIGNATURE = 64
_BACKUP_HEAD = 2 + 16 + 8 + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unsealed(OpeningKey):
    """Opens what was never sealed: what stands behind the tag is reached at no cost."""

    @override
    def open(self, sealed: bytes, info: bytes, what: str) -> bytes:
        """The text, which stands where the sealed one would."""
        del info, what
        return sealed[:-HPKE_OVERHEAD_BYTES]


_BARE = _Unsealed(seed=DEVICE.opening_key.seed)
_BARE_DEVICE, _NAME = replace(DEVICE, opening_key=_BARE), DEVICE.id


def _bare(text: bytes) -> bytes:
    """A text for `_BARE` to open."""
    return text + bytes(HPKE_OVERHEAD_BYTES)


def _padded(raw: bytes) -> bytes:
    """As it would stand in an envelope: of the size of a bucket."""
    return raw.ljust(bucket(len(raw)), b"\x00")


def _entry(raw: bytes) -> None:
    opened = open_entry(raw, log=MAIN, keys={LOG_KEY.id: LOG_KEY})
    assert header_key_id(raw) == opened.key_id
    check_signature(opened, log=MAIN, author=DEVICE.entry_key.public())


def _entry_inside(raw: bytes) -> None:
    header, padded = make_header(LOG_KEY.id, SALT), _padded(raw)
    info = context("entry key", MAIN, LOG_KEY.id)
    box = LOG_KEY.box_key(salt=SALT, info=info).seal(padded, header.raw)
    opened = open_entry(header.raw + box, log=MAIN, keys={LOG_KEY.id: LOG_KEY})
    assert pad(opened.frame, opened.signature, "entry") == padded
    check_signature(opened, log=MAIN, author=DEVICE.entry_key.public())


def _author(raw: bytes) -> None:
    """A key is whatever a card says, and a signature whatever an entry ends with."""
    feed = Feed(raw=raw)
    key = EntryPublicKey(raw=feed.take(32))
    assert key.has_signed(feed.take(_SIGNATURE), feed.rest()) in {True, False}


def _padding(raw: bytes) -> None:
    padded = _padded(raw)
    text, tail = unpad(padded, _SIGNATURE, "entry")
    assert pad(text, tail, "entry") == padded


def _row(raw: bytes) -> None:
    key = LOG_KEY.row_key()
    open_row(raw, keys={key.id: key}, log=MAIN, store="list")


def sealed_row(text: bytes, store: str) -> bytes:
    """A row of the log `MAIN` with any padded text in it."""
    key = LOG_KEY.row_key()
    header = make_header(key.id, SALT)
    box_key = key.box_key(salt=SALT, info=context("row", MAIN, store.encode()))
    return header.raw + box_key.seal(text, header.raw)


def _row_inside(raw: bytes) -> None:
    _row(sealed_row(_padded(raw), "list"))


def _wrap(raw: bytes) -> None:
    assert len(read_wrap(raw).raw) < len(raw)
    open_wrap(raw, keys={CIRCLE_KEY.id: CIRCLE_KEY})


def _wrap_inside(raw: bytes) -> None:
    feed = Feed(raw=raw)
    head = SUITE + feed.take(17) + feed.take(32) + CIRCLE_KEY.id
    log, key_id = head[2:19], head[19:51]
    info = context("wrap", log[-1:], CIRCLE_KEY.id, log)
    box = CIRCLE_KEY.box_key(salt=key_id, info=info).seal(feed.rest(), head)
    _wrap(head + box)


def _grant(raw: bytes, key: OpeningKey = DEVICE.opening_key) -> None:
    head = read_grant(raw)
    with suppress(SealError):
        open_circle_grant(raw, group=GROUP, circle=b"\x01", expected=head, key=key)
    open_log_grant(raw, group=GROUP, log=MAIN, expected=head, key=key)


def _grant_inside(raw: bytes) -> None:
    feed = Feed(raw=raw)
    _grant(SUITE + feed.take(16) + feed.take(32) + _bare(feed.take(32)), _BARE)


def _card(raw: bytes) -> None:
    assert read_card(raw).to_bytes() == raw


def _card_inside(raw: bytes) -> None:
    """A card whose signature is good, whatever opening key it shows."""
    shown = b"\x01" + DEVICE.card.entry.raw + Feed(raw=raw).take(1216)
    _card(shown + DEVICE.entry_key.sign(context("device") + shown))


def _item(raw: bytes) -> None:
    open_item(raw, mailbox=MAILBOX, key=POST)


def _item_inside(raw: bytes) -> None:
    head = SUITE + SALT
    box_key = POST.box_key(salt=SALT, info=context("post", MAILBOX))
    item = open_item(head + box_key.seal(raw, head), mailbox=MAILBOX, key=POST)
    assert write_item(item) == raw
    assert read_item(raw) == item


def _handed(raw: bytes, key: OpeningKey = DEVICE.opening_key) -> None:
    open_handed(HandedItem(sealed=raw), group=GROUP, device=_NAME, key=key)


def _handed_inside(raw: bytes) -> None:
    _handed(_bare(raw), _BARE)


def _parcel_inside(raw: bytes) -> None:
    info = context("parcel", MAIN, LOG_KEY.id)
    box = LOG_KEY.box_key(salt=SALT, info=info).seal(raw, SALT)
    found = open_parcel(ParcelItem(salt=SALT, box=box), log=MAIN, key=LOG_KEY)
    assert write_item(found) == raw


def _invitation(raw: bytes) -> None:
    open_invitation(raw, device=DEVICE)


def _invitation_inside(raw: bytes) -> None:
    padded = raw if Feed(raw=raw).number() == 0xFF else _padded(raw)
    found = open_invitation(SUITE + GROUP + _NAME + _bare(padded), device=_BARE_DEVICE)
    again = seal_invitation(found, card=DEVICE.card)
    assert _same(open_invitation(again, device=DEVICE), found)


def _same(one: Invitation, other: Invitation) -> bool:
    keys = [[(circle, key.raw) for circle, key in item.keys] for item in (one, other)]
    return keys[0] == keys[1] and (one.first, one.more) == (other.first, other.more)


def _file(raw: bytes) -> None:
    source, target = io.BytesIO(raw), io.BytesIO()
    name = file_name(io.BytesIO(raw))
    length = open_file(source, target, key=FILE_KEY, log=MAIN, name=name)
    assert len(target.getvalue()) == length


def _file_inside(raw: bytes) -> None:
    info = context("file", MAIN, FILE_KEY.id)
    key = stream_key(FILE_KEY, salt=SALT, info=info)
    _file(SUITE + SALT + _chunks(key, raw))


def _chunks(key: StreamKey, raw: bytes) -> bytes:
    """One chunk, or a full one before it; both as whoever has the key seals them."""
    feed = Feed(raw=raw)
    if not feed.number() % 4:
        full = feed.part().ljust(CHUNK_BYTES, b"\x00")[:CHUNK_BYTES]
        return key.seal(full, 0, is_last=False) + key.seal(feed.rest(), 1, is_last=True)
    return key.seal(feed.rest(), 0, is_last=True)


def _backup_by_recovery(raw: bytes) -> None:
    open_backup_by_recovery(io.BytesIO(raw), io.BytesIO(), RECOVERY)


def _backup_by_passphrase(raw: bytes) -> None:
    flag = raw[_BACKUP_HEAD : _BACKUP_HEAD + 1]
    at = _BACKUP_HEAD + 1 + (32 + 1136 if flag == b"\x01" else 0)
    cheap = raw[:at] + _cheap(raw[at:])
    open_backup_by_passphrase(io.BytesIO(cheap), io.BytesIO(), WORDS)


def _box(raw: bytes) -> None:
    open_box(_cheap(raw), WORDS, name="device")


def _box_inside(raw: bytes) -> None:
    head = SUITE + _COST.pack(LEAST.memory_kib, LEAST.passes, LEAST.lanes) + SALT[:16]
    key: BoxKey = LEAST.key(WORDS, SALT[:16])
    box = key.seal(raw, context("box", b"device") + head)
    assert read_seeds(open_box(head + box, WORDS, name="device")).to_bytes() == raw


def _cheap(raw: bytes) -> bytes:
    """The same box, at the least of costs where its own would be paid."""
    if len(raw) < 2 + _COST.size:
        return raw
    memory, passes, lanes = _COST.unpack_from(raw, 2)
    if not Stretch(memory_kib=memory, passes=passes, lanes=lanes).is_reasonable():
        return raw
    cost = _COST.pack(LEAST.memory_kib, LEAST.passes, LEAST.lanes)
    return raw[:2] + cost + raw[2 + _COST.size :]


def _shares(raw: bytes) -> None:
    combine(raw.decode(errors="replace").splitlines())


def _shares_inside(raw: bytes) -> None:
    """Shares whose checksums are good, with any parameters."""
    feed = Feed(raw=raw)
    words = [_share(feed) for _ in range(feed.number() % 4)]
    # Its own cost would be paid each time.
    with patch.object(cipher, "BASE_ITERATION_COUNT", cipher.ROUND_COUNT):
        combine([one for one in words if one])


def _share(feed: Feed) -> str:
    share = Share(
        identifier=feed.number() % 2,
        extendable=feed.number() % 4 > 0,
        iteration_exponent=1 if feed.number() % 4 else 0,
        group_index=feed.number() % 16 if not feed.number() % 8 else 0,
        group_threshold=1,
        group_count=1 + (feed.number() % 16 if not feed.number() % 8 else 0),
        index=feed.number() % 16,
        member_threshold=1 + feed.number() % 16,
        value=feed.take(32 if feed.number() % 8 else 2 * (8 + feed.number() % 16)),
    )
    with suppress(MnemonicError):
        return str(share.mnemonic())
    return ""


TARGETS = {
    "entry": Target(ways=(_entry, _entry_inside)),
    "author": Target(ways=(_author,), most_bytes=512),
    "padding": Target(ways=(_padding,), most_bytes=8300),
    "row": Target(ways=(_row, _row_inside)),
    "wrap": Target(ways=(_wrap, _wrap_inside), most_bytes=256),
    "grant": Target(ways=(_grant, _grant_inside), most_bytes=1300),
    "card": Target(ways=(_card, _card_inside), most_bytes=1400),
    "item": Target(ways=(_item, _item_inside)),
    "handed": Target(ways=(_handed, _handed_inside, _parcel_inside), most_bytes=2048),
    "invitation": Target(ways=(_invitation, _invitation_inside), most_bytes=2048),
    "file": Target(ways=(_file, _file_inside), most_bytes=8300),
    "backup": Target(
        ways=(_backup_by_recovery, _backup_by_passphrase), most_bytes=8300
    ),
    "box": Target(ways=(_box, _box_inside), most_bytes=512),
    "shares": Target(ways=(_shares, _shares_inside), most_bytes=1024),
}
