"""The texts of a folder of law, before anything is understood."""

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.rulebook.law_text import LawTexts, whole_digest

FILES = st.dictionaries(st.text(max_size=3), st.binary(max_size=5), max_size=4)


@given(FILES, FILES)
def test_different_files_have_different_names(
    first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    assert (whole_digest(first) == whole_digest(second)) == (first == second)


def test_the_name_of_the_texts_counts_what_was_recorded() -> None:
    texts = LawTexts(pages={"a.md": b"a"}, vocabulary={})
    more = LawTexts(pages={"a.md": b"a"}, vocabulary={}, recorded=b"x = 1")
    assert texts.digest() != more.digest()


def test_a_page_is_shown_with_plain_line_ends() -> None:
    assert LawTexts(pages={"a": b"a\r\nb"}, vocabulary={}).page_text("a") == "a\nb"
