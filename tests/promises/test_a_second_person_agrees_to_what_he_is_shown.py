"""Promise 6, against one coordinator: what opens more needs two, and both see what.

A card that is shown as a volunteer's is no counsel's; a recovery key, of which its
maker may have every share, opens nothing before counsel agrees; another device opens
no more of the past than its member.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.app.group.people_view import people_lines
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.act import NewRecovery, Propose
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.entries.entry import Entry
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import approve, propose_device
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.rescue.recovering import new_recovery, set_recovery
from safeconduct.log.roster.roster import Device, Person
from safeconduct.log.roster.roster_change import RosterChange
from safeconduct.sealing.device import make_device, new_seeds, recovery_id
from safeconduct.sealing.share import combine
from tests.log.attacker import loot_of, opened, read_by
from tests.log.rescue.test_recovering import begun
from tests.log.town_kit import Town, small_town, whole_town
from tests.promises.kept import must_fail

KNOWN, LATER = "what only counsel may know", "what counsel wrote afterwards"
BEFORE = "written before he came"


def written_by_counsel(town: Town, text: str) -> LogName:
    """What clara wrote into counsel's part of a new case."""
    clara = town.desks["clara"].vault
    case = new_case(clara, Opened(alias="Sparrow"))
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    say(clara, log, TextWritten(text=text))
    town.sync()
    return log


def a_volunteers_card_is_not_counsels(folder: Path) -> None:
    """Anna brings it, by the number of counsel and under another name."""
    town = whole_town(folder)
    town.sync()
    written_by_counsel(town, KNOWN)
    anna, dina = town.desks["anna"].vault, town.desks["dina"].vault
    around = town.around("vera")
    device = make_device(new_seeds(around.entropy))
    act = Propose(
        member=town.desks["clara"].vault.me().member,
        name="Vera",
        role="first_line",
        card=device.card.to_bytes(),
        history=True,
    )
    proposal = anna.append(anna.roster_log, act)
    town.sync("anna", "dina")
    assert "Vera" not in "\n".join(people_lines(dina, "en"))
    try:
        approve(dina, proposal)
    except LogError:
        return
    town.sync("dina", "anna", "clara", "clara")
    town.enter("vera", device, around)
    town.sync("clara", "vera", "clara", "vera")
    assert KNOWN not in read_by(town, "vera")


def a_recovery_key_opens_nothing_before_counsel_agrees(folder: Path) -> None:
    town = Town(folder=folder)
    begun(town)
    dina = town.join("dina", "coordinator").vault
    clara = town.join("clara", "counsel", also="dina").vault
    town.sync()
    town.sync()
    log = written_by_counsel(town, KNOWN)
    recovery, words = new_recovery(dina.around, needed=2, shares=2)
    waits = set_recovery(dina, recovery)
    town.sync("dina", "anna")
    with pytest.raises(LogError):
        approve(town.desks["anna"].vault, waits)
    for _ in range(3):
        town.sync()
    say(clara, log, TextWritten(text=LATER))
    town.sync()
    key = combine(words)
    found = opened(
        loot_of(town, town.desks["dina"]),
        group=dina.group,
        name=recovery_id(key.public()),
        key=key,
    )
    assert not found
    old = town.desks["anna"].vault.roster.recovery
    assert old is not None
    assert old != recovery
    told = "\n".join(people_lines(clara, "en"))
    assert "a new recovery key; 2 of 2 shares" in told
    assert "proposed by dina" in told


def another_device_opens_no_more_of_the_past(folder: Path) -> None:
    town = small_town(folder)
    anna = town.desks["anna"].vault
    case = new_case(anna, Opened(alias="Sparrow"))
    say(anna, main_log(case), TextWritten(text=BEFORE))
    town.sync()
    carl = town.join("carl", "first_line", also="dina", history=False).vault
    town.sync()
    town.sync()
    say(anna, main_log(case), TextWritten(text=LATER))
    town.sync()
    around = town.around("phone")
    device = make_device(new_seeds(around.entropy))
    # By himself, and his program says what he likes.
    me = carl.me()
    act = Propose(
        member=me.member, name=me.name, role=me.role, history=True,
        card=device.card.to_bytes(),
    )  # fmt: skip
    proposal = carl.append(carl.roster_log, act)
    town.sync("carl", "dina")
    dina = town.desks["dina"].vault
    assert "would not read what was written before" in "\n".join(
        people_lines(dina, "en")
    )
    approve(dina, proposal)
    town.sync("dina", "anna")
    town.enter("phone", device, around)
    town.sync()
    read = read_by(town, "phone")
    assert BEFORE not in read
    assert LATER in read


def test_a_volunteers_card_is_not_counsels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_volunteers_card_is_not_counsels(tmp_path / "kept")
    monkeypatch.setattr(Person, "fits", lambda *_: True)
    must_fail(lambda: a_volunteers_card_is_not_counsels(tmp_path / "broken"))


def test_a_recovery_key_opens_nothing_before_counsel_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_recovery_key_opens_nothing_before_counsel_agrees(tmp_path / "kept")
    waits = RosterChange._wait  # noqa: SLF001 -- planted out

    def at_once(
        change: RosterChange, item: Entry, body: Propose | NewRecovery, by: Person
    ) -> None:
        waits(change, item, body, by)
        if isinstance(body, NewRecovery):
            change._do(item.id, item.id, body)  # noqa: SLF001 -- planted

    monkeypatch.setattr(RosterChange, "_wait", at_once)
    must_fail(
        lambda: a_recovery_key_opens_nothing_before_counsel_agrees(tmp_path / "broken")
    )


def test_another_device_opens_no_more_of_the_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_device_opens_no_more_of_the_past(tmp_path / "kept")

    def with_device(person: Person, new: Device) -> Person:
        return replace(person, devices=(*person.devices, new))

    monkeypatch.setattr(Person, "with_device", with_device)
    must_fail(lambda: another_device_opens_no_more_of_the_past(tmp_path / "broken"))


def test_what_a_desk_proposes_of_the_past_is_what_its_member_has(
    tmp_path: Path,
) -> None:
    town = small_town(tmp_path)
    carl = town.join("carl", "first_line", also="dina", history=False).vault
    town.sync()
    for who, has_it in ((carl, False), (town.desks["boris"].vault, True)):
        card = make_device(new_seeds(town.around(who.me().name).entropy)).card
        name = propose_device(who, card, who.me().member)
        act = who.graph.by_id[name].body
        assert isinstance(act, Propose)
        assert act.history is has_it
