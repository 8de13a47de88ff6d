"""Lanes: every version of a case under each supposition, folded into one verdict."""

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.lane import Forced, Lanes, lane_sums, versions_of
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Span
from tests.assessment.case_kit import judged, no, row_set, state, yes
from tests.assessment.law_kit import DAY, clock, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED
BOTH = frozenset({True, False})
LAW = rules("CLOSED xx.p IF f.a\nCLOSED xx.q IF f.b")
LISTED = rules(
    "CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)\n"
    "CLOSED xx.q IF EXISTS charges WHERE (charges.article = a338)"
)


def test_a_dispute_makes_a_version_of_each_claim() -> None:
    found = versions_of(state(LAW, {"f.a": BOTH, "f.b": True, "f.c": BOTH}))
    assert len(found.values) == 4
    assert {values["f.b"] for values in found.values} == {yes()}
    assert not found.left_out


def test_disputes_beyond_the_cap_are_named_and_unknown_in_every_version() -> None:
    found = versions_of(state(LAW, {"f.a": BOTH, "f.b": BOTH, "f.c": BOTH}), cap=4)
    assert found.left_out == ("f.c",)
    assert len(found.values) == 4
    assert not any("f.c" in values for values in found.values)


def test_a_smaller_dispute_still_fits_where_a_larger_one_does_not() -> None:
    colours = frozenset({"red", "green", "blue"})
    found = versions_of(state(LAW, {"e.colour": colours, "f.a": BOTH}), cap=2)
    assert (found.left_out, len(found.values)) == (("e.colour",), 2)


def test_a_supposition_replaces_what_is_known_in_its_lanes_only() -> None:
    found = judged(
        LAW, {"f.a": True, "f.b": BOTH}, suppositions=({}, {"f.a": no()}, {"f.a": None})
    )
    shown = [
        (found("xx.p", supposed=at), found("xx.q", supposed=at)) for at in range(3)
    ]
    assert shown == [(T, D), (F, D), (U, D)]


def test_a_supposition_may_settle_a_dispute() -> None:
    found = judged(LAW, {"f.a": BOTH}, suppositions=({}, {"f.a": yes()}))
    assert [found("xx.p", supposed=at) for at in range(2)] == [D, T]


def test_a_list_may_be_supposed_complete_or_to_hold_what_a_test_looks_for() -> None:
    empty = row_set(LISTED, "charges")
    found = judged(
        LISTED,
        suppositions=(
            {},
            {"list.charges": empty},
            {"list.charges": Forced(atoms=frozenset({0}))},
        ),
    )
    shown = [
        (found("xx.p", supposed=at), found("xx.q", supposed=at)) for at in range(3)
    ]
    assert shown == [(U, U), (F, F), (T, U)]


def test_a_forced_test_does_not_hide_the_rows_that_are_known() -> None:
    rows = {"charges": row_set(LISTED, "charges", {"article": "a338"})}
    found = judged(
        LISTED,
        state(LISTED, lists=rows),
        suppositions=({}, {"list.charges": Forced(atoms=frozenset({0}))}),
    )
    assert (found("xx.p"), found("xx.q")) == (F, T)
    assert (found("xx.p", supposed=1), found("xx.q", supposed=1)) == (T, T)


def test_days_used_are_unknown_without_a_clock() -> None:
    rulebook = rules("CLOSED xx.p IF USED xx.clock >= 90", blocks=clock())
    assert judged(rulebook)("xx.p") is U
    assert judged(rulebook, used=(90, None))("xx.p") is T
    assert judged(rulebook, used=(0, 89))("xx.p") is F


def test_what_is_not_shown_counts_only_where_nothing_is_supposed() -> None:
    burden = '```burden\nfacts = ["f.a"]\n```'
    rulebook = rules("CLOSED xx.p IF f.a", blocks=burden)
    seen = state(rulebook, marks={"f.a": "no evidence"})
    found = judged(rulebook, seen, suppositions=({}, {"f.a": yes()}, {"f.a": None}))
    decided = [found("xx.p", Reading.AS_DECIDED, at) for at in range(3)]
    assert decided == [F, T, U]


def test_only_the_atoms_that_are_asked_for_are_worked_out() -> None:
    tape = compile_tape(LAW, on=DAY, known_on=DAY)
    lanes = Lanes(tape, state(LAW, {"f.a": True, "f.b": True}), atoms=[0])
    assert [plane == lanes.full for plane in lanes.planes.true] == [True, False]


FOLDED = {
    "true in all": (0b11, 0b00, T),
    "false in all": (0b00, 0b11, F),
    "true in one, false in the other": (0b01, 0b10, D),
    "true in one, open in the other": (0b01, 0b00, U),
    "open in both": (0b00, 0b00, U),
}


def test_versions_are_folded() -> None:
    lanes = Lanes(compile_tape(LAW, on=DAY, known_on=DAY), state(LAW, {"f.a": BOTH}))
    for name, (true, false, folded) in FOLDED.items():
        assert lanes.verdict(true, false) is folded, name


def test_a_day_or_a_norm_may_be_supposed_unknown() -> None:
    rulebook = rules(
        "CLOSED xx.p IF d.left < 2024-01-01\nCLOSED xx.q IF xx.n\nOPEN NORM xx.n"
    )
    known = {"d.left": "2023", "xx.n": True}
    found = judged(
        rulebook,
        known,
        suppositions=({}, {"d.left": None, "xx.n": None}, {"xx.n": None}),
    )
    shown = [
        (found("xx.p", supposed=at), found("xx.q", supposed=at)) for at in range(3)
    ]
    assert shown == [(T, T), (U, U), (T, U)]


def test_a_day_may_be_supposed_against_one_that_is_moved_or_disputed() -> None:
    rulebook = rules(
        "CLOSED xx.p IF d.left + 1 month < d.order\nCLOSED xx.q IF d.left > d.left"
    )
    days = frozenset({"2024-01-01", "2024-06-01"})
    first = Span(low=738886, high=738886)  # 2024-01-01
    found = judged(rulebook, {"d.order": days}, suppositions=({}, {"d.left": first}))
    assert found("xx.p", supposed=1) is D
    found = judged(
        rulebook, {"d.order": "2024-06-01"}, suppositions=({}, {"d.left": first})
    )
    assert (found("xx.p"), found("xx.p", supposed=1)) == (U, T)
    assert found("xx.q", supposed=1) is F


def test_what_is_worked_out_before_counts_in_every_version() -> None:
    tape = compile_tape(LAW, on=DAY, known_on=DAY)
    seen = state(LAW, {"f.b": BOTH})
    supposed = [{"f.a": yes()}, {"f.a": no()}, {"f.b": no()}]
    (atom,) = tape.atoms_of_key["f.a"]
    before = Lanes(tape, seen, supposed, prepared={"f.a": [(atom, (0b01, 0b10))]})
    assert before.planes == Lanes(tape, seen, supposed).planes


def test_the_weights_of_planes_are_added_lane_by_lane() -> None:
    weights = [(0b1011, 1), (0b0011, 9), (0b0010, 6), (0b0000, 5), (0b1001, 0)]
    assert lane_sums(weights, lanes=5) == [10, 16, 0, 1, 0]
