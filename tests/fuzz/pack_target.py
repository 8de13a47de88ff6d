"""Parsers of law packs, of the keys that sign them, and of what an installation keeps.

Also what is signed is fuzzed: a signature says who wrote metadata, not that they hold.
"""

import json
import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from securesystemslib.exceptions import FormatError
from securesystemslib.formats import encode_canonical
from tuf.api.metadata import Snapshot, Targets, Timestamp

from safeconduct.app.books.law_folder import recorded_days
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import read_installed
from safeconduct.base.errors import InputError
from safeconduct.sealing import law_pack, law_root
from safeconduct.sealing.archive import read_archive, write_archive
from safeconduct.sealing.metadata import read_role, read_root
from safeconduct.sealing.signature import open_key, read_public, seal_key, write_public
from safeconduct.sealing.stretch import Stretch
from safeconduct.sealing.trust import Seen, check_first_root, check_next_root, verify
from tests.fuzz.feed import Feed
from tests.fuzz.law_target import OWN, RULEBOOK, texts_of
from tests.fuzz.odd import reworded
from tests.fuzz.target import Target, byte_ways, memory_folder, text_ways
from tests.sealing.pack_kit import FILE, KEYS, ROOT, TODAY, pack

WORDS = "six words nobody would ever guess"
PACK = pack(2)
NAMES = tuple(sorted(name for name in PACK if name.startswith("metadata/")))
METADATA = tuple(PACK[name].decode() for name in NAMES)
KEY_FILES = (
    write_public(KEYS["A"].public()),
    seal_key(
        KEYS["A"],
        WORDS,
        salt=bytes(16),
        stretch=Stretch(memory_kib=8, passes=1, lanes=1),
    ),
)
INSTALLED = texts_of("installed.toml", folder=OWN)
PRIORS = texts_of("priors.toml", folder=OWN)
RECORDED = ('[recorded]\n"sha256:0a" = 2026-01-02\n"sha256:0b" = 2026-01-03\n',)
_COSTS = re.compile(r"(memory_kib|passes|lanes)(\s*=\s*)[\d_]{2,}")


def _archive(raw: bytes) -> None:
    assert write_archive(read_archive(raw, file=FILE)) == raw


def _archive_written(raw: bytes) -> None:
    """An archive of any names, as our own writer makes it."""
    feed = Feed(raw=raw)
    parts = list(feed.parts())
    names = [part.decode("latin-1") for part in parts[::2]]
    files = dict(zip(names, parts[1::2], strict=False))
    # Of the writer: no archive holds such a name, or one that is cut comes twice.
    with suppress(ValueError), warnings.catch_warnings(action="ignore"):
        _archive(write_archive(files))


def _metadata(raw: bytes) -> None:
    with suppress(InputError):
        read_role(raw, Targets, file=FILE)
    with suppress(InputError):
        read_role(raw, Snapshot, file=FILE)
    with suppress(InputError):
        read_role(raw, Timestamp, file=FILE)
    check_next_root(raw, ROOT, file=FILE)


def _root(raw: bytes) -> None:
    read_root(raw, file=FILE)
    law_root.fingerprint(raw, file=FILE)
    law_root.summary(raw, after=ROOT, file=FILE)


def _root_signed(raw: bytes) -> None:
    root = _signed(reworded([ROOT.decode()], raw))
    with suppress(InputError):
        check_first_root(root, file=FILE)
    with suppress(InputError):
        check_next_root(root, ROOT, file=FILE)
    _root(root)


def _signed(text: str) -> bytes:
    """Metadata whose signatures are good, where their form lets them be signed."""
    try:
        content = json.loads(text)
        message = str(encode_canonical(content["signed"])).encode()
        for one, key in zip(content["signatures"], "AB", strict=False):
            one["sig"] = KEYS[key].private().sign(message).hex()
    except (ValueError, KeyError, TypeError, RecursionError, FormatError):
        return text.encode(errors="replace")
    return json.dumps(content).encode(errors="replace")


def _pack(files: Mapping[str, bytes]) -> None:
    with suppress(InputError):
        law_pack.summary(files, file=FILE)
    verify(files, Seen(root=ROOT), today=TODAY, file=FILE)


def _pack_raw(raw: bytes) -> None:
    feed = Feed(raw=raw)
    _pack({**PACK, feed.pick(NAMES): feed.rest()})


def _pack_signed(raw: bytes) -> None:
    feed = Feed(raw=raw)
    at = feed.number() % len(NAMES)
    _pack({**PACK, NAMES[at]: _signed(reworded([METADATA[at]], feed.rest()))})


def _key_file(text: str) -> None:
    # Its own cost would be paid each time.
    cheap = _COSTS.sub(r"\g<1>\g<2>8", text)
    with suppress(InputError):
        public = read_public(cheap, file=FILE)
        assert read_public(write_public(public), file=FILE) == public
    open_key(cheap, WORDS, file=FILE)


@cache
def _home() -> TemporaryDirectory[str]:
    """One folder for all inputs: each is written over the one before."""
    made = memory_folder()
    (Path(made.name) / "law").mkdir()
    return made


def _written(name: str, raw: bytes) -> Path:
    """The folder, with a file in it."""
    home = Path(_home().name)
    (home / name).write_bytes(raw)
    return home


def _installed(raw: bytes) -> None:
    read_installed(_written("law/installed.toml", raw))


def _priors(raw: bytes) -> None:
    folder = _written("priors.toml", raw)
    Library(folder, folder, rulebook=RULEBOOK)


def _recorded(raw: bytes) -> None:
    found = recorded_days(_written("recorded.toml", raw) / "recorded.toml")
    assert all(isinstance(day, date) for day in found.values())


TARGETS = {
    "archive": Target(ways=(_archive, _archive_written), most_bytes=8192),
    "metadata": Target(ways=(_metadata,)),
    "root": Target(ways=(_root, _root_signed), most_bytes=3072),
    "pack": Target(ways=(_pack_raw, _pack_signed), most_bytes=2048),
    "law_key": Target(ways=text_ways(_key_file, KEY_FILES), most_bytes=512),
    "installed": Target(ways=byte_ways(_installed, INSTALLED), most_bytes=1024),
    "priors": Target(ways=byte_ways(_priors, PRIORS), most_bytes=512),
    "recorded": Target(ways=byte_ways(_recorded, RECORDED), most_bytes=512),
}
