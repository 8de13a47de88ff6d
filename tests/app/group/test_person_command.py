"""Who comes and goes is decided by two, and everybody sees it."""

import pytest

from tests.app.desk_kit import Group, Member, rows


def members(desk: Member) -> dict[str, str]:
    found = rows(desk.json("person", "list"), "members")
    return {str(item["name"]): str(item["role"]) for item in found}


def proposed(group: Group, desk: Member, name: str, role: str) -> Member:
    """Somebody who asks to join and waits for a second person."""
    found, card = group.member(name), group.folder / f"{name}.card"
    found.does("init", "--card", card)
    desk.does("person", "add", card, "--name", name, "--role", role)
    return found


def test_two_founders_come_in_at_once_and_the_third_waits(group: Group) -> None:
    anna = group.founder()
    group.join(anna, "Dina", "coordinator")
    proposed(group, anna, "Boris", "first_line")
    assert members(anna) == {"Anna": "coordinator", "Dina": "coordinator"}
    (waits,) = rows(anna.json("person", "list"), "proposals")
    assert (waits["name"], waits["proposed_by"]) == ("Boris", "Anna")
    shown = anna.does("person", "list")
    assert str(waits["id"])[:8] in shown


def test_who_has_not_exchanged_yet_is_told_so(group: Group) -> None:
    anna = group.founder()
    boris, card = group.member("Boris"), group.folder / "Boris.card"
    boris.does("init", "--card", card)
    anna.does("person", "add", card, "--name", "Boris", "--role", "first_line")
    invitation = group.folder / "Boris.invitation"
    anna.does("person", "invite", "Boris", "-o", invitation)
    boris.does("init", "--invitation", invitation)
    assert "Nothing of the group has come yet" in boris.does("person", "list")
    group.carry(anna, boris)
    assert "Boris" in boris.does("person", "list")


def test_nobody_is_his_own_second_person(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    proposed(group, anna, "Boris", "first_line")
    (waits,) = rows(anna.json("person", "list"), "proposals")
    assert "another person" in anna.refused("person", "approve", str(waits["id"]))
    group.carry(anna, dina)
    dina.does("person", "approve", str(waits["id"])[:4])
    group.carry(dina, anna)
    assert members(anna)["Boris"] == "first_line"


def test_an_invitation_is_for_who_is_approved(group: Group) -> None:
    anna = group.founder()
    group.join(anna, "Dina", "coordinator")
    proposed(group, anna, "Boris", "first_line")
    told = anna.refused("person", "invite", "Boris", "-o", group.folder / "i")
    assert "no such member" in told


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        pytest.param("ffff0000", "no proposal that waits", id="none"),
        pytest.param("ab", "no proposal that waits", id="too few digits"),
    ],
)
def test_what_is_not_there_is_said(group: Group, digits: str, said: str) -> None:
    anna = group.founder()
    assert said in anna.refused("person", "approve", digits)


def test_a_name_is_given_once(group: Group) -> None:
    anna = group.founder()
    card = group.folder / "card"
    group.member("Boris").does("init", "--card", card)
    told = anna.refused("person", "add", card, "--name", "Anna", "--role", "counsel")
    assert "this name already" in told


def test_a_member_has_several_devices_and_loses_one(group: Group) -> None:
    anna = group.founder()
    phone, card = group.member("Phone"), group.folder / "phone.card"
    phone.does("init", "--card", card)
    anna.does("person", "add", card, "--device-of", "Anna")
    (person,) = rows(anna.json("person", "list"), "members")
    first, second = rows(person, "devices")
    words = " ".join(str(word) for word in second["words"])  # type: ignore[attr-defined]
    anna.does("person", "remove", "Anna", "--why", "lost", "--device", words)
    (person,) = rows(anna.json("person", "list"), "members")
    assert rows(person, "devices") == [first]


def test_who_is_removed_writes_and_reads_no_more(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    group.carry(anna, boris)
    told = anna.does("person", "remove", "Boris", "--why", "left")
    assert "mailboxes" in told
    anna.does("say", "Sparrow", said="after")
    group.carry(anna, boris)
    assert members(anna) == {"Anna": "coordinator"}
    assert "not in the group" in boris.refused("say", "Sparrow", said="x")
    assert "after" not in boris.does("case", "show", "Sparrow")


def test_a_removal_of_counsel_waits_for_counsel_and_says_so(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    group.join(anna, "Carl", "counsel", also=dina)
    group.carry(anna, clara, anna)
    told = anna.does("person", "remove", "Carl", "--why", "safety")
    assert "The key of 'papers' waits" in told
    assert "The key of 'counsel' waits" in told
    group.carry(anna, clara, anna)
    assert anna.json("person", "list")["turns_awaited"] == []


def test_first_line_proposes_nobody(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    card = group.folder / "card"
    group.member("Eve").does("init", "--card", card)
    told = boris.refused("person", "add", card, "--name", "Eve", "--role", "counsel")
    assert "may not" in told


def test_it_speaks_three_languages(group: Group) -> None:
    anna = group.founder()
    assert "координатор" in anna.does("person", "list", "--lang", "ru")
    assert "coordination" in anna.does("person", "list", "--lang", "fr")


def test_what_waits_says_what_it_is_who_asks_and_what_it_opens(group: Group) -> None:
    anna = group.founder()
    group.join(anna, "Dina", "coordinator")
    phone, card = group.member("Phone"), group.folder / "phone.card"
    phone.does("init", "--card", card)
    anna.does("person", "add", card, "--device-of", "Dina")
    proposed(group, anna, "Boris", "first_line")
    told = anna.does("person", "list").splitlines()
    (at,) = [n for n, line in enumerate(told) if "another device of Dina" in line]
    assert told[at + 1].strip() == "proposed by Anna"
    assert told[at + 2].strip() == "would read what was written before too"
    (at,) = [n for n, line in enumerate(told) if "Boris" in line]
    assert told[at + 2].strip() == "would not read what was written before"
    device, person = rows(anna.json("person", "list"), "proposals")
    assert (device["of"], device["history"], device["name"]) == ("Dina", True, "Dina")
    assert (person["of"], person["history"]) == ("", False)
