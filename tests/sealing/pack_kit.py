"""Small law packs whose keys come from fixed seeds."""

import base64
import io
import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from safeconduct.app.books.pack_store import Installed
from safeconduct.sealing.archive import write_archive
from safeconduct.sealing.law_pack import draft, sign_pack
from safeconduct.sealing.law_root import make_root, sign_root
from safeconduct.sealing.signature import LawKey
from tests.rulebook.page_kit import SMALL, finding, head, rules

TODAY = date(2026, 11, 22)
LAST = date(2027, 3, 20)
ROOT_LAST = date(2028, 11, 22)
FILE = "law.pack"
KEYS = {name: LawKey(name=f"desk {name}", seed=name.encode() * 32) for name in "ABCDEF"}
PAGE = head() + rules("xx.q IF refusal.said") + finding("xx.q")
HOLIDAYS = (
    'read = 2026-01-02\nsource = "Act 2"\nknown_until = 2026\n'
    '[days]\n2026 = ["01-01"]\n'
)
LAW = {"xx/leave.md": PAGE.encode(), "vocabulary/small.toml": SMALL.read_bytes()}


def root(
    keys: str = "ABC", *, by: str = "AB", after: bytes = b"", expires: date = ROOT_LAST
) -> bytes:
    """A root with some keys, signed by some."""
    public = [KEYS[name].public() for name in keys]
    raw = make_root(public, expires=expires, after=after, file=FILE)
    for name in by:
        raw = sign_root(raw, KEYS[name], after=after, file=FILE)
    return raw


ROOT = root()


def pack(
    number: int = 1,
    *,
    by: str = "AB",
    law: Mapping[str, bytes] | None = None,
    roots: Sequence[bytes] = (ROOT,),
    expires: date = LAST,
) -> dict[str, bytes]:
    """The files of a pack, signed by some."""
    files = draft(law or LAW, roots, number=number, expires=expires, file=FILE)
    for name in by:
        files = sign_pack(files, KEYS[name], file=FILE)
    return files


def after(files: Mapping[str, bytes] | None = None, trusted: bytes = ROOT) -> Installed:
    """What is trusted and was seen once a pack was installed."""
    if files is None:
        return Installed(root=trusted)
    return Installed(root=trusted, timestamp=files["metadata/timestamp.json"])


def edited(raw: bytes, **signed: object) -> bytes:
    """Metadata of which something in the signed part was changed after signing."""
    content = json.loads(raw)
    content["signed"].update(signed)
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def part(raw: bytes, name: str) -> dict[str, dict[str, object]]:
    """One table of the signed part of metadata."""
    return cast("dict[str, dict[str, object]]", json.loads(raw)["signed"][name])


def zipped(files: Sequence[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """An archive of any entries, as they come."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's, at a name that comes twice
        with zipfile.ZipFile(out, "w") as archive:
            for entry, content in files:
                archive.writestr(entry, content)
    return out.getvalue()


def plain(name: str) -> zipfile.ZipInfo:
    """An entry of the one form, under any name."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One pack, what is trusted before, and what a reader must say."""

    expect: str
    section: str
    comment: str
    raw: bytes
    state: Installed
    today: date = TODAY

    def to_bytes(self) -> bytes:
        """A vector: its header, an empty line, the bytes of the pack."""
        head = {
            "expect": self.expect,
            "spec": f"law-pack {self.section}",
            "comment": self.comment,
            "today": self.today.isoformat(),
            "root": base64.b64encode(self.state.root).decode(),
            "timestamp": base64.b64encode(self.state.timestamp).decode(),
        }
        lines = (f"{key}: {value}\n" for key, value in head.items() if value)
        return "".join(lines).encode() + b"\n" + self.raw

    @staticmethod
    def from_bytes(vector: bytes) -> "Scenario":
        """Read a vector; an unknown header is refused."""
        head, _, raw = vector.partition(b"\n\n")
        lines = [line.partition(": ") for line in head.decode().splitlines()]
        read = {key: value for key, _, value in lines}
        section = read.pop("spec").removeprefix("law-pack ")
        trusted = [base64.b64decode(read.pop(key, "")) for key in ("root", "timestamp")]
        today = date.fromisoformat(read.pop("today"))
        return Scenario(
            section=section,
            raw=raw,
            today=today,
            state=Installed(root=trusted[0], timestamp=trusted[1]),
            expect=read.pop("expect"),
            comment=read.pop("comment"),
            **read,
        )


def archive(files: Mapping[str, bytes]) -> bytes:
    """The archive of a pack."""
    return write_archive(files)
