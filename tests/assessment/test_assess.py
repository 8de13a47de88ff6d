"""One case on one day: findings in three readings, warnings, questions, receipt."""

from datetime import date

import pytest

from safeconduct.assessment import words
from safeconduct.assessment.assess import Ask as Put
from safeconduct.assessment.assess import assess
from safeconduct.assessment.record import AssessedFinding, Assessment
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import Said, assessed, assessor, books, case, case_list
from tests.assessment.law_kit import DAY, VOCABULARY, clock, law, page, read, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED
BOTH = frozenset({True, False})
TEXTS = 'en = "E"\nru = "R"\nfr = "F"'


def _finding(found: Assessment, name: str = "xx.p") -> AssessedFinding:
    return next(item for item in found.findings if item.id == name)


def _warnings(found: Assessment, name: str = "xx.p") -> list[str]:
    return [item.text.en for item in found.warnings if item.finding == name]


def _notice(when: str, audience: str = "all") -> str:
    texts = 'en = "E", ru = "R", fr = "F"'
    return f'notices = [{{ when = "{when}", for = "{audience}", {texts} }}]'


def test_a_finding_stands_in_three_readings() -> None:
    rulebook = rules(
        "xx.p IF f.a\n  UNLESS f.b", blocks='```burden\nfacts = ["f.a"]\n```'
    )
    found = _finding(assessed(rulebook, {"f.a": True}))
    assert (found.truth, found.prima_facie, found.as_decided) == (U, T, T)


def test_the_heavier_finding_comes_first_and_inner_steps_are_not_listed() -> None:
    weights = {name: f'kind = "step"\ngoal = {at}' for name, at in
               (("xx.a", 1), ("xx.b", 3), ("xx.c", 0), ("xx.d", 3))}  # fmt: skip
    rulebook = rules("\n".join(f"{name} IF f.a" for name in weights), findings=weights)
    assert [item.id for item in assessed(rulebook).findings] == ["xx.b", "xx.d", "xx.a"]


def test_the_exact_check_is_told_where_it_decided() -> None:
    found = _finding(assessed(rules("CLOSED xx.p IF f.a OR NOT f.a")))
    assert (found.truth, found.prima_facie, found.exact) == (T, T, True)
    assert not _finding(assessed(rules("CLOSED xx.p IF f.a"))).exact
    assert not _finding(assessed(rules("CLOSED xx.p IF f.a"), {"f.a": True})).exact


def test_a_presumed_reading_that_is_firm_is_not_replaced() -> None:
    found = _finding(
        assessed(rules("xx.p IF f.a\n  UNLESS f.b AND NOT f.b"), {"f.a": True})
    )
    assert (found.truth, found.prima_facie) == (T, T)


def test_disputed_is_told_as_disputed() -> None:
    assert _finding(assessed(rules("CLOSED xx.p IF f.a"), {"f.a": BOTH})).truth is D


NOTICES: dict[str, tuple[dict[str, object], set[str]]] = {
    "true": ({"f.a": True}, {"true", "always"}),
    "false": ({"f.a": False}, {"false", "always"}),
    "unknown": ({}, {"unknown", "open", "always"}),
    "disputed": ({"f.a": BOTH}, {"disputed", "open", "always"}),
}


@pytest.mark.parametrize(("facts", "shown"), NOTICES.values(), ids=NOTICES)
def test_a_finding_s_notices_are_those_of_its_truth(
    facts: dict[str, object], shown: set[str]
) -> None:
    found = {
        when
        for when in ("true", "false", "unknown", "disputed", "open", "always")
        if _finding(
            assessed(
                rules(
                    "CLOSED xx.p IF f.a",
                    findings={"xx.p": f'kind = "danger"\n{_notice(when)}'},
                ),
                facts,
            )
        ).notices
    }
    assert found == shown


def test_counsel_s_notices_are_shown_to_counsel_only() -> None:
    rulebook = rules(
        "xx.p IF f.a",
        findings={"xx.p": f'kind = "danger"\n{_notice("always", "counsel")}'},
    )
    assert not _finding(assessed(rulebook)).notices
    assert _finding(assessed(rulebook, counsel=True)).notices


def test_findings_of_counsel_s_pages_are_not_there_without_counsel() -> None:
    rulebook = law(
        page("xx.p IF f.a"), page("xx.s IF s.act", name="xx.secret", counsel_only=True)
    )
    without, with_counsel = assessor(rulebook), assessor(rulebook, counsel=True)
    assert without.visible() == ["xx.p"]
    assert with_counsel.visible() == ["xx.p", "xx.s"]
    assert [item.id for item in without.assessment().findings] == ["xx.p"]
    assert _finding(with_counsel.assessment(), "xx.s").counsel_only


def test_standing_notices_come_by_topic_and_order_and_counsel_s_only_to_counsel() -> (
    None
):
    blocks = "\n".join(
        f"```notice xx.{name}\n{more}\n{TEXTS}\n```"
        for name, more in (
            ("b", 'topic = "stay"\norder = 2'),
            ("a", 'topic = "stay"\norder = 1'),
            ("c", 'topic = "arrest"'),
            ("k", 'for = "counsel"'),
            ("w", 'when = "f.a"'),
            ("d", 'when = "f.b"'),
        )
    )
    rulebook = rules("xx.p IF f.a", blocks=blocks)
    facts: dict[str, object] = {"f.a": False, "f.b": BOTH}
    assert [n.id for n in assessed(rulebook, facts).notices] == [
        "xx.d",
        "xx.c",
        "xx.a",
        "xx.b",
    ]
    assert "xx.k" in [n.id for n in assessed(rulebook, facts, counsel=True).notices]


def test_notices_of_a_counsel_only_page_are_counsel_s() -> None:
    rulebook = rules(
        "xx.p IF f.a", counsel_only=True, blocks=f"```notice xx.n\n{TEXTS}\n```"
    )
    assert not assessed(rulebook).notices
    assert assessed(rulebook, counsel=True).notices


OPENING = 'opening = ["c.place", "c.free"]\n' + VOCABULARY


def test_where_he_is_comes_first_while_it_is_unknown() -> None:
    rulebook = law(page("CLOSED xx.p IF f.a"), vocabulary=OPENING)
    found = assessed(rulebook)
    assert [item.fact for item in found.questions] == ["c.place", "c.free", "f.a"]
    assert words.WHERE_NOW.en in _warnings(found, "")
    known = Said(name="c.place", plain="KZ")
    found = assessed(rulebook, case(rulebook, {}, known))
    assert [item.fact for item in found.questions] == ["f.a"]
    assert not _warnings(found, "")


def test_a_place_that_grew_stale_is_asked_for_again() -> None:
    rulebook = law(page("CLOSED xx.p IF c.place = KZ"), vocabulary=OPENING)
    seen = case(rulebook, {}, Said(name="c.place", plain="KZ", said="2026-05-20"))
    fresh = assessed(rulebook, seen)
    late = assessed(rulebook, seen, on=date(2026, 9, 1), known_on=date(2026, 9, 1))
    assert _finding(fresh).truth is T
    assert _finding(late).truth is U
    assert _finding(late).marks == ("stale",)
    assert late.questions[0].fact == "c.place"


def test_what_an_answer_settles_is_shown_to_counsel_only() -> None:
    rulebook = rules("CLOSED xx.p IF f.a")
    assert assessed(rulebook).questions[0].settles == ()
    (settled, _) = assessed(rulebook, counsel=True).questions[0].settles
    assert (settled.answer, settled.answer_text.fr, settled.truth) == ("true", "oui", T)


def test_a_question_on_a_counsel_only_fact_or_list_says_so() -> None:
    rulebook = rules(
        "CLOSED xx.p IF s.act\nCLOSED xx.q IF EXISTS crimes WHERE (crimes.grave)\n"
        "CLOSED xx.r IF EXISTS charges WHERE (charges.open)"
    )
    found = assessed(rulebook, counsel=True).questions
    marked = {item.fact: item.counsel_only for item in found}
    assert marked == {"s.act": True, "crimes": True, "charges": False}
    assert [item.fact for item in assessed(rulebook).questions] == ["charges"]


def test_counsel_is_warned_before_all_else() -> None:
    rulebook = rules("xx.p IF f.a")
    assert assessed(rulebook, counsel=True).warnings[0].text == words.COUNSEL_WARNING
    assert not assessed(rulebook).warnings


AXIOM = page("xx.ax IF NOT (f.a AND f.b)", name="xx.axiom", kind="axiom")


def test_a_contradictory_list_is_set_aside_and_named() -> None:
    axiom = page(
        "xx.ax IF NOT (f.a AND EXISTS charges WHERE (charges.open))",
        name="xx.axiom",
        kind="axiom",
    )
    rulebook, _ = read(
        axiom, page("CLOSED xx.p IF EXISTS charges WHERE (charges.open)")
    )
    charged = case_list(rulebook, "charges", {"open": True})
    found = assessor(rulebook, case(rulebook, {"f.a": True}, lists=[charged]))
    assert found.contradictory == ("f.a", "list.charges")
    assert not found.state.lists
    assert _finding(found.assessment()).truth is U


def test_practice_says_that_it_is_practice() -> None:
    assert _finding(assessed(rules("xx.p IF f.a", kind="practice"))).practice
    assert not _finding(assessed(rules("xx.p IF f.a"))).practice


STAYS = rules("CLOSED xx.p IF USED xx.clock >= 90", blocks=clock())


def test_a_clock_with_a_known_list_is_listed_and_judged() -> None:
    rows = ({"country": "KZ", "from": "2026-02-01", "to": "2026-05-31"},)
    seen = case(STAYS, lists=[case_list(STAYS, "stays", *rows)])
    found = assessed(STAYS, seen)
    assert [item.id for item in found.clocks] == ["xx.clock"]
    assert _finding(found).truth is T


def test_a_clock_without_its_list_is_not_listed_and_unknown() -> None:
    found = assessed(STAYS)
    assert not found.clocks
    assert _finding(found).truth is U
    assert assessor(STAYS).used("xx.nothing") == (0, None)


def _deadline(name: str, starts: str, when: str = "") -> str:
    condition = f'when = "{when}"' if when else ""
    title = 'title = { en = "E", ru = "R", fr = "F" }'
    return (
        f'```deadline {name}\n{title}\nruns_against = "person"\nstarts = "{starts}"\n'
        f'length = "1 month"\n{condition}\n```'
    )


LISTED: dict[str, tuple[str, dict[str, object], bool]] = {
    "start known": ("", {"d.left": "2026-05-20"}, True),
    "start unknown": ("", {}, False),
    "start known, condition open": ("f.a", {"d.left": "2026-05-20"}, True),
    "start known, condition fails": (
        "f.a",
        {"d.left": "2026-05-20", "f.a": False},
        False,
    ),
    "start unknown, condition holds": ("f.a", {"f.a": True}, True),
    "start unknown, condition open": ("f.a", {}, False),
}


@pytest.mark.parametrize(("when", "facts", "listed"), LISTED.values(), ids=LISTED)
def test_a_deadline_is_listed_by_its_start_and_its_condition(
    when: str,
    facts: dict[str, object],
    listed: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    rulebook = rules("xx.p IF f.a", blocks=_deadline("xx.due", "d.left", when))
    assert bool(assessed(rulebook, facts).deadlines) is listed


def test_the_nearest_deadline_comes_first_and_those_without_a_day_last() -> None:
    blocks = "\n".join(
        (
            _deadline("xx.later", "d.order"),
            _deadline("xx.open", "d.dating", "f.a"),
            _deadline("xx.sooner", "d.left"),
        )
    )
    facts: dict[str, object] = {
        "d.left": "2026-05-20",
        "d.order": "2026-06-20",
        "f.a": True,
    }
    found = assessed(rules("xx.p IF f.a", blocks=blocks), facts).deadlines
    assert [item.id for item in found] == ["xx.sooner", "xx.later", "xx.open"]


def test_a_deadline_of_an_expired_page_stands() -> None:
    rulebook = rules(
        "xx.p IF f.a",
        bears="protection",
        unusable_after="2026-05-20",
        blocks=_deadline("xx.due", "d.left"),
    )
    assert assessed(rulebook, {"d.left": "2026-05-20"}).deadlines


def _whole(rulebook: Rulebook, **facts: object) -> Assessment:
    seen = case(rulebook, {"f.a": True, **facts})
    return assess(books(rulebook), seen, Put(on=DAY, known_on=DAY))


def test_the_same_inputs_give_the_same_assessment() -> None:
    rulebook = rules("CLOSED xx.p IF f.a AND f.b\nxx.q IF f.c")
    assert repr(_whole(rulebook)) == repr(
        _whole(rules("CLOSED xx.p IF f.a AND f.b\nxx.q IF f.c"))
    )


def test_a_receipt_names_all_that_the_answer_rests_on() -> None:
    rulebook = rules("CLOSED xx.p IF f.a")
    receipt = _whole(rulebook).receipt
    assert receipt.rulebook == rulebook.digest
    assert receipt.vocabulary == rulebook.vocabulary_digest
    assert (receipt.on, receipt.known_on, receipt.engine) == (DAY, DAY, "test")
    assert receipt.facts != _whole(rulebook, **{"f.b": True}).receipt.facts
    counsel = assessed(rulebook, {"f.a": True}, counsel=True).receipt
    assert receipt.facts != counsel.facts
    assert receipt.rulebook != rules("CLOSED xx.p IF f.b").digest


def test_an_empty_case_is_all_unknown() -> None:
    rulebook = rules(
        "CLOSED xx.p IF f.a\nNOT xx.q IF f.b\nPRESUME xx.r WHEN f.c\n  REBUTTED BY f.d"
    )
    found = assessed(rulebook)
    assert {item.truth for item in found.findings} == {U}
    assert not found.deadlines


def test_nothing_is_listed_of_a_version_that_is_surely_not_the_case_s() -> None:
    old = page(
        "xx.p IF f.a",
        dated_by="d.dating",
        applies_to="2024-12-31",
        blocks=_deadline("xx.due", "d.left"),
    )
    facts: dict[str, object] = {"d.left": "2026-05-20"}
    for day, listed in (("2024-05-01", True), ("2025-05-01", False)):
        found = assessed(law(old), {**facts, "d.dating": day})
        assert bool(found.deadlines) is listed
