"""The one form of a law pack as an archive (spec/law-pack.md §4): files in, bytes out.

Nothing in an archive is believed: names, sizes and kinds are checked before anything
is read, and in the end the bytes must be those that writing the files again gives.
"""

import io
import re
import struct
import zipfile
from collections.abc import Mapping

from safeconduct.base.plain import one_line
from safeconduct.sealing.errors import Refusal, RefusedError

MAX_BYTES = 32 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_ENTRY_BYTES = 4 * 1024 * 1024
MAX_METADATA_BYTES = 1024 * 1024
METADATA = "metadata/"
_PART = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_TABLES = "vocabulary|holidays|help|replay"
_ROLES = r"(?:[1-9][0-9]{0,8}\.root|targets|snapshot|timestamp)"
_NAME = re.compile(
    rf"metadata/{_ROLES}\.json"
    rf"|(?:(?!(?:metadata|{_TABLES})/)(?:{_PART}/){{0,3}}){_PART}\.md"
    rf"|(?:{_TABLES})/{_PART}\.toml"
    r"|(?:priors|recorded|terms)\.toml"
)
_MAX_NAME = 100
# Of a name that no pack holds; it may be anything.
MOST_SHOWN = 60
_DATED = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN = 0o100644 << 16
_ENTRY = b"PK\x01\x02"
# What the library raises at bytes that are no archive.
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)


def is_allowed(name: str) -> bool:
    """Whether a pack may hold a file of this name."""
    return len(name) <= _MAX_NAME and _NAME.fullmatch(name) is not None


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The archive of some files; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATED)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN
            archive.writestr(entry, files[name])
    return out.getvalue()


def read_archive(raw: bytes, *, file: str) -> dict[str, bytes]:
    """The files of an archive, by name.

    Raises:
        RefusedError: it is none, too large, or not in the one form.
    """
    if len(raw) > MAX_BYTES:
        what = f"The pack has {len(raw)} bytes; at most {MAX_BYTES} are read."
        raise RefusedError(Refusal.TOO_LARGE, what, file=file)
    # Before the library makes a record of each entry: no table has more than these.
    if raw.count(_ENTRY) > MAX_ENTRIES:
        what = f"The pack holds more than {MAX_ENTRIES} files."
        raise RefusedError(Refusal.TOO_LARGE, what, file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_entries(entries, file=file)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN as error:
        what = "This is no law pack, or a part of it is cut off."
        raise RefusedError(Refusal.NOT_A_PACK, what, file=file) from error
    if write_archive(files) != raw:
        what = "The pack is not in the one form in which packs are written."
        raise RefusedError(Refusal.NOT_PLAIN, what, file=file)
    return files


def _check_entries(entries: list[zipfile.ZipInfo], *, file: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if not is_allowed(name):
            shown = one_line(name, most=MOST_SHOWN)
            what = f"The pack holds '{shown}': no such name belongs in a pack."
            raise RefusedError(Refusal.BAD_NAME, what, file=file)
        if name.lower() in seen:
            what = f"The pack holds '{name}' twice."
            raise RefusedError(Refusal.DOUBLED, what, file=file)
        seen.add(name.lower())
        is_stored = entry.compress_type == zipfile.ZIP_STORED
        is_whole = entry.compress_size == entry.file_size
        if not is_stored or not is_whole or entry.external_attr != _PLAIN:
            what = f"'{name}' is compressed, a link, or otherwise no plain file."
            raise RefusedError(Refusal.NOT_PLAIN, what, file=file)
    _check_sizes(entries, file=file)


def _check_sizes(entries: list[zipfile.ZipInfo], *, file: str) -> None:
    """No file is too large, and no bytes are read twice for two files."""
    for entry in entries:
        is_metadata = entry.filename.startswith(METADATA)
        most = MAX_METADATA_BYTES if is_metadata else MAX_ENTRY_BYTES
        if entry.file_size > most:
            what = f"'{entry.filename}' has more than {most} bytes."
            raise RefusedError(Refusal.TOO_LARGE, what, file=file)
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        what = f"The files in the pack have more than {MAX_BYTES} bytes together."
        raise RefusedError(Refusal.TOO_LARGE, what, file=file)
