"""From pages to a tape: versions, the two time axes, age, parameters, practice."""

from datetime import date

import pytest

from safeconduct.assessment.compiler import compile_tape
from safeconduct.base.errors import OurFaultError
from safeconduct.base.truth import Reading, Verdict
from tests.assessment.case_kit import assessed, judged, verdict
from tests.assessment.law_kit import DAY, law, page, read, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED
YES, NO = True, False
OLD = page("CLOSED xx.p IF f.a", dated_by="d.dating", applies_to="2024-12-31")
NEW = page("CLOSED xx.p IF f.a AND f.b", dated_by="d.dating", applies_from="2025-01-01")
VERSIONS: dict[str, tuple[dict[str, object], Verdict]] = {
    "the earlier": ({"f.a": YES, "d.dating": "2024-12-31"}, T),
    "the later": ({"f.a": YES, "d.dating": "2025-01-01"}, U),
    "day unknown, both agree on true": ({"f.a": YES, "f.b": YES}, T),
    "day unknown, both agree on false": ({"f.a": NO}, F),
    "day unknown, they differ": ({"f.a": YES, "f.b": NO}, U),
    "day disputed, they differ": (
        {"f.a": YES, "f.b": NO, "d.dating": frozenset({"2024-12-31", "2025-01-01"})},
        D,
    ),
    "day known in part, one version left": ({"f.a": YES, "d.dating": "2024"}, T),
}


@pytest.mark.parametrize(("facts", "truth"), VERSIONS.values(), ids=VERSIONS)
def test_versions_are_decided_where_all_that_may_apply_agree(
    facts: dict[str, object], truth: Verdict
) -> None:
    assert verdict(law(OLD, NEW), "xx.p", facts) is truth


GAPS: dict[str, tuple[str, str, dict[str, object], Verdict]] = {
    "in a gap": ("2024-12-31", "2025-02-01", {"d.dating": "2025-01-15"}, U),
    "perhaps in a gap": ("2024-12-31", "2025-02-01", {}, U),
    "surely beside it": ("2024-12-31", "2025-02-01", {"d.dating": "2023"}, T),
}


@pytest.mark.parametrize(("to", "start", "facts", "truth"), GAPS.values(), ids=GAPS)
def test_no_version_is_unknown_and_never_the_nearest(
    to: str, start: str, facts: dict[str, object], truth: Verdict
) -> None:
    old = page("CLOSED xx.p IF f.a", dated_by="d.dating", applies_to=to)
    new = page("CLOSED xx.p IF f.a", dated_by="d.dating", applies_from=start)
    assert verdict(law(old, new), "xx.p", {"f.a": YES, **facts}) is truth


ENDS: dict[str, tuple[dict[str, str], str, Verdict]] = {
    "before the first": ({"applies_from": "2024-01-01"}, "2023", U),
    "after the last": ({"applies_to": "2024-01-01"}, "2025", U),
    "inside both ends": (
        {"applies_from": "2024-01-01", "applies_to": "2024-12-31"},
        "2024-05",
        T,
    ),
    "beyond both ends": (
        {"applies_from": "2024-01-01", "applies_to": "2024-12-31"},
        "2025-05",
        U,
    ),
}


@pytest.mark.parametrize(("head", "day", "truth"), ENDS.values(), ids=ENDS)
def test_a_version_holds_from_its_first_to_its_last_day(
    head: dict[str, str], day: str, truth: Verdict
) -> None:
    rulebook = rules("CLOSED xx.p IF f.a", dated_by="d.dating", **head)
    assert verdict(rulebook, "xx.p", {"f.a": YES, "d.dating": day}) is truth


def test_the_query_day_chooses_the_version_on_its_first_day() -> None:
    old = page("CLOSED xx.p IF f.a", applies_to="2025-12-31")
    new = page("CLOSED xx.p IF f.b", applies_from="2026-01-01")
    facts = {"f.a": YES, "f.b": NO}
    for day, truth in ((date(2025, 12, 31), T), (date(2026, 1, 1), F)):
        assert verdict(law(old, new), "xx.p", facts, on=day) is truth


def test_outside_every_version_of_the_day_the_rule_is_unknown() -> None:
    rulebook = rules("CLOSED xx.p IF f.a", applies_to="2025-12-31")
    assert verdict(rulebook, "xx.p", {"f.a": YES}, on=date(2026, 1, 1)) is U


def test_law_as_of_is_not_known_as_of() -> None:
    old = page("CLOSED xx.p IF f.a")
    new = page("CLOSED xx.p IF f.b", binds_from="2026-01-01", applies_from="2020-01-01")
    recorded = {"xx.law": "2024-01-01", "xx.law@2020-01-01": "2026-03-01"}
    rulebook = law(old, new, recorded=recorded)
    facts = {"f.a": YES, "f.b": NO}

    def found(on: date, known_on: date) -> Verdict:
        return verdict(rulebook, "xx.p", facts, on=on, known_on=known_on)

    assert found(date(2025, 6, 1), date(2026, 6, 1)) is T  # not yet law
    assert found(date(2026, 6, 1), date(2026, 2, 1)) is T  # law, and not yet known
    assert found(date(2026, 6, 1), date(2026, 6, 1)) is F  # law, and known
    assert found(date(2026, 6, 1), date(2023, 1, 1)) is U  # nothing known


def test_of_overlapping_versions_the_later_binding_holds_for_its_days_only() -> None:
    old = page("CLOSED xx.p IF f.a", dated_by="d.dating")
    new = page(
        "CLOSED xx.p IF f.b",
        dated_by="d.dating",
        binds_from="2026-01-01",
        applies_from="2025-01-01",
    )
    facts: dict[str, object] = {"f.a": YES, "f.b": NO}
    for day, truth in (("2024-12-31", T), ("2025-01-01", F)):
        assert verdict(law(old, new), "xx.p", {**facts, "d.dating": day}) is truth


AGED: dict[str, tuple[dict[str, str], date]] = {
    "expired": ({"unusable_after": "2026-05-31"}, DAY),
    "before its span": ({"span_from": "2026-06-02"}, DAY),
    "from memory": ({"grade": "memory"}, DAY),
    "from a weak source": ({"grade": "weak"}, DAY),
}


@pytest.mark.parametrize(("head", "on"), AGED.values(), ids=AGED)
@pytest.mark.parametrize("bears", ["protection", "permission"])
def test_age_and_weak_sources_make_it_unknown(
    bears: str, head: dict[str, str], on: date
) -> None:
    rulebook = rules("CLOSED xx.p IF f.a", bears=bears, **head)
    found = judged(rulebook, {"f.a": YES}, on=on)
    assert {found("xx.p", reading) for reading in Reading} == {U}
    found = judged(rulebook, {"f.a": NO}, on=on)
    assert {found("xx.p", reading) for reading in Reading} == {U}


@pytest.mark.parametrize(("head", "on"), AGED.values(), ids=AGED)
@pytest.mark.parametrize("bears", ["danger", "duty"])
def test_age_and_weak_sources_never_hide(
    bears: str, head: dict[str, str], on: date
) -> None:
    rulebook = rules("CLOSED xx.p IF f.a", bears=bears, **head)
    assert verdict(rulebook, "xx.p", {"f.a": YES}, on=on) is T


def test_a_protection_is_good_until_the_last_day_and_stale_the_day_after() -> None:
    rulebook = rules("xx.p IF f.a", bears="protection", unusable_after="2026-06-01")
    for day, truth in ((DAY, T), (date(2026, 6, 2), U)):
        assert verdict(rulebook, "xx.p", {"f.a": YES}, on=day) is truth


def test_practice_ages_after_half_a_year_and_law_after_two() -> None:
    for kind, last in (("practice", date(2026, 10, 28)), ("law", date(2028, 4, 30))):
        rulebook = rules("xx.p IF f.a", bears="protection", kind=kind)
        after = date.fromordinal(last.toordinal() + 1)
        assert verdict(rulebook, "xx.p", {"f.a": YES}, on=last) is T
        assert verdict(rulebook, "xx.p", {"f.a": YES}, on=after) is U


def _parameter(kind: str, values: str, more: str = "") -> str:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    head = f'```parameter xx.par\ntype = "{kind}"\n{title}\n{more}'
    return f"{head}\nvalues = [{values}]\n```"


PARAMETERS: dict[str, tuple[str, str, dict[str, object], Verdict]] = {
    "a bool": ("xx.par", _parameter("bool", "{ value = true }"), {}, T),
    "a bool that is false": ("xx.par", _parameter("bool", "{ value = false }"), {}, F),
    "a set": (
        "e.colour IN xx.par",
        _parameter("set", '{ value = ["red", "blue"] }'),
        {"e.colour": "blue"},
        T,
    ),
    "a set of nothing": (
        "e.colour IN xx.par",
        _parameter("set", "{ value = [] }"),
        {},
        F,
    ),
    "a set of everything": (
        "e.colour IN xx.par",
        _parameter("set", '{ value = ["red", "green", "blue", "other"] }'),
        {},
        T,
    ),
    "a number on the left": (
        "xx.par <= n.age",
        _parameter("integer", "{ value = 18 }"),
        {"n.age": 18},
        T,
    ),
    "a number on the right": (
        "n.age < xx.par",
        _parameter("integer", "{ value = 18 }"),
        {"n.age": 18},
        F,
    ),
    "a day": (
        "d.left >= xx.par",
        _parameter("day", "{ value = 2022-09-21 }"),
        {"d.left": "2022-09-21"},
        T,
    ),
    "a day moved": (
        "d.left >= xx.par + 1 month",
        _parameter("day", "{ value = 2022-09-21 }"),
        {"d.left": "2022-10-20"},
        F,
    ),
    "a number moved": (
        "n.age >= xx.par + 2 days",
        _parameter("integer", "{ value = 18 }"),
        {"n.age": 19},
        F,
    ),
    "a gap on the day": (
        "xx.par",
        _parameter("bool", "{ from = 2026-06-02, value = true }"),
        {},
        U,
    ),
    "two values on the day": (
        "xx.par",
        _parameter(
            "bool",
            "{ to = 2026-05-31, value = false }, { from = 2026-06-01, value = true }",
        ),
        {},
        T,
    ),
}


@pytest.mark.parametrize(
    ("body", "parameter", "facts", "truth"), PARAMETERS.values(), ids=PARAMETERS
)
def test_a_parameter_is_its_value_on_the_day(
    body: str, parameter: str, facts: dict[str, object], truth: Verdict
) -> None:
    rulebook = rules(f"CLOSED xx.p IF {body}", blocks=parameter)
    assert verdict(rulebook, "xx.p", facts) is truth


DATED = _parameter(
    "integer",
    "{ to = 2024-12-31, value = 18 }, { from = 2025-01-01, value = 21 }",
    'dated_by = "d.dating"',
)
KEYED = _parameter(
    "bool",
    '{ key = "red", value = true }, { key = "green", value = false }, '
    '{ key = "blue", to = 2025-12-31, value = true }',
    'keyed_by = "e.colour"',
)
BOTH = _parameter(
    "bool",
    '{ key = "red", value = true }, { key = "green", from = 2025-01-01, value = true }',
    'keyed_by = "e.colour"\ndated_by = "d.dating"',
)
LOOKED_UP: dict[str, tuple[str, str, dict[str, object], Verdict]] = {
    "by a day": ("n.age >= xx.par", DATED, {"n.age": 20, "d.dating": "2024"}, T),
    "by an unknown day, agreed": ("n.age >= xx.par", DATED, {"n.age": 21}, T),
    "by an unknown day, not agreed": ("n.age >= xx.par", DATED, {"n.age": 20}, U),
    "by a key": ("xx.par", KEYED, {"e.colour": "green"}, F),
    "by a key without a value": ("xx.par", KEYED, {"e.colour": "other"}, U),
    "by a key whose value has ended": ("xx.par", KEYED, {"e.colour": "blue"}, U),
    "by one of two keys that differ": (
        "xx.par",
        KEYED,
        {"e.colour": ["red", "green"]},
        U,
    ),
    "by an unknown key": ("xx.par", KEYED, {}, U),
    "by key and day": ("xx.par", BOTH, {"e.colour": "green", "d.dating": "2025"}, T),
    "by key and unknown day": ("xx.par", BOTH, {"e.colour": "green"}, U),
    "by a key whatever the day": ("xx.par", BOTH, {"e.colour": "red"}, T),
    "by key and a day too early": (
        "xx.par",
        BOTH,
        {"e.colour": "green", "d.dating": "2024"},
        U,
    ),
}


@pytest.mark.parametrize(
    ("body", "parameter", "facts", "truth"), LOOKED_UP.values(), ids=LOOKED_UP
)
def test_a_parameter_looked_up_is_decided_where_all_that_may_be_agree(
    body: str, parameter: str, facts: dict[str, object], truth: Verdict
) -> None:
    rulebook = rules(f"CLOSED xx.p IF {body}", blocks=parameter)
    assert verdict(rulebook, "xx.p", facts) is truth


def test_a_parameter_whose_page_is_not_yet_known_is_unknown() -> None:
    home = page("", name="xx.home", blocks=_parameter("bool", "{ value = true }"))
    user = page("CLOSED xx.p IF xx.par")
    rulebook = law(
        home, user, recorded={"xx.law": "2020-01-01", "xx.home": "2026-07-01"}
    )
    assert verdict(rulebook, "xx.p", known_on=DAY) is U
    assert verdict(rulebook, "xx.p", known_on=date(2026, 7, 1)) is T


def test_a_test_on_the_list_s_rows_reads_days_numbers_words_and_bools() -> None:
    body = (
        "charges.article IN (a337, a338) AND charges.open AND charges.count >= 2 "
        "AND NOT charges.day > TODAY - 1 month AND charges.day < 2026-05-01"
    )
    rulebook = rules(f"CLOSED xx.p IF EXISTS charges WHERE ({body})")
    found = judged(rulebook)
    assert found("xx.p") is U
    assert found.tape.keys_of_atom == (("list.charges",),)


def test_all_of_an_enum_is_certain_and_asks_nothing() -> None:
    rulebook = rules("CLOSED xx.p IF e.colour IN (red, green, blue, other)")
    assert verdict(rulebook, "xx.p") is T


def test_an_open_norm_may_be_named_before_the_page_that_declares_it() -> None:
    rulebook = law(
        page("CLOSED xx.p IF xx.zn", name="xx.a"), page("OPEN NORM xx.zn", name="xx.b")
    )
    assert verdict(rulebook, "xx.p", {"xx.zn": YES}) is T


def test_axioms_are_no_rules() -> None:
    axiom = page(
        "xx.ax IF NOT (f.a AND f.b)", name="xx.axiom", kind="axiom", findings={}
    )
    found = judged(read(axiom, page("xx.p IF f.a"))[0], {"f.a": YES})
    assert found("xx.p") is T
    assert list(found.tape.axioms) == ["xx.axiom.1"]
    assert "xx.ax" not in found.tape.propositions


def test_an_axiom_not_yet_recorded_is_not_asserted() -> None:
    axiom = page("xx.ax IF f.a", name="xx.axiom", kind="axiom")
    rulebook = read(
        axiom,
        page("xx.p IF f.a"),
        recorded={"xx.axiom": "2027-01-01", "xx.law": "2020-01-01"},
    )[0]
    assert not judged(rulebook, known_on=DAY).tape.axioms


def test_a_rulebook_with_a_cycle_is_our_fault() -> None:
    rulebook, faults = read(page("xx.p IF xx.q\nxx.q IF xx.p"))
    assert faults
    with pytest.raises(OurFaultError, match="cycle"):
        compile_tape(rulebook, on=DAY, known_on=DAY)


def test_a_rulebook_that_looks_beyond_columns_is_our_fault() -> None:
    nested = "EXISTS charges WHERE (EXISTS stays WHERE (stays.country = KZ))"
    rulebook, faults = read(page(f"xx.p IF {nested}"))
    assert faults
    with pytest.raises(OurFaultError, match="columns"):
        compile_tape(rulebook, on=DAY, known_on=DAY)


def test_a_notice_is_listed_where_its_condition_holds_and_not_where_it_is_open() -> (
    None
):
    texts = 'en = "x"\nru = "x"\nfr = "x"'
    blocks = f'```notice xx.note\nwhen = "f.a AND NOT f.b"\n{texts}\n```'
    rulebook = rules("xx.p IF f.a", blocks=blocks)
    assert [n.id for n in assessed(rulebook, {"f.a": YES, "f.b": NO}).notices] == [
        "xx.note"
    ]
    assert not assessed(rulebook, {"f.a": YES}).notices


def test_a_fact_of_somebody_else_is_another_fact() -> None:
    rulebook = rules("CLOSED xx.p IF w.has OF wife")
    assert verdict(rulebook, "xx.p", {"w.has": YES}) is U
    assert verdict(rulebook, "xx.p", {"w.has OF wife": YES}) is T


def test_practice_declared_by_practice_is_practice_and_no_defeater() -> None:
    rulebook = rules("CLOSED xx.p IF f.a", kind="practice")
    assert verdict(rulebook, "xx.p", {"f.a": YES}) is T


def test_a_closed_rule_that_not_every_version_repeats_closes_nothing() -> None:
    old = page("CLOSED xx.p IF f.a", dated_by="d.dating", applies_to="2024-12-31")
    new = page("xx.p IF f.a", dated_by="d.dating", applies_from="2025-01-01")
    assert verdict(law(old, new), "xx.p", {"f.a": NO, "d.dating": "2024"}) is U
