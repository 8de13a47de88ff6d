"""The vendored faces: what they can print, and a text that they surely can.

Typst refuses a document with a character that no face has (PDF/A), so a letter of a
foreign script in a story would stop the whole dossier: it is printed as its number.
"""

import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from safeconduct.base.errors import OurFaultError

FONT_FOLDER = Path(__file__).parent / "fonts"
FAMILIES = (
    "Noto Serif", "Noto Serif Georgian", "Noto Serif Armenian", "Noto Naskh Arabic",
)  # fmt: skip
_SPOKEN = {
    "\u2190": "<-", "\u2192": "->", "\u21d2": "=>", "\u2260": "!=", "\u2264": "<=",
    "\u2265": ">=", "\u2248": "~", "\u2212": "-", "\u2219": "\u00b7",
    "\u25cf": "\u2022",
    "\u25a0": "\u2022", "\u25aa": "\u2022", "\u2713": "v", "\u2714": "v", "\u2717": "x",
    "\t": "    ",
}  # fmt: skip
_KEPT = frozenset("\n\u00ad\u200b\u200c\u200d")
_NEVER_SEEN = frozenset({"Cc", "Cf", "Cs"})
_LONGEST_WORD = 36
_SOFT_BREAK = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The characters that at least one vendored family has."""

    characters: frozenset[int]

    def fit(self, text: str) -> str:
        """The same text in characters that can be printed, no word too long to break.

        What no face has is written as its number (`[U+1F600]`); what is never seen
        (controls, variation selectors) is left out, line feeds stay.
        """
        return _breakable(self.show(text))

    def show(self, text: str) -> str:
        """The same without the places to break long words (for drawings)."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._shown(letter) for letter in text)

    def _shown(self, letter: str) -> str:
        if letter in _SPOKEN:
            return _SPOKEN[letter]
        if letter in _KEPT:
            return letter
        if unicodedata.category(letter) in _NEVER_SEEN or _is_selector(letter):
            return ""
        return letter if ord(letter) in self.characters else f"[U+{ord(letter):04X}]"


def _is_selector(letter: str) -> bool:
    return 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0000 <= ord(letter) <= 0xE01EF


def _breakable(text: str) -> str:
    """Cut words that no column could hold at places where nothing is printed."""
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(
        word
        if len(word) <= _LONGEST_WORD or _SOFT_BREAK in word
        else _SOFT_BREAK.join(
            word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)
        )
        for word in text.split(" ")
    )


def read_coverage(folder: Path = FONT_FOLDER) -> Coverage:
    """Read which characters the faces of a folder have, from the faces themselves.

    Raises:
        OurFaultError: there is no face, or one cannot be read.
    """
    faces = sorted(folder.glob("*.ttf"))
    if not faces:
        msg = "The fonts that belong to Safe Conduct are missing: install it again."
        raise OurFaultError(msg)
    found: set[int] = set()
    try:
        for face in faces:
            found |= _characters(face.read_bytes())
    except (OSError, struct.error) as error:
        msg = "A font that belongs to Safe Conduct is broken: install it again."
        raise OurFaultError(msg) from error
    return Coverage(characters=frozenset(found))


def _characters(font: bytes) -> set[int]:
    """The code points of a TrueType face: its character map of format 4."""
    (count,) = struct.unpack_from(">H", font, 4)
    starts = {
        font[12 + 16 * index : 16 + 16 * index]: struct.unpack_from(
            ">I", font, 20 + 16 * index
        )[0]
        for index in range(count)
    }
    base = starts.get(b"cmap", 0)
    (maps,) = struct.unpack_from(">H", font, base + 2)
    found: set[int] = set()
    for index in range(maps):
        (offset,) = struct.unpack_from(">I", font, base + 8 + 8 * index)
        table = base + offset
        if struct.unpack_from(">H", font, table)[0] != 4:
            continue
        segments = struct.unpack_from(">H", font, table + 6)[0] // 2
        lasts = struct.unpack_from(f">{segments}H", font, table + 14)
        firsts = struct.unpack_from(f">{segments}H", font, table + 16 + 2 * segments)
        for first, last in zip(firsts, lasts, strict=True):
            found.update(range(first, last + 1))
    return found - {0xFFFF}
