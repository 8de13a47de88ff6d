"""Deadlines: the shared cases, and what holds for every deadline.

Spec: spec/deadline.md §1, §2, §3, §4, §5, §6, §7, §9.
"""

from datetime import date

import pytest

from safeconduct.assessment.deadline import compute_deadline
from safeconduct.assessment.deadline_start import UnknownZoneError, known_facts
from safeconduct.base.day import DayRange
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.deadline import DeadlineError
from safeconduct.rulebook.holiday import HolidayTables
from tests.assessment.deadline_kit import (
    TABLES,
    TEXT,
    ZONES,
    Content,
    all_deadlines,
    block,
    compute,
    shown,
)

DEADLINES = all_deadlines()


def test_a_missing_start_names_the_fact_and_gives_no_day() -> None:
    result = compute(block(extend=[{"fact": "far", "add": "1 month"}]), {})
    assert result.missing == ("start",)
    assert result.could_change == ("far",)
    assert {result.due, result.earliest, result.latest} == {None}


def test_a_wrong_kind_of_value_is_no_start() -> None:
    assert compute(block(), {"start": "other"}).missing == ("start",)


def test_without_a_primary_source_due_is_the_last_working_day() -> None:
    late = {"franc": True, "roll": "on"}
    result = compute(block(late=late, holidays="FR"), {"start": "2026-06-13"})
    assert shown(result, "due") == "2026-07-13"
    assert shown(result, "latest") == "2026-07-15"


def test_an_early_reading_cannot_be_later_than_the_safe_rule() -> None:
    franc = block(early={"franc": True}, late={"franc": True, "roll": "on"})
    assert shown(compute(franc, {"start": "2026-07-01"}), "due") == "2026-07-31"


def test_a_primary_source_fixes_the_counting() -> None:
    result = compute(block(settled=0, late={"roll": "on"}), {"start": "2026-07-01"})
    assert shown(result, "due") == shown(result, "latest") == "2026-08-03"


def test_beyond_the_known_holidays_the_safe_day_is_used_again() -> None:
    deadline = block(settled=0, late={"roll": "on"}, holidays="TR")
    result = compute(deadline, {"start": "2026-12-03"})
    assert shown(result, "due") == "2026-12-31"
    assert any("only to 2026" in text.en for text in result.warnings)


def test_an_open_region_gives_the_earlier_and_the_later_day() -> None:
    deadline = block(
        length="2 weeks", settled=0, late={"roll": "on"}, holidays="DE", region="land"
    )
    result = compute(deadline, {"start": "2026-05-21"})
    assert shown(result, "due") == "2026-06-04"
    assert shown(result, "latest") == "2026-06-05"
    assert result.could_change == ("land",)


def test_two_readings_in_the_wrong_order_change_places() -> None:
    deadline = block(early={"roll": "none"}, late={"length": "2 weeks"})
    result = compute(deadline, {"start": "2026-07-01"})
    assert shown(result, "due") == "2026-07-15"
    assert shown(result, "latest") == "2026-08-01"


def test_an_authority_has_until_the_last_arguable_day() -> None:
    deadline = block(runs_against="authority", late={"roll": "on"})
    result = compute(deadline, {"start": "2026-07-01"})
    assert shown(result, "due") == shown(result, "latest") == "2026-08-03"
    assert shown(result, "earliest") == "2026-08-01"


def test_an_authority_whose_time_is_stopped_is_never_said_to_be_late() -> None:
    deadline = block(
        runs_against="authority", pause={"from": "asked", "until": ["end"]}
    )
    result = compute(deadline, {"start": "2026-07-01", "asked": "2026-07-08"})
    assert result.due is None
    assert result.latest is None


def test_a_pause_runs_on_from_the_later_of_its_ends() -> None:
    deadline = block(pause={"from": "asked", "until": ["aid", "lawyer"]})
    facts = {"start": "2026-07-01", "asked": "2026-07-08", "aid": "2026-09-01"}
    assert compute(deadline, facts).latest is None
    result = compute(deadline, {**facts, "lawyer": "2026-09-03"})
    assert shown(result, "latest") == "2026-09-27"
    assert shown(result, "due") == "2026-09-25"


def test_a_pause_that_comes_after_the_end_changes_nothing() -> None:
    deadline = block(pause={"from": "asked", "until": ["aid"]})
    facts = {"start": "2026-07-01", "asked": "2026-09-08", "aid": "2026-09-10"}
    assert shown(compute(deadline, facts), "latest") == "2026-08-01"


def test_an_extension_counts_early_only_where_it_is_sure() -> None:
    for sure, known, due, latest in (
        (True, True, "2026-09-01", "2026-09-01"),
        (False, True, "2026-07-31", "2026-09-01"),
        (True, False, "2026-07-31", "2026-08-01"),
        (True, None, "2026-07-31", "2026-09-01"),
        (False, None, "2026-07-31", "2026-08-01"),
    ):
        extend = [{"fact": "far", "add": "1 month", "sure": sure}]
        facts: Content = {"start": "2026-07-01"}
        if known is not None:
            facts["far"] = known
        result = compute(block(extend=extend), facts)
        assert (shown(result, "due"), shown(result, "latest")) == (due, latest)


def test_an_extension_of_another_unit_is_added_after() -> None:
    extend = [{"fact": "far", "add": "5 days", "sure": True}]
    result = compute(block(extend=extend), {"start": "2026-01-30", "far": True})
    assert shown(result, "latest") == "2026-03-05"


def test_a_fiction_that_is_closed_names_one_day_and_asks_for_an_earlier_act() -> None:
    deadline = block(deemed=[{"from": "posted", "after": "7 days"}])
    result = compute(deadline, {"posted": "2026-07-01"})
    assert shown(result, "latest") == "2026-08-08"
    assert shown(result, "due") == "2026-08-07"
    assert result.start_fact == "posted"
    both = compute(deadline, {"posted": "2026-07-01", "start": "2026-07-20"})
    assert shown(both, "due") == "2026-08-20"


def test_a_fiction_that_is_open_leaves_the_true_day_open() -> None:
    deadline = block(deemed=[{"from": "posted", "after": "15 days", "open": True}])
    alone = compute(deadline, {"posted": "2026-07-01"})
    assert shown(alone, "due") == "2026-07-31"
    assert shown(alone, "latest") == "2026-08-16"
    opened = compute(deadline, {"posted": "2026-07-01", "start": "2026-07-06"})
    assert shown(opened, "due") == shown(opened, "latest") == "2026-08-06"
    late = compute(deadline, {"posted": "2026-07-01", "start": "2026-09-01"})
    assert shown(late, "latest") == "2026-08-16"


def test_hours_are_elapsed_hours_across_summer_time() -> None:
    deadline = block(length="48 hours", zone="Europe/Paris", hour="hour")
    spring = compute(deadline, {"start": "2026-03-28", "hour": 14})
    assert shown(spring, "due_at") == "2026-03-30T15:00+02:00"


def test_an_hour_that_is_not_known_is_the_first_and_the_last_of_the_day() -> None:
    deadline = block(length="48 hours", zone="Europe/Paris", hour="hour")
    result = compute(deadline, {"start": "2026-07-01"})
    assert shown(result, "due") == "2026-07-02"
    assert shown(result, "due_at") == "2026-07-03T00:00+02:00"
    assert shown(result, "latest_at") == "2026-07-04T00:00+02:00"
    assert result.could_change == ("hour",)


def test_an_instant_may_stand_for_the_hour_alone() -> None:
    deadline = block(length="48 hours", zone="Europe/Paris", hour="hour")
    result = compute(deadline, {"hour": "2026-05-16T15:20+02:00"})
    assert shown(result, "due_at") == "2026-05-18T15:20+02:00"


def test_a_frame_of_hours_gives_the_shortest() -> None:
    deadline = block(length=["48 hours", "72 hours"], zone="Asia/Almaty")
    result = compute(deadline, {"start": "2026-07-01T12:00+05:00"})
    assert shown(result, "due_at") == "2026-07-03T12:00+05:00"
    assert shown(result, "latest_at") == "2026-07-04T12:00+05:00"


def test_the_day_is_that_of_the_place() -> None:
    deadline = block(length="1 day", zone="America/New_York")
    result = compute(deadline, {"start": "2026-01-15T04:30+00:00"})
    assert shown(result, "latest") == "2026-01-15"
    plain = compute(block(length="1 day"), {"start": "2026-01-14T23:30-05:00"})
    assert shown(plain, "latest") == "2026-01-15"


def test_a_zone_that_is_not_there_is_our_fault() -> None:
    with pytest.raises(UnknownZoneError):
        compute_deadline(block(zone="Mars/Base"), {}, TABLES, ZONES)


def test_time_is_counted_back_where_the_block_says_before() -> None:
    deadline = block(length=["1 working day", "2 working days"], before=True)
    result = compute(deadline, {"start": "2026-11-30"})
    assert shown(result, "due") == "2026-11-26"
    assert shown(result, "latest") == "2026-11-27"


def test_a_disputed_start_leaves_every_claimed_day_possible() -> None:
    claims: dict[str, tuple[Value, ...]] = {
        "start": (Span(low=5, high=5), Span(low=9, high=9)),
        "land": (Choice(values=frozenset({"BY"})), Choice(values=frozenset({"BE"}))),
        "none": (),
    }
    known = known_facts(claims)
    assert known["start"] == Span(low=5, high=9)
    assert known["land"] == Choice(values=frozenset({"BY", "BE"}))
    assert "none" not in known


def test_a_span_of_ordinals_is_a_day_known_in_part() -> None:
    low = date(2026, 7, 1).toordinal()
    result = compute_deadline(
        block(), {"start": Span(low=low, high=low + 1)}, TABLES, ZONES
    )
    assert shown(result, "latest") == "2026-08-02"


def test_a_region_among_two_is_open_between_them() -> None:
    deadline = block(length="2 weeks", settled=0, late={"roll": "on"}, holidays="DE",
                     region="land")  # fmt: skip
    land = Choice(values=frozenset({"BY", "BE"}))
    days = DayRange.parse("2026-05-21")
    result = compute_deadline(deadline, {"start": days, "land": land}, TABLES, ZONES)
    assert shown(result, "due") == "2026-06-04"
    assert shown(result, "latest") == "2026-06-05"


def test_danger_is_said_with_the_advice_to_speak_to_counsel() -> None:
    result = compute(block(danger=TEXT, effect={"source": 0} | TEXT), {})
    assert result.danger is not None
    assert "counsel" in result.danger.en
    assert result.effect is not None


def test_holidays_that_are_not_there_are_said_to_be_unknown() -> None:
    facts = {"start": DayRange.parse("2026-07-01")}
    result = compute_deadline(block(holidays="FR"), facts, HolidayTables(), ZONES)
    assert any("weekends only" in text.en for text in result.warnings)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ({"length": "a month"}, "not a length"),
        ({"length": ["1 day", "2 days", "3 days"]}, "shortest and longest"),
        ({"length": ["2 hours", "3 days"]}, "do not mix"),
        ({"length": "48 hours"}, "need a 'zone'"),
        ({"hour": "h"}, "has an 'hour'"),
        ({"length": "1 hour", "zone": "x", "extend": [{"fact": "f", "add": "1 day"}]},
         "no pause"),
        ({"early": {"roll": "on"}}, "only where it is 'settled'"),
        ({"settled": 0, "early": {}}, "both readings"),
        ({"deemed": [{"from": "f", "after": "2 hours"}]}, "A fiction counts"),
        ({"pause": {"from": "f", "until": []}}, "must name the days"),
        ({"before": True, "pause": {"from": "f", "until": ["g"]}}, "counts back"),
        ({"source": ["x"]}, "list of indices"),
        ({"unknown": 1}, "not known here"),
        ({"title": {"en": "x"}}, "missing in 'ru'"),
        ({"late": {"length": "soon"}}, "not a length"),
    ],
)  # fmt: skip
def test_a_block_at_fault_is_refused_with_the_reason(
    content: Content, part: str
) -> None:
    with pytest.raises(DeadlineError, match=part):
        block(**content)


def test_all_faults_of_a_block_are_told_at_once() -> None:
    with pytest.raises(DeadlineError) as error:
        block(length="x", starts=1, runs_against="me")
    assert all(word in str(error.value) for word in ("length", "starts", "against"))


def test_a_deadline_names_every_fact_that_moves_it() -> None:
    deadline = DEADLINES["fr.cnda_appeal"]
    assert deadline.facts() == (
        "fr.ofpra.notified", "fr.ofpra.available", "fr.aid.asked", "fr.aid.decided",
        "fr.aid.lawyer_named", "fr.cnda.overseas",
    )  # fmt: skip
