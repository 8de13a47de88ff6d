"""Nothing is lost with a machine: backups, shares, and what they do not open."""

import json

import pytest

from tests.app.desk_kit import OTHER_WORDS, Group, Member, rows

SHARES = ("--needed", "2", "--shares-to")


def founded(group: Group) -> Member:
    """A founder with a recovery key in three shares, and a case."""
    anna, folder = group.member("Anna"), group.folder / "shares"
    anna.does(
        "init", "--group", "G", "--name", "Anna", "--shares", "3", *SHARES, folder
    )
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="He called.")
    return anna


def share(group: Group, *numbers: int) -> list[str]:
    """The option for some of the shares."""
    folder = group.folder / "shares"
    return [part for at in numbers for part in ("--share", f"{folder}/share-{at}.txt")]


def aliases(desk: Member) -> list[object]:
    return [row["alias"] for row in rows(desk.json("case", "list"), "cases")]


def test_a_backup_is_a_new_device_which_the_others_must_approve(group: Group) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    dina = group.join(anna, "Dina", "coordinator")
    anna.does("backup", copy)
    new, card = group.member("New"), group.folder / "new.card"
    new.does("restore", copy, "--card", card)
    assert "Sync first" in new.refused("case", "list")
    assert "Sync first" in new.refused("case", "show", "Sparrow")
    dina.does("person", "add", card, "--device-of", "Anna")
    group.carry(dina, new)
    assert aliases(new) == ["Sparrow"]
    assert "not in the group" in new.refused("say", "Sparrow", said="x")
    group.carry(dina, anna)
    (waits,) = rows(anna.json("person", "list"), "proposals")
    anna.does("person", "approve", str(waits["id"]))
    group.carry(anna, dina, new)
    new.does("say", "Sparrow", said="from the new machine")
    assert "He called." in new.does("case", "show", "Sparrow")


def test_a_case_erased_since_does_not_come_back(group: Group) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    anna.does("backup", copy)
    anna.does("erase", "Sparrow", "--word", "Sparrow")
    new = group.member("New")
    new.does("restore", copy)
    group.carry(anna, new)
    assert aliases(new) == []


def test_a_wrong_passphrase_leaves_nothing_behind(group: Group) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    anna.does("backup", copy)
    new = group.member("New")
    new.passphrase = OTHER_WORDS
    assert "does not open it" in new.refused("restore", copy)
    new.passphrase = anna.passphrase
    new.does("restore", copy, "--offline")
    assert aliases(new) == ["Sparrow"]


def test_nothing_is_written_over(group: Group) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    copy.write_text("mine")
    anna.refused("backup", copy)
    assert copy.read_text() == "mine"
    copy.unlink()
    anna.does("backup", copy)
    assert "SAFECONDUCT_HOME" in anna.refused("restore", copy)


@pytest.mark.parametrize(
    ("numbers", "would"),
    [
        pytest.param((1, 2), True, id="two of three"),
        pytest.param((1, 2, 3), True, id="all"),
        pytest.param((3,), False, id="one alone"),
    ],
)
def test_a_drill_says_yes_or_no(
    group: Group, numbers: tuple[int, ...], *, would: bool
) -> None:
    anna = founded(group)
    done = anna("drill", *share(group, *numbers), "--json")
    assert json.loads(done.out) == {"would_open": would, "not_granted": []}
    assert done.status == (0 if would else 1)
    assert done.told == ""


def test_two_of_three_found_the_next_group_and_one_does_not(group: Group) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    anna.does("backup", copy)
    new, folder = group.member("New"), group.folder / "next"
    begin = (
        "recover", copy, "--group", "Next", "--name", "Dina",
        "--new-shares", "3", *SHARES, folder, "--offline",
    )  # fmt: skip
    assert "More shares" in new.refused(*begin, *share(group, 2))
    assert not folder.exists()
    new.does(*begin, *share(group, 2, 3))
    assert aliases(new) == ["Sparrow"]
    shown = new.does("case", "show", "Sparrow")
    assert "Anna" in shown
    new.does("say", "Sparrow", said="It goes on.")
    assert anna.json("person", "list")["group"] == "G"


def test_what_was_erased_since_is_heard_of_before_the_next_group_is_founded(
    group: Group,
) -> None:
    anna, copy = founded(group), group.folder / "one.backup"
    anna.does("backup", copy)
    anna.does("case", "new", "--alias", "Heron")
    anna.does("erase", "Sparrow", "--word", "Sparrow")
    new, folder = group.member("New"), group.folder / "next"
    more = ("--group", "Next", "--name", "Dina", "--new-shares", "3", *SHARES, folder)
    told = new.does("recover", copy, *more, *share(group, 2, 3))
    assert "safeconduct recover again" in told
    assert not folder.exists()
    group.carry(anna, new)
    new.does("recover", *more)
    assert aliases(new) == ["Heron"]
    assert new.json("person", "list")["group"] == "Next"


def test_a_folder_too_waits_for_what_was_erased_since_and_says_whose_it_is(
    group: Group,
) -> None:
    anna = founded(group)
    dina = group.join(anna, "Dina", "coordinator")
    group.carry(anna, dina)
    dina.does("erase", "Sparrow", "--word", "Sparrow")
    new, folder = group.member("New"), group.folder / "next"
    more = ("--group", "Next", "--name", "Olga", "--new-shares", "3", *SHARES, folder)
    told = new.does("recover", anna.home, *more, *share(group, 2, 3))
    assert "safeconduct recover again" in told
    assert "the group with these words" in told
    assert not folder.exists()
    group.carry(dina, new)
    new.does("recover", *more)
    assert aliases(new) == []


def test_a_new_recovery_key_ends_the_old_shares(group: Group) -> None:
    anna, folder = founded(group), group.folder / "later"
    anna.does("recovery", "--shares", "2", *SHARES, folder)
    assert "No: these shares" in anna("drill", *share(group, 1, 2)).out
    new = [f"--share={folder}/share-{at}.txt" for at in (1, 2)]
    assert anna.json("drill", *new)["would_open"] is True


def test_a_new_recovery_key_waits_for_a_second_person_and_the_old_one_stays(
    group: Group,
) -> None:
    anna, folder = founded(group), group.folder / "later"
    dina = group.join(anna, "Dina", "coordinator")
    told = anna.does("recovery", "--shares", "2", *SHARES, folder)
    (waits,) = rows(anna.json("person", "list"), "recovery_proposals")
    name = str(waits["id"])
    assert f"waits as {name[:8]}" in told
    new = [f"--share={folder}/share-{at}.txt" for at in (1, 2)]
    assert anna.json("drill", *share(group, 1, 2))["would_open"] is True
    assert "another person" in anna.refused("person", "approve", name)
    group.carry(anna, dina)
    dina.does("person", "approve", name)
    group.carry(dina, anna)
    assert anna.json("drill", *new)["would_open"] is True


def test_a_sound_vault_is_said_to_be_and_a_changed_one_is_named(group: Group) -> None:
    anna = founded(group)
    assert anna.json("verify") == {"sound": True, "findings": []}
    store = anna.home / "vault.db"
    raw = bytearray(store.read_bytes())
    at = len(raw) * 3 // 4
    raw[at : at + 8] = bytes(byte ^ 0xFF for byte in raw[at : at + 8])
    store.write_bytes(raw)
    done = anna("verify")
    assert done.status == 1
    assert "Everything was looked at; nothing is wrong." not in done.out


def test_a_case_past_its_day_is_named_and_stays(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safeconduct.app.machine import settings  # noqa: PLC0415 -- the clock
    from safeconduct.app.vault import vault_home  # noqa: PLC0415 -- the clock

    anna = group.founder()
    early = settings.minute() - 400 * 24 * 60
    with monkeypatch.context() as then:
        then.setattr(vault_home, "minute", lambda: early)
        anna.does("case", "new", "--alias", "Sparrow")
    anna.does("retention", "12")
    (row,) = rows(anna.json("case", "list"), "cases")
    assert row["due"] is not None
    assert "Due to be erased: Sparrow" in anna.does("case", "list")
