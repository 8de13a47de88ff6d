"""From bytes to a text that can be shown as it is."""

import pytest

from safeconduct.base.decode import decode_text
from safeconduct.base.errors import InputError


def test_lines_end_as_on_unix() -> None:
    assert decode_text("а\r\nb\n".encode(), file="a", most=9) == "а\nb\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"0123456789", "a.md: The file has 10 bytes;", id="too long"),
        pytest.param(b"a\n\xff\xfe", "a.md:2: This is not UTF-8", id="another coding"),
        pytest.param("\ufeffa".encode(), "a.md:1:1: A control", id="an order mark"),
        pytest.param(b"a\nb\x00c", "a.md:2:2: A control character (U+0000)", id="null"),
        pytest.param("аб\u202e".encode(), "a.md:1:3: A control", id="turned around"),
        pytest.param(b"a\rb", "a.md:1:2: A control character (U+000D)", id="old Mac"),
    ],
)
def test_what_cannot_be_shown_is_refused(content: bytes, line: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_text(content, file="a.md", most=9)
    assert str(caught.value).startswith(line)
