"""Which findings belong to states that a case does not speak of."""

from tests.assessment.case_kit import Said, assessed, case
from tests.assessment.law_kit import VOCABULARY, law, page

STATES = 'states = ["c.place"]\norigin = "e.colour"\n' + VOCABULARY
HERE = page("CLOSED xx.p IF f.a", jurisdiction="KZ")
THERE = page("CLOSED xx.q IF f.b", name="xx.other", jurisdiction="FR")
ANYWHERE = page("CLOSED xx.r IF f.c", name="xx.all", jurisdiction="INT")
LAW = law(HERE, THERE, ANYWHERE, vocabulary=STATES)


def elsewhere(*said: Said) -> set[str]:
    found = assessed(LAW, case(LAW, {}, *said))
    return {item.id for item in found.findings if item.elsewhere}


def test_a_finding_of_a_state_that_the_case_does_not_speak_of_is_elsewhere() -> None:
    assert elsewhere(Said(name="c.place", plain="KZ")) == {"xx.q"}


def test_where_he_once_was_is_still_spoken_of() -> None:
    assert elsewhere(Said(name="c.place", plain="FR", said="2020-01-01")) == {"xx.p"}


def test_while_no_state_is_named_all_of_them_are_elsewhere() -> None:
    assert elsewhere() == {"xx.p", "xx.q"}


def test_pages_about_people_of_another_origin_leave_the_list() -> None:
    red = page("CLOSED xx.p IF f.a", only_origin="red")
    rulebook = law(red, ANYWHERE, vocabulary=STATES)

    def listed(*said: Said) -> set[str]:
        found = assessed(rulebook, case(rulebook, {}, *said))
        return {item.id for item in found.findings}

    assert listed() == {"xx.p", "xx.r"}
    assert listed(Said(name="e.colour", plain="red")) == {"xx.p", "xx.r"}
    assert listed(Said(name="e.colour", plain="blue")) == {"xx.r"}
