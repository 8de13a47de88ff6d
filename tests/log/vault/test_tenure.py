"""Who could open what, when, is read off the roster and the log itself."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share, unshare
from safeconduct.log.entries.act import Propose
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import approve, propose, propose_device, remove
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.tenure import Opener, openers, tenures
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.single_kit import (
    grant_himself_again,
    papers,
    town_with_papers,
    vault_of,
)
from tests.log.town_kit import Town, entropy

DAY = 24 * 60


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = Town(folder=tmp_path)
    # A new day for each join, and none passes within one.
    found.minute -= found.minute % DAY
    return found


def next_day(town: Town) -> int:
    """Begin another day; its number."""
    town.minute += DAY - town.minute % DAY
    return town.minute // DAY


def shown(found: tuple[Opener, ...]) -> dict[str, tuple[bool, int, int | None]]:
    return {one.name: (one.by_grant, one.since, one.until) for one in found}


def papers_of(vault: Vault, town: Town) -> LogName:
    case = new_case(vault, Opened(alias="Sparrow"))
    log = LogName(case=case, compartment=Compartment.PAPERS)
    say(vault, log, TextWritten(text="a passport"))
    town.sync()
    return log


def test_who_came_and_went_is_shown_with_the_days(town: Town) -> None:
    first = town.minute // DAY
    anna = town.found().vault
    came = next_day(town)
    town.join("boris", "first_line")
    case = new_case(anna, Opened(alias="Sparrow"))
    gone = next_day(town)
    remove(anna, "boris", why="left")
    assert shown(openers(anna, anna.view(main_log(case)))) == {
        "anna": (False, first, None),
        "boris": (False, came, gone),
    }


def test_a_role_without_the_circle_could_not_open_it(town: Town) -> None:
    town.found()
    town.join("dina", "coordinator")
    clara = town.join("clara", "counsel", also="dina").vault
    log = papers_of(clara, town)
    assert [one.name for one in openers(clara, clara.view(log))] == ["clara"]


def test_a_grant_of_one_log_is_shown_until_it_is_revoked(town: Town) -> None:
    town.found()
    dina = town.join("dina", "coordinator").vault
    clara = town.join("clara", "counsel", also="dina").vault
    log = papers_of(clara, town)
    given = next_day(town)
    share(clara, log, dina.me().member, history=True)
    assert shown(openers(clara, clara.view(log)))["dina"] == (True, given, None)
    ended = next_day(town)
    unshare(clara, log, dina.me().member)
    assert shown(openers(clara, clara.view(log)))["dina"] == (True, given, ended)


def test_a_second_grant_moves_not_the_day_of_the_first(town: Town) -> None:
    town.found()
    dina = town.join("dina", "coordinator").vault
    clara = town.join("clara", "counsel", also="dina").vault
    log = papers_of(clara, town)
    given = next_day(town)
    for _ in range(2):
        share(clara, log, dina.me().member, history=True)
        next_day(town)
    assert shown(openers(clara, clara.view(log)))["dina"] == (True, given, None)


def test_a_grant_ends_with_the_removal_of_who_got_it(town: Town) -> None:
    anna = town.found().vault
    dina = town.join("dina", "coordinator").vault
    clara = town.join("clara", "counsel", also="dina").vault
    log = papers_of(clara, town)
    given = next_day(town)
    share(clara, log, dina.me().member, history=True)
    town.sync("clara", "anna")
    gone = next_day(town)
    remove(anna, dina.me().member, why="left")
    town.sync("anna", "clara")
    assert shown(openers(clara, clara.view(log)))["dina"] == (True, given, gone)


def test_a_grant_by_who_might_not_is_named_as_one_that_does_not_count(
    tmp_path: Path,
) -> None:
    town = town_with_papers(tmp_path)
    grant_himself_again(town)
    boris, clara, log = vault_of(town, "boris"), vault_of(town, "clara"), papers(town)
    (*_, old) = boris.ring.of_log(log).values()
    leads = Membership(member=boris.me().member, leads=True)
    boris.seal_and_store(log, [leads], old)
    town.sync("boris", "clara")
    found = openers(clara, clara.view(log))
    (again,) = [one for one in found if not one.counts]
    assert (again.name, again.since) == ("boris", again.until)
    assert len([one for one in found if one.name == "boris"]) == 2


def test_who_was_let_in_without_history_is_shown_so(town: Town) -> None:
    anna = town.found().vault
    town.join("boris", "first_line", history=False)
    case = new_case(anna, Opened(alias="Sparrow"))
    found = {one.name: one.history for one in openers(anna, anna.view(main_log(case)))}
    assert found == {"anna": True, "boris": False}


def test_another_device_begins_no_new_span_and_ends_none(town: Town) -> None:
    anna = town.found().vault
    card = make_device(new_seeds(entropy("phone"))).card
    propose_device(anna, card, anna.me().member)
    assert len(tenures(anna)) == 1
    member = anna.me()
    (phone,) = [one for one in member.devices if one.id != anna.device]
    remove(anna, member.member, why="lost", device=phone.id)
    (span,) = tenures(anna)
    assert span.until is None


def test_another_role_ends_one_span_and_begins_the_next(town: Town) -> None:
    first = town.minute // DAY
    town.found()
    dina = town.join("dina", "coordinator")
    changed = next_day(town)
    member = dina.vault.me()
    act = Propose(member=member.member, name=member.name, role="counsel")
    proposal = act_in(dina.vault, act)
    town.sync("dina", "anna")
    anna = town.desks["anna"].vault
    approve(anna, proposal)
    found = [(one.role, one.since, one.until) for one in tenures(anna)]
    assert ("coordinator", first, changed) in found
    assert ("counsel", changed, None) in found


def test_a_case_that_was_shared_with_who_is_no_member_any_more(town: Town) -> None:
    anna = town.found().vault
    boris = town.join("boris", "first_line").vault
    case = new_case(anna, Opened(alias="Sparrow"))
    share(anna, main_log(case), boris.me().member, history=True)
    anna.append(main_log(case), Membership(member="nobody", grants=(b"\0",)))
    remove(anna, "boris", why="left")
    names = [one.name for one in openers(anna, anna.view(main_log(case)))]
    assert sorted(names) == ["anna", "boris", "boris"]


def test_an_act_that_does_not_count_begins_no_span(town: Town) -> None:
    town.found()
    dina = town.join("dina", "coordinator").vault
    card = make_device(new_seeds(entropy("eve"))).card
    proposal, _ = propose(dina, card, name="eve", role="counsel", history=True)
    with pytest.raises(LogError):
        approve(dina, proposal)
    assert [one.name for one in tenures(dina)] == ["anna", "dina"]
