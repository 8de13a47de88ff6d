"""Vectors of envelopes as files, and what our readers say of them (§14)."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.backup_box import (
    open_backup_by_passphrase,
    open_backup_by_recovery,
)
from safeconduct.sealing.device import DeviceSeeds, make_device, read_card
from safeconduct.sealing.entry_box import check_signature, open_entry
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.file_box import open_file
from safeconduct.sealing.grant import GrantHead, open_circle_grant, open_log_grant
from safeconduct.sealing.invitation import open_invitation
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    ParcelItem,
    PieceItem,
    WrapItem,
    open_item,
    read_item,
    write_item,
)
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.parcel import open_handed, open_parcel
from safeconduct.sealing.passbox import open_box
from safeconduct.sealing.row import open_row
from safeconduct.sealing.share import combine
from safeconduct.sealing.symmetric import CircleKey, FileKey, LogKey, PostKey, RowKey
from safeconduct.sealing.wrap import open_wrap

FOLDER = Path(__file__).parents[2] / "vectors" / "envelope"
OPENS = "opens"
Inputs = Mapping[str, bytes]
# What each form is read with; `under` is the id under which the key is at hand, where
# that is not its own, and `gives` what must come out.
KNOWN = {
    "entry": {"log", "key", "under", "author", "gives"},
    "wrap": {"key", "under", "gives"},
    "grant": {"group", "circle", "log", "device", "key id", "seed", "gives"},
    "card": {"gives"},
    "box": {"name", "passphrase", "gives"},
    "file": {"log", "key", "name", "gives"},
    "item": {"mailbox", "key", "gives"},
    "handed": {"group", "device", "seed", "gives"},
    "parcel": {"log", "key", "gives"},
    "row": {"log", "store", "key", "under", "gives"},
    "shares": {"gives"},
    "invitation": {"entry seed", "seed", "gives"},
    "backup": {"passphrase", "seed", "gives"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """Some bytes, what they are read with, and what a reader must say."""

    form: str
    expect: str
    section: str
    comment: str
    inputs: Inputs
    raw: bytes

    def to_text(self) -> str:
        """The file: a header, an empty line, the bytes."""
        lines = [
            f"expect: {self.expect}",
            f"spec: envelope {self.section}",
            f"comment: {self.comment}",
            f"form: {self.form}",
            *(f"{name}: {raw.hex()}".rstrip() for name, raw in self.inputs.items()),
        ]
        return "\n".join([*lines, "", self.raw.hex(), ""])

    @staticmethod
    def from_text(text: str) -> "Vector":
        """Read a file; a header that is not known is refused."""
        top, _, raw = text.partition("\n\n")
        head = dict(line.split(":", 1) for line in top.splitlines())
        found = {name: value.strip() for name, value in head.items()}
        expect, comment = found.pop("expect"), found.pop("comment")
        form, section = found.pop("form"), found.pop("spec").removeprefix("envelope ")
        unknown = found.keys() - KNOWN[form]
        assert not unknown, unknown
        return Vector(
            form=form,
            expect=expect,
            section=section,
            comment=comment,
            inputs={name: bytes.fromhex(value) for name, value in found.items()},
            raw=bytes.fromhex(raw),
        )


def outcome(vector: Vector) -> tuple[str, bytes]:
    """`opens` and what comes out, or the kind of the failure and nothing."""
    try:
        return OPENS, READERS[vector.form](vector.raw, vector.inputs)
    except SealError as error:
        return error.kind.value, b""


def _entry(raw: bytes, given: Inputs) -> bytes:
    key = LogKey(raw=given["key"])
    keys = {given.get("under", key.id): key}
    opened = open_entry(raw, log=given["log"], keys=keys)
    author = EntryPublicKey(raw=given["author"])
    check_signature(opened, log=given["log"], author=author)
    return opened.frame


def _wrap(raw: bytes, given: Inputs) -> bytes:
    key = CircleKey(raw=given["key"])
    return open_wrap(raw, keys={given.get("under", key.id): key}).raw


def _grant(raw: bytes, given: Inputs) -> bytes:
    expected = GrantHead(device=given["device"], key_id=given["key id"])
    key, group = OpeningKey(seed=given["seed"]), given["group"]
    if "circle" in given:
        circle = given["circle"]
        return open_circle_grant(
            raw, group=group, circle=circle, expected=expected, key=key
        ).raw
    log = given["log"]
    return open_log_grant(raw, group=group, log=log, expected=expected, key=key).raw


def _box(raw: bytes, given: Inputs) -> bytes:
    return open_box(raw, given["passphrase"].decode(), name=given["name"].decode())


def _file(raw: bytes, given: Inputs) -> bytes:
    content = io.BytesIO()
    key = FileKey(raw=given["key"])
    open_file(io.BytesIO(raw), content, key=key, log=given["log"], name=given["name"])
    return sha256(content.getvalue()).digest()


def _item(raw: bytes, given: Inputs) -> bytes:
    item = open_item(raw, mailbox=given["mailbox"], key=PostKey(raw=given["key"]))
    assert read_item(write_item(item)) == item
    match item:
        case EntryItem():
            return b"\x01" + item.log + item.envelope
        case WrapItem():
            return b"\x02" + item.wrap
        case GrantItem():
            return b"\x03" + bytes([len(item.subject)]) + item.subject + item.grant
        case PieceItem():
            place = item.offset.to_bytes(8)
            return b"\x04" + item.log + item.name + place + item.content
        case HandedItem():
            return b"\x06" + item.sealed
        case ParcelItem():
            return b"\x07" + item.salt + item.box


def _handed(raw: bytes, given: Inputs) -> bytes:
    item, key = HandedItem(sealed=raw), OpeningKey(seed=given["seed"])
    group, device = given["group"], given["device"]
    return write_item(open_handed(item, group=group, device=device, key=key))


def _parcel(raw: bytes, given: Inputs) -> bytes:
    item = read_item(b"\x07" + raw)
    assert isinstance(item, ParcelItem)
    key = LogKey(raw=given["key"])
    return write_item(open_parcel(item, log=given["log"], key=key))


def _row(raw: bytes, given: Inputs) -> bytes:
    key = RowKey(raw=given["key"])
    keys = {given.get("under", key.id): key}
    return open_row(raw, keys=keys, log=given["log"], store=given["store"].decode())


def _invitation(raw: bytes, given: Inputs) -> bytes:
    seeds = DeviceSeeds(
        entry=given["entry seed"], opening=given["seed"], stores=bytes(32)
    )
    found = open_invitation(raw, device=make_device(seeds))
    keys = b"".join(bytes([circle]) + key.raw for circle, key in found.keys)
    count = len(found.keys).to_bytes(2)
    return found.group + found.first + count + keys + found.more


def _backup(raw: bytes, given: Inputs) -> bytes:
    source, content = io.BytesIO(raw), io.BytesIO()
    if "seed" in given:
        open_backup_by_recovery(source, content, OpeningKey(seed=given["seed"]))
    else:
        open_backup_by_passphrase(source, content, given["passphrase"].decode())
    return sha256(content.getvalue()).digest()


READERS: dict[str, Callable[[bytes, Inputs], bytes]] = {
    "entry": _entry,
    "wrap": _wrap,
    "grant": _grant,
    "card": lambda raw, _: read_card(raw).id,
    "box": _box,
    "file": _file,
    "item": _item,
    "handed": _handed,
    "parcel": _parcel,
    "row": _row,
    "invitation": _invitation,
    "shares": lambda raw, _: combine(raw.decode().splitlines()).seed,
    "backup": _backup,
}
