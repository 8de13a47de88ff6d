"""A vault begins: founded, or joined; what goes wrong is said with its mend."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.app.vault.vault_home import unlock_device
from safeconduct.log.stores.lock import take_lock
from safeconduct.sealing.invitation import open_invitation, seal_invitation
from tests.app.desk_kit import OTHER_WORDS, WORDS, Group


def words(text: str) -> str:
    """The ten words in what a command printed."""
    (line,) = [line for line in text.splitlines() if "words: " in line]
    return line.partition("words: ")[2]


def test_founder_and_joiner_see_the_same_words_of_the_group(group: Group) -> None:
    anna, boris = group.member("Anna"), group.member("Boris")
    founded = anna.does("init", "--group", "Night Bridge", "--name", "Anna")
    card, invitation = group.folder / "card", group.folder / "invitation"
    shown = words(boris.does("init", "--card", card))
    added = anna.does("person", "add", card, "--name", "Boris", "--role", "first_line")
    assert words(added) == shown
    anna.does("person", "invite", "Boris", "-o", invitation)
    joined = boris.does("init", "--invitation", invitation)
    assert words(joined) == words(founded)
    assert len(words(founded).split()) == 10


def test_a_card_can_be_written_again(group: Group) -> None:
    boris = group.member("Boris")
    first, second = group.folder / "one", group.folder / "two"
    boris.does("init", "--card", first)
    boris.does("init", "--card", second)
    assert first.read_bytes() == second.read_bytes()


def test_an_invitation_opens_on_its_own_device_only(group: Group) -> None:
    anna = group.founder()
    boris, eve = group.member("Boris"), group.member("Eve")
    card, invitation = group.folder / "card", group.folder / "invitation"
    eve.does("init", "--card", group.folder / "eve.card")
    boris.does("init", "--card", card)
    anna.does("person", "add", card, "--name", "Boris", "--role", "first_line")
    anna.does("person", "invite", "Boris", "-o", invitation)
    assert "No key to it is at hand" in eve.refused("init", "--invitation", invitation)
    assert not (eve.home / "vault.db").exists()


def test_what_an_invitation_says_of_no_mailbox_leaves_no_vault(group: Group) -> None:
    anna, boris = group.founder(), group.member("Boris")
    card, invitation = group.folder / "card", group.folder / "invitation"
    boris.does("init", "--card", card)
    anna.does("person", "add", card, "--name", "Boris", "--role", "first_line")
    anna.does("person", "invite", "Boris", "-o", invitation)
    device = unlock_device(boris.home, WORDS)
    found = open_invitation(invitation.read_bytes(), device=device)
    odd = seal_invitation(replace(found, more=b"{}"), card=device.card)
    (group.folder / "odd").write_bytes(odd)
    assert "mailboxes" in boris.refused("init", "--invitation", group.folder / "odd")
    left = {path.name for path in boris.home.iterdir()}
    assert left == {"cache", "device.box", "lock"}
    boris.does("init", "--invitation", invitation)


def test_the_shares_are_files_of_which_some_open_the_key(group: Group) -> None:
    anna, folder = group.member("Anna"), group.folder / "shares"
    anna.does(
        "init", "--group", "G", "--name", "Anna",
        "--shares", "3", "--needed", "2", "--shares-to", folder,
    )  # fmt: skip
    found = sorted(folder.iterdir())
    assert [path.name for path in found] == [f"share-{at}.txt" for at in (1, 2, 3)]
    assert {len(path.read_text().split()) for path in found} == {33}


def test_a_share_is_never_written_over(group: Group) -> None:
    anna, folder = group.member("Anna"), group.folder / "shares"
    folder.mkdir()
    (folder / "share-2.txt").write_text("mine")
    told = anna.refused(
        "init", "--group", "G", "--name", "Anna",
        "--shares", "3", "--needed", "2", "--shares-to", folder,
    )  # fmt: skip
    assert "share-2.txt" in told
    assert [path.name for path in folder.iterdir()] == ["share-2.txt"]
    assert not (anna.home / "vault.db").exists()


def test_a_vault_is_never_founded_over_another(group: Group) -> None:
    anna = group.founder()
    before = anna.json("person", "list")
    told = anna.refused("init", "--group", "Other", "--name", "Anna")
    assert "SAFECONDUCT_HOME" in told
    assert anna.json("person", "list") == before


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="nothing"),
        pytest.param(("--group", "G"), id="a group without a founder"),
        pytest.param(("--group", "G", "--card", "c"), id="two at once"),
        pytest.param(
            ("--group", "G", "--name", "A", "--shares", "3"), id="a part of the shares"
        ),
    ],
)
def test_wrong_use_makes_nothing(group: Group, arguments: tuple[str, ...]) -> None:
    anna = group.member("Anna")
    assert anna("init", *arguments).status == 2
    assert not anna.home.exists()


def test_without_a_vault_every_command_says_how_to_begin(group: Group) -> None:
    anna = group.member("Anna")
    for arguments in (
        ("case", "list"), ("person", "list"), ("assess", "vault:Sparrow"),
        ("erase", "Sparrow"), ("export", "--bundle", "b"),
    ):  # fmt: skip
        told = anna.refused(*arguments)
        assert "SAFECONDUCT_HOME" in told
        assert "safeconduct init" in told


def test_another_passphrase_opens_nothing(group: Group) -> None:
    anna = group.founder()
    anna.passphrase = OTHER_WORDS
    assert "does not open it" in anna.refused("case", "list")


def test_a_short_passphrase_is_refused(group: Group) -> None:
    anna = group.member("Anna")
    anna.passphrase = OTHER_WORDS[:5]
    told = anna.refused("init", "--group", "G", "--name", "Anna")
    assert "fewer than 12" in told
    assert not anna.home.exists()


def test_a_vault_that_is_open_elsewhere_is_named(group: Group) -> None:
    anna = group.founder()
    lock = take_lock(anna.home / "lock")
    try:
        assert "open in process" in anna.refused("case", "list")
    finally:
        lock.close()


def test_only_its_user_can_look_into_a_vault(group: Group) -> None:
    anna = group.founder()
    assert anna.home.stat().st_mode & 0o077 == 0
    for name in ("device.box", "vault.db", "bag.db", "lock"):
        assert (anna.home / name).stat().st_mode & 0o077 == 0, name


def test_a_folder_that_cannot_be_made_is_a_fault_of_one_line(group: Group) -> None:
    anna = group.member("Anna")
    anna.home.write_text("a file")
    assert "cannot be" in anna.refused("init", "--group", "G", "--name", "Anna")


def test_a_damaged_card_is_refused(group: Group) -> None:
    anna, card = group.founder(), Path(group.folder / "card")
    card.write_bytes(b"\1" * 1313)
    told = anna.refused("person", "add", card, "--name", "B", "--role", "counsel")
    assert "card" in told
