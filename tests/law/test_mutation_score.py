"""The cases of the pages notice when a rule is changed."""

from safeconduct.assessment.mutation import mutate, score_of
from tests.law.test_pages import page_cases

LEAST = 0.90


def test_the_cases_notice_nine_in_ten_changes_of_the_rules() -> None:
    def quiet(done: int, whole: int, what: str) -> None:
        del done, whole, what

    score = score_of(mutate(page_cases(), tell=quiet))
    assert score.share() >= LEAST, f"{score.by_page} of {score.mutants}"
