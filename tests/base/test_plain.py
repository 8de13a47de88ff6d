"""What a text may hold, and how it is printed on one line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.plain import FORBIDDEN, one_line


@given(st.text())
def test_one_line_never_holds_a_control_character(text: str) -> None:
    found = one_line(text)
    assert not [
        char
        for char in found
        if unicodedata.category(char) == "Cc" or char in "\u2028\u2029\u202e\ufeff"
    ]


@pytest.mark.parametrize(
    "text", ["Он сказал «нет»", "a – b", "# *Markdown* #typst[x]", "👋🏽"]
)
def test_plain_words_are_printed_as_they_were_written(text: str) -> None:
    assert one_line(text) == text
    assert FORBIDDEN.search(text) is None


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\r", "\x7f", "\x9b", "\ufeff", "\u202e", "\u2067"]
)
def test_what_hides_or_turns_a_text_is_forbidden(char: str) -> None:
    assert FORBIDDEN.search(f"a{char}b") is not None
    assert one_line(char) == f"U+{ord(char):04X}"
