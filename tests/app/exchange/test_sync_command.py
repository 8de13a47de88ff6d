"""Desks exchange over a relay, also when mailboxes change or a relay is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.app.vault.vault_home import open_vault
from safeconduct.base.parcel import MailboxId
from safeconduct.log.group.line_book import Opened, set_mailbox
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault
from tests.app.desk_kit import Group, Member, rows
from tests.relay.relay_kit import Served, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A relay that listens."""
    with serving(tmp_path / "relay.db") as found:
        yield found


def opened(desk: Member, relay: Served) -> str:
    """Open the mailboxes of the group at a relay."""
    return desk.does("mailboxes", relay.address, secret=relay.administrator.hex())


def texts(desk: Member) -> list[object]:
    found = rows(desk.json("case", "show", "Sparrow"), "entries")
    bodies = [item["body"] for item in found if item["kind"] == "text"]
    return [body["text"] for body in bodies]  # type: ignore[index]


def test_what_one_writes_the_other_reads(group: Group, served: Served) -> None:
    anna = group.founder()
    assert "'counsel'" in opened(anna, served)
    boris = group.join(anna, "Boris", "first_line")
    anna.does("sync")
    boris.does("sync")
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="one")
    anna.does("sync")
    assert boris.json("sync")["received"] == 3
    boris.does("say", "Sparrow", said="two")
    boris.does("sync")
    anna.does("sync")
    assert texts(anna) == texts(boris) == ["one", "two"]
    assert anna.json("sync") == {"received": 0, "sent": 0}


def test_new_mailboxes_are_heard_of_through_the_old_ones(
    group: Group, served: Served, tmp_path: Path
) -> None:
    anna = group.founder()
    opened(anna, served)
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("sync")
    boris.does("sync")
    boris.does("say", "Sparrow", said="late, to the old ones")
    with serving(tmp_path / "second.db", seed=9) as second:
        opened(anna, second)
        boris.does("sync")
        boris.does("say", "Sparrow", said="to the new ones")
        boris.does("sync")
        anna.does("sync")
        assert texts(anna) == ["late, to the old ones", "to the new ones"]


def test_after_a_relay_is_lost_everything_is_posted_again(
    group: Group, served: Served, tmp_path: Path
) -> None:
    anna = group.founder()
    with serving(tmp_path / "lost.db", seed=9) as lost:
        opened(anna, lost)
        anna.does("case", "new", "--alias", "Sparrow")
        anna.does("sync")
    assert "cannot be reached" in anna.refused("sync")
    boris = group.join(anna, "Boris", "first_line")
    done = anna("mailboxes", served.address, secret=served.administrator.hex())
    assert done.status == 0, done.told
    assert "cannot be reached" in done.told
    group.carry(anna, boris)
    anna.does("say", "Sparrow", said="one")
    assert anna("sync", "--whole").status == 0
    assert boris("sync").status == 0
    assert texts(boris) == ["one"]


def test_a_mailbox_at_no_address_stops_none_of_the_others(
    group: Group, served: Served
) -> None:
    """A coordinator's changed program names some for every circle."""
    anna = group.founder()
    opened(anna, served)
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="one")
    synced(anna, boris)
    with open_vault(anna.home, anna.passphrase) as vault:
        for circle in (Compartment.ROSTER, Compartment.MAIN):
            for relay in ("http://relay.example", "https://[::1"):
                set_mailbox(vault, circle, relay, lambda: somewhere(vault))
    for _ in range(2):
        for desk in (anna, boris):
            done = desk("sync")
            assert done.status == 0, done.told
            assert "'main' is left out" in done.told
    assert texts(boris) == ["one"]
    boris("say", "Sparrow", said="two")
    for desk in (boris, anna):
        assert desk("sync").status == 0
    assert texts(anna) == ["one", "two"]


def somewhere(vault: Vault) -> Opened:
    """A mailbox that nobody opened."""
    made = vault.around.entropy
    return Opened(mailbox=MailboxId(made(16)), capability=made(32), posting=made(32))


def test_without_mailboxes_it_is_said_what_to_do(group: Group) -> None:
    told = group.founder().refused("sync")
    assert "safeconduct mailboxes" in told


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        pytest.param("{0}", "ab" * 32, "no such mailbox", id="not the administrator"),
        pytest.param("{0}", "hello", "64 hexadecimal digits", id="no capability"),
        pytest.param("http://relay.example", "ab" * 32, "neither https", id="in clear"),
    ],
)
def test_a_relay_that_does_not_serve_us_is_said(
    group: Group, served: Served, url: str, secret: str, said: str
) -> None:
    anna = group.founder()
    done = anna("mailboxes", url.format(served.address), secret=secret)
    assert (done.status, done.out) == (1, "")
    assert said in done.told
    assert anna("sync").status == 1


def test_first_line_opens_no_mailboxes(group: Group, served: Served) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    done = boris("mailboxes", served.address, secret=served.administrator.hex())
    assert done.status == 1
    assert "may not do this" in done.told


def test_counsel_reads_what_first_line_passed_over_a_relay(
    group: Group, served: Served
) -> None:
    anna = group.founder()
    opened(anna, served)
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    boris = group.join(anna, "Boris", "first_line", also=dina)
    for desk in (dina, anna, clara, boris):
        desk.does("sync")
    boris.does("case", "new", "--alias", "Sparrow")
    said = boris.does("say", "Sparrow", said="I fired.").split()[-1]
    boris.does("case", "pass", "Sparrow", said)
    boris.does("sync")
    clara.does("sync")
    anna.does("sync")
    assert "fired" in clara.does("case", "show", "Sparrow", "--part", "counsel")
    for desk in (anna, boris):
        assert "fired" not in desk.does("case", "show", "Sparrow")


def papers(desk: Member, case: str = "Sparrow") -> list[object]:
    """The texts in the papers of a case, as a desk shows them."""
    content = desk.json("case", "show", case, "--part", "papers")
    assert content["faults"] == content["bad"] == []
    found = [item for item in rows(content, "entries") if item["kind"] == "text"]
    return [item["body"]["text"] for item in found]  # type: ignore[index]


def with_papers(desk: Member, alias: str) -> None:
    """A case with a line among its papers."""
    desk.does("case", "new", "--alias", alias)
    desk.does("say", alias, "--part", "papers", said=f"passport of {alias}")


def synced(*desks: Member) -> None:
    """Each exchanges, in this order."""
    for desk in desks:
        desk.does("sync")


def three_desks(group: Group, served: Served) -> tuple[Member, Member, Member]:
    """A coordinator, counsel and first line, who know of the relay."""
    anna = group.founder()
    opened(anna, served)
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    boris = group.join(anna, "Boris", "first_line", also=dina)
    synced(dina, anna, clara, boris)
    return anna, clara, boris


def test_who_is_granted_the_papers_of_one_case_works_in_it(
    group: Group, served: Served, tmp_path: Path
) -> None:
    anna, clara, boris = three_desks(group, served)
    part = ("--part", "papers")
    for alias in ("Sparrow", "Finch"):
        with_papers(clara, alias)
    synced(clara, boris)
    clara.does("case", "grant", "Sparrow", "Boris", *part, "--history")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bytes(range(256)) * 6000)
    clara.does("say", "Sparrow", *part, "--file", photo, "--title", "passport")
    synced(clara, boris)
    assert papers(boris) == ["passport of Sparrow"]
    assert "no key" in boris.refused("case", "show", "Finch", *part)
    assert "nothing is wrong" in boris.does("verify")
    boris.does("say", "Sparrow", *part, said="It expires in May.")
    synced(boris, clara, boris)
    assert papers(clara) == papers(boris)
    assert len(papers(clara)) == 2
    clara.does("case", "revoke", "Sparrow", "Boris", *part)
    clara.does("say", "Sparrow", *part, said="A new passport came.")
    synced(clara, boris, anna)
    assert len(papers(boris)) == 2
    assert "may not do this" in boris.refused("say", "Sparrow", *part, said="more")
    assert len(papers(clara)) == 3


def test_when_the_founder_left_counsel_opens_its_mailboxes(
    group: Group, served: Served, tmp_path: Path
) -> None:
    anna = group.founder()
    opened(anna, served)
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    for desk in (dina, anna, clara):
        desk.does("sync")
    dina.does("person", "remove", "Anna", "--why", "left")
    for desk in (dina, clara):
        desk.does("sync")
    with serving(tmp_path / "second.db", seed=9) as second:
        told = opened(dina, second)
        assert "'papers' is left as it is" in told
        clara.does("sync")
        assert "'papers'" in opened(clara, second)
        for desk in (dina, clara):
            desk.does("sync")
        dina.does("case", "new", "--alias", "Sparrow")
        said = dina.does("say", "Sparrow", said="I fired.").split()[-1]
        dina.does("case", "pass", "Sparrow", said)
        for desk in (dina, clara):
            desk.does("sync")
        assert "fired" in clara.does("case", "show", "Sparrow", "--part", "counsel")


def test_who_was_invited_before_there_was_a_relay_hears_of_it_by_a_bundle(
    group: Group, served: Served
) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    opened(anna, served)
    assert "Import a bundle once" in boris.refused("sync")
    group.carry(anna, boris)
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="one")
    anna.does("sync")
    boris.does("sync")
    assert texts(boris) == ["one"]
