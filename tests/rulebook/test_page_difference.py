"""What a page now says otherwise, line by line."""

from safeconduct.rulebook.page_difference import changed_lines

OLD = "Thirty days.\n\n```rule\na.b IF c.d\n```\n```case one\n[facts]\n```\n"


def test_only_the_lines_that_differ_are_told() -> None:
    new = OLD.replace("Thirty", "Sixty")
    assert changed_lines(OLD, new) == ("- Thirty days.", "+ Sixty days.")


def test_cases_are_left_out() -> None:
    assert not changed_lines(OLD, OLD.replace("case one", "case two"))
