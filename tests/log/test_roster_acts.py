"""Keys, exports, erasures and what else acts of the roster do."""

from dataclasses import replace

import pytest

from safeconduct.log.entries.act import (
    AllowExport,
    Approve,
    AskExport,
    EraseCase,
    Exported,
    Grant,
    NewRecovery,
    RecoveryKey,
    Remove,
    Seen,
    SetMailbox,
    SetRetention,
    Turn,
)
from safeconduct.log.entries.body import UnknownBody
from safeconduct.log.name import CaseId, Compartment, EntryId, FileName
from safeconduct.log.roster.roster import Granted
from safeconduct.log.roster.roster_change import MOST_MONTHS
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES
from safeconduct.sealing.opening import OpeningKey
from tests.log.group_kit import (
    GROUP,
    KEYS,
    Desk,
    after,
    all_seen,
    device,
    entry,
    founded,
    group,
    join,
    key,
    not_allowed,
    sync,
)

CASE = CaseId(b"c" * 16)
GRANT = SUITE + bytes(GRANT_BYTES - len(SUITE))
CARD = OpeningKey(seed=b"s" * 32).public().raw
RECOVERY = RecoveryKey(card=CARD, threshold=2, shares=3)


def refused(desk: Desk) -> dict[EntryId, str]:
    return {item.entry: item.kind for item in desk.roster().refused}


def test_a_turn_gives_a_circle_the_key_to_write_under() -> None:
    anna, boris, _ = group("clara")
    gone = anna.write(Remove(member="clara", why="left"))
    boris.learn(anna)
    turned = boris.write(
        Turn(circle=1, key=key(9), seen=(gone.id,), sheet=FileName(b"s"))
    )
    newest = boris.roster().newest(Compartment.MAIN)
    assert newest is not None
    assert (newest.key, newest.act, newest.sheet) == (key(9), turned.id, b"s")
    assert boris.roster().newest(Compartment.ROSTER) is None


def test_a_turn_leaves_out_only_whom_it_had_seen_removed() -> None:
    anna, boris, clara, dora = group("clara", "dora")
    first = anna.write(Remove(member="clara", why="left"))
    dora.learn(anna)
    second = boris.write(Remove(member="dora", why="left"))
    sheet = FileName(b"s")
    lie = dora.write(
        Turn(circle=1, key=key(9), seen=(first.id, second.id), sheet=sheet)
    )
    assert dora.roster().keys[Compartment.MAIN][-1].seen == {first.id}
    sync(anna, boris, clara, dora)
    assert refused(anna)[lie.id] == "late"


BAD_TURNS: dict[str, Turn] = {
    "of a circle that is not held": Turn(circle=3, key=key(9), seen=()),
    "of a circle that there is not": Turn(circle=9, key=key(9), seen=()),
    "to the key that is": Turn(circle=1, key=KEYS[1], seen=()),
    "to the key of another circle": Turn(circle=1, key=KEYS[0], seen=()),
}


@pytest.mark.parametrize("body", BAD_TURNS.values(), ids=BAD_TURNS)
def test_a_turn_is_refused(body: Turn) -> None:
    _, _, clara = group("clara")
    assert not_allowed(clara, body)


def test_a_turn_that_leaves_somebody_out_has_a_sheet() -> None:
    anna, boris, _ = group("clara")
    gone = anna.write(Remove(member="clara", why="left"))
    boris.learn(anna)
    assert not_allowed(boris, Turn(circle=1, key=key(9), seen=(gone.id,)))
    boris.write(Turn(circle=0, key=key(8), seen=(gone.id,)))
    newest = boris.roster().newest(Compartment.ROSTER)
    assert newest is not None
    assert newest.key == key(8)


def test_a_key_that_is_named_again_beside_its_turn_takes_nothing_from_it() -> None:
    anna, boris, _ = group("clara")
    gone = anna.write(Remove(member="clara", why="left"))
    boris.learn(anna)
    sheets = {desk.name: FileName(desk.name.encode()) for desk in (anna, boris)}
    for desk in (anna, boris):
        seen = (gone.id,)
        desk.write(Turn(circle=1, key=key(9), seen=seen, sheet=sheets[desk.name]))
    sync(anna, boris)
    found = anna.roster().keys[Compartment.MAIN]
    assert {one.sheet for one in found if one.key == key(9)} == {*sheets.values()}
    assert not_allowed(
        boris, Turn(circle=1, key=key(9), seen=(), sheet=sheets["boris"])
    )


def test_grants_of_a_circle_that_is_held_are_kept_and_others_are_not() -> None:
    _, _, clara = group("clara")
    act = clara.write(Grant(circle=1, grants=(GRANT, b"x")))
    granted = Granted(circle=Compartment.MAIN, grant=GRANT, by=act.device)
    assert clara.roster().grants == [granted]
    assert not_allowed(clara, Grant(circle=2, grants=(GRANT,)))
    assert not_allowed(clara, Grant(circle=1, grants=(b"x", b"")))


def test_many_cases_go_out_when_another_coordinator_allows_it() -> None:
    anna, boris, clara = group("clara")
    asked = clara.write(AskExport(cases=30, purpose="to a court"))
    sync(anna, boris, clara)
    assert not_allowed(clara, AllowExport(request=asked.id))
    assert not anna.roster().allowed
    anna.write(AllowExport(request=asked.id))
    assert anna.roster().allowed == {
        asked.id: AskExport(cases=30, purpose="to a court")
    }
    assert not_allowed(anna, AllowExport(request=EntryId(b"?" * 32)))
    own = boris.write(AskExport(cases=11, purpose="x"))
    assert not_allowed(boris, AllowExport(request=own.id))


def cases(first: int, last: int) -> tuple[CaseId, ...]:
    """Some cases."""
    return tuple(CaseId(number.to_bytes(16, "big")) for number in range(first, last))


def takes_out(desk: Desk, first: int, last: int, *, minute: int) -> bool:
    """Whether some cases may leave, with nobody's permission, at a minute."""
    desk.minute = minute - 1
    return not not_allowed(desk, Exported(cases=cases(first, last)))


def test_ten_cases_leave_in_a_day_and_no_more() -> None:
    _, _, clara = group("clara")
    assert takes_out(clara, 0, 6, minute=100)
    assert takes_out(clara, 3, 10, minute=200)
    assert not takes_out(clara, 10, 11, minute=201)
    assert takes_out(clara, 2, 9, minute=300)
    assert not takes_out(clara, 10, 11, minute=100 + 24 * 60 - 1)
    assert takes_out(clara, 10, 12, minute=100 + 24 * 60)
    assert not takes_out(clara, 20, 31, minute=9000)
    assert takes_out(clara, 20, 30, minute=9000)


def test_what_one_takes_out_counts_for_nobody_else() -> None:
    anna, _, clara = group("clara")
    assert takes_out(clara, 0, 10, minute=100)
    sync(anna, clara)
    assert takes_out(anna, 20, 30, minute=101)


def test_what_was_allowed_is_used_once_and_by_who_asked() -> None:
    anna, boris, clara = group("clara")
    asked = clara.write(AskExport(cases=30, purpose="to a court")).id
    many = Exported(cases=cases(0, 30), request=(asked,))
    assert not_allowed(clara, many)
    sync(anna, clara)
    anna.write(AllowExport(request=asked))
    sync(anna, boris, clara)
    assert not_allowed(boris, many)
    assert not_allowed(clara, Exported(cases=cases(0, 31), request=(asked,)))
    assert not_allowed(clara, Exported(cases=(), request=(asked,)))
    assert not_allowed(clara, Exported(cases=cases(0, 2), request=(asked, asked)))
    assert clara.roster().permissions("clara", 30)
    assert not not_allowed(clara, many)
    assert not clara.roster().permissions("clara", 1)
    assert not_allowed(clara, Exported(cases=cases(40, 41), request=(asked,)))
    assert not not_allowed(clara, Exported(cases=cases(50, 60)))


def test_a_second_use_of_one_permission_counts_on_no_desk() -> None:
    anna, _, clara = group("clara")
    asked = clara.write(AskExport(cases=30, purpose="to a court")).id
    sync(anna, clara)
    anna.write(AllowExport(request=asked))
    sync(anna, clara)
    for number in (30, 20):
        clara.write(Exported(cases=cases(0, number), request=(asked,)))
    sync(anna, clara)
    for desk in (anna, clara):
        roster = desk.roster()
        assert roster.used == {asked}
        assert len(roster.refused) == 1


def test_a_case_is_erased_by_a_coordinator() -> None:
    anna, boris = group()
    name = anna.write(EraseCase(case=CASE)).id
    boris.learn(anna)
    boris.write(EraseCase(case=CASE))
    assert boris.roster().erased == {CASE: name}


@pytest.mark.parametrize("role", ["first_line", "counsel"])
def test_another_member_only_asks_for_an_erasure(role: str) -> None:
    *_, clara = group(f"clara:{role}")
    name = clara.write(EraseCase(case=CASE)).id
    assert not clara.roster().erased
    assert clara.roster().erasures_asked == {name: (CASE, "clara")}


def test_the_groups_own_log_is_never_erased() -> None:
    anna, _ = group()
    assert not_allowed(anna, EraseCase(case=GROUP))


def test_a_recovery_key_is_a_coordinators_and_a_key() -> None:
    anna, _, clara = group("clara:counsel")
    assert not_allowed(clara, NewRecovery(recovery=RECOVERY))
    for wrong in (
        replace(RECOVERY, card=CARD[1:]),
        replace(RECOVERY, threshold=1),
        replace(RECOVERY, threshold=4),
        replace(RECOVERY, shares=17),
    ):
        assert not_allowed(anna, NewRecovery(recovery=wrong))


def test_a_recovery_key_waits_for_counsel_where_there_is_any() -> None:
    anna, boris, clara = group("clara:counsel")
    waits = anna.write(NewRecovery(recovery=RECOVERY))
    assert anna.roster().recovery is None
    assert anna.roster().proposals == {waits.id: "anna"}
    assert not_allowed(anna, Approve(proposal=waits.id))
    sync(anna, boris, clara)
    assert not_allowed(boris, Approve(proposal=waits.id))
    sync(anna, boris, clara)
    agreed = clara.write(Approve(proposal=waits.id))
    roster = clara.roster()
    assert (roster.recovery, roster.recovery_act) == (RECOVERY, agreed.id)
    assert not roster.proposals
    assert not_allowed(clara, Approve(proposal=waits.id))


def test_a_recovery_key_waits_for_another_coordinator_where_nobody_is_counsel() -> None:
    anna, boris, _ = group("dora")
    waits = anna.write(NewRecovery(recovery=RECOVERY))
    boris.learn(anna)
    boris.write(Approve(proposal=waits.id))
    assert boris.roster().recovery == RECOVERY


def test_who_is_alone_makes_a_recovery_key_alone() -> None:
    anna = founded()
    made = anna.write(NewRecovery(recovery=RECOVERY))
    assert (anna.roster().recovery, anna.roster().recovery_act) == (RECOVERY, made.id)


def test_a_founder_goes_back_to_no_recovery_key_of_when_he_was_alone() -> None:
    """Nor with a second device of his."""
    anna = founded()
    phone = join("phone", "coordinator", by=anna, of="anna")
    start = phone.graph().place_of(device("phone"))
    boris = join("boris", "coordinator", by=anna)
    all_seen(anna, boris)
    first = next(item for item in anna.entries.values() if item.sequence == 1)
    anna.forge(
        NewRecovery(recovery=RECOVERY), after(sequence=2, previous=first), minute=0
    )
    boris.learn(anna)
    assert boris.roster().recovery is None
    phone.forge(NewRecovery(recovery=RECOVERY), start)
    boris.learn(phone)
    assert boris.roster().recovery is None


def test_what_a_coordinator_proposed_who_is_out_is_no_recovery_key() -> None:
    anna, boris, carl = group("carl:coordinator")
    waits = boris.write(NewRecovery(recovery=RECOVERY))
    sync(anna, boris, carl)
    anna.write(Remove(member="boris", why="safety"))
    sync(anna, carl)
    assert not_allowed(carl, Approve(proposal=waits.id))


def test_how_long_cases_are_kept_is_a_coordinators() -> None:
    anna, _, clara = group("clara:counsel")
    assert not_allowed(clara, SetRetention(months=24))
    anna.write(SetRetention(months=24))
    assert anna.roster().retention_months == 24
    assert not_allowed(anna, SetRetention(months=MOST_MONTHS + 1))


def box_of(circle: int) -> SetMailbox:
    return SetMailbox(circle=circle, relay="http://a.onion", sealed=b"x")


def test_a_mailbox_is_a_coordinators_and_counsels_that_of_its_circles() -> None:
    anna, _, clara, david = group("clara:counsel", "david:first_line")
    for circle in (Compartment.ROSTER, Compartment.MAIN):
        assert not_allowed(clara, box_of(circle))
        assert not_allowed(david, box_of(circle))
        anna.write(box_of(circle))
    sync(anna, clara)
    for circle in (Compartment.PAPERS, Compartment.COUNSEL):
        assert not_allowed(anna, box_of(circle))
        assert not_allowed(david, box_of(circle))
        clara.write(box_of(circle))
    sync(anna, clara)
    assert anna.roster().mailboxes == {one: box_of(one) for one in Compartment}
    assert not_allowed(anna, box_of(4))


def test_counsel_names_no_relay_that_no_coordinator_named_before() -> None:
    """Every desk shows itself to whoever runs a relay."""
    anna, _, clara = group("clara:counsel")
    anna.write(box_of(Compartment.MAIN))
    assert not_allowed(clara, box_of(Compartment.PAPERS))
    sync(anna, clara)
    other = replace(box_of(Compartment.PAPERS), relay="https://relay.example")
    assert not_allowed(clara, other)
    clara.write(box_of(Compartment.PAPERS))
    assert clara.roster().mailboxes.keys() == {Compartment.MAIN, Compartment.PAPERS}


def test_while_nobody_is_in_a_circle_its_mailbox_is_a_coordinators() -> None:
    anna, _, david = group("david:first_line")
    assert not_allowed(david, box_of(Compartment.PAPERS))
    anna.write(box_of(Compartment.PAPERS))
    assert anna.roster().mailboxes == {Compartment.PAPERS: box_of(Compartment.PAPERS)}


def test_an_act_that_is_not_known_changes_nothing() -> None:
    anna, _ = group()
    first = next(item for item in anna.entries.values() if item.sequence == 1)
    newer = replace(
        entry("anna", Seen(), after(sequence=7, previous=first), minute=99),
        body=UnknownBody(kind="newer"),
    )
    anna.entries[newer.id] = newer
    assert refused(anna)[newer.id] == "not allowed"
