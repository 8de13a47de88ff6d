"""From the texts of a folder of law to one rulebook."""

from datetime import date

import pytest

from safeconduct.base.errors import InputError
from safeconduct.rulebook.book import read_rulebook, try_rulebook
from safeconduct.rulebook.law_text import LawTexts
from tests.rulebook.page_kit import SMALL, good, head, read


def test_a_page_that_nobody_recorded_counts_from_the_day_its_source_was_read() -> None:
    assert good(head()).recorded == (("xx.leave", date(2026, 1, 2)),)


def test_a_recorded_page_counts_from_its_day() -> None:
    recorded = b'[recorded]\n"xx.leave" = 2025-05-05\n"xx.gone" = 2024-01-01\n'
    assert dict(good(head(), recorded=recorded).recorded) == {
        "xx.leave": date(2025, 5, 5),
        "xx.gone": date(2024, 1, 1),
    }


@pytest.mark.parametrize(
    ("recorded", "line"),
    [
        pytest.param(b"[recorded", "recorded.toml:1: This is not TOML", id="no TOML"),
        pytest.param(b"\xff", "recorded.toml:1: This is not UTF-8 text.", id="no text"),
        pytest.param(
            b"[recorded]\na = 2025", "recorded.toml:2:1: 'a' must be", id="year"
        ),
        pytest.param(
            b"recorded = 1", "recorded.toml:1:1: 'recorded' is miss", id="one"
        ),
        pytest.param(b"x = 1", "recorded.toml:1:1: 'x' is not known here", id="a key"),
    ],
)
def test_a_wrong_record_of_days_is_told(recorded: bytes, line: str) -> None:
    _, (fault,) = read(head(), recorded=recorded)
    assert str(fault).startswith(line)


def test_a_folder_without_pages_is_at_fault() -> None:
    _, (fault,) = read()
    assert "no law page" in fault.what


def test_a_vocabulary_that_is_no_text_is_told_with_its_file() -> None:
    texts = LawTexts(pages={"0.md": head().encode()}, vocabulary={"v.toml": b"\n\xff"})
    _, (fault,) = try_rulebook(texts)
    assert str(fault) == "v.toml:2: This is not UTF-8 text."


def test_a_rulebook_with_a_fault_is_not_given() -> None:
    texts = LawTexts(pages={"0.md": b"x"}, vocabulary={"v.toml": SMALL.read_bytes()})
    with pytest.raises(InputError, match=r"0\.md:1: A page begins with a head"):
        read_rulebook(texts)


def test_the_order_of_files_means_nothing() -> None:
    pages = {"b.md": head("xx.b").encode(), "a.md": head("xx.a").encode()}
    vocabulary = {"v.toml": SMALL.read_bytes()}
    first = read_rulebook(LawTexts(pages=pages, vocabulary=vocabulary))
    turned = dict(reversed(pages.items()))
    second = read_rulebook(LawTexts(pages=turned, vocabulary=vocabulary))
    assert first == second
    assert [page.id for page in first.pages] == ["xx.a", "xx.b"]


def test_any_change_of_a_text_changes_the_name_of_the_rulebook() -> None:
    assert good(head()).digest != good(head() + "A word.").digest
    assert good(head()).vocabulary_digest == good(head() + "A word.").vocabulary_digest
