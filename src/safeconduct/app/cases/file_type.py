"""What kind of file some bytes are, by the bytes: a name says what it likes."""

from codecs import getincrementaldecoder
from collections.abc import Sequence

HEAD_BYTES = 65536
OTHER = "bin"
_ZIP = b"PK\x03\x04"
# Where in a file which bytes stand; the first that fits counts.
_SIGNS: Sequence[tuple[int, bytes, str]] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"II*\x00", "tif"),
    (0, b"MM\x00*", "tif"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypheix", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftypqt", "mov"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\xd0\xcf\x11\xe0", "doc"),
)
# What the first parts of a document of many parts are called.
_IN_ZIP: Sequence[tuple[bytes, str]] = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
)
KINDS = frozenset(
    {kind for _, _, kind in _SIGNS} | {kind for _, kind in _IN_ZIP}
    | {"zip", "txt", OTHER}
)  # fmt: skip


def kind_of_file(head: bytes) -> str:
    """What a file is, by its first bytes: the ending that it would have.

    Of what is not known it says so. Nothing is opened or unpacked.
    """
    for at, sign, kind in _SIGNS:
        if head.startswith(sign, at):
            return kind
    if head.startswith(_ZIP):
        return next((kind for sign, kind in _IN_ZIP if sign in head), "zip")
    return "txt" if _is_text(head) else OTHER


def _is_text(head: bytes) -> bool:
    """Whether it is UTF-8; a letter may be cut in two at the end."""
    try:
        text = getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text) and "\x00" not in text
