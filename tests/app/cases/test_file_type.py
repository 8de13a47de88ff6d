"""What a file is, its bytes say; a name or an ending says nothing."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.app.cases.file_type import KINDS, kind_of_file


def of_parts(*names: str) -> bytes:
    """A file of parts, as documents are."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return whole.getvalue()


HEADS = {
    "pdf": b"%PDF-1.7\n",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\x00",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "heic": b"\x00\x00\x00\x18ftypheic",
    "mp4": b"\x00\x00\x00\x18ftypisom",
    "m4a": b"\x00\x00\x00\x18ftypM4A ",
    "ogg": b"OggS\x00\x02",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "docx": of_parts("[Content_Types].xml", "word/document.xml"),
    "odt": b"PK\x03\x04xxmimetypeapplication/vnd.oasis.opendocument.text",
    "zip": of_parts("a.txt"),
    "txt": "Меня били".encode(),
    "bin": b"MZ\x90\x00\x03",
}


@pytest.mark.parametrize("kind", HEADS)
def test_the_bytes_say_what_it_is(kind: str) -> None:
    assert kind_of_file(HEADS[kind]) == kind


def test_a_letter_that_is_cut_in_two_is_still_text() -> None:
    assert kind_of_file("Меня били".encode()[:-1]) == "txt"


@given(st.binary(max_size=40))
def test_any_bytes_are_of_a_kind_that_is_known(head: bytes) -> None:
    assert kind_of_file(head) in KINDS
