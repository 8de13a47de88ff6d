"""A backup: whole, current, for a new device, and never a way back for what is gone."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import sync, take_in, write_out
from safeconduct.log.group.people import approve, named, propose_device
from safeconduct.log.name import CaseId, DeviceId
from safeconduct.log.rescue.backing_up import KEPT_DAYS, backup, delete_expired, restore
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device, make_device, new_seeds
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.stretch import Stretch
from tests.log.rescue.test_verifying import kept
from tests.log.single_kit import grant, logs, papers, town_with_papers, vault_of
from tests.log.town_kit import Desk, Town, entropy, town_in

WORDS = "correct horse battery"
TODAY = date(2025, 3, 1)
CHEAP = Stretch(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as town:
        yield town


@pytest.fixture
def desk(town: Town) -> Desk:
    return town.found()


def case_of(vault: Vault, *texts: str, alias: str = "Sparrow") -> CaseId:
    case = new_case(vault, Opened(alias=alias))
    for text in texts:
        say(vault, main_log(case), TextWritten(text=text))
    return case


def texts(vault: Vault, case: CaseId) -> list[str]:
    view = vault.view(main_log(case))
    return [body.text for _, body in view.current(TextWritten)]


def backed_up(vault: Vault, name: str = "one.backup", *, today: date = TODAY) -> Path:
    target = vault.folder.parent / name
    backup(vault, target, WORDS, today=today, stretch=CHEAP)
    return target


def new_device(name: str) -> Device:
    return make_device(new_seeds(entropy(name)))


def restored(
    town: Town, source: Path, name: str = "new", *, words: str = WORDS
) -> Desk:
    around, device = town.around(name), new_device(name)
    folder = town.folder / name
    vault = restore(source, folder, words, device=device, around=around, today=TODAY)
    desk = Desk(name=name, folder=folder, device=device, around=around, vault=vault)
    town.desks[name] = desk
    return desk


def let_in(town: Town, found: Desk) -> None:
    """Anna, alone in the group, takes a restored device for hers; both exchange."""
    anna = town.desks["anna"].vault
    propose_device(anna, found.device.card, named(anna, "anna").member)
    town.sync("anna", found.name)


def test_what_was_backed_up_is_there_on_a_new_device(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault, "one", "two")
    name = kept(desk.vault, case, b"x" * 200_000)
    found = restored(town, backed_up(desk.vault)).vault
    found.open_up()
    assert texts(found, case) == ["one", "two"]
    assert [row.alias for row in found.cases()] == ["Sparrow"]
    assert found.files.path(name).read_bytes() == b"x" * 200_000
    assert list(verify(found)) == []


def test_a_restored_vault_shows_no_case_before_its_device_is_let_in(
    town: Town, desk: Desk
) -> None:
    case = case_of(desk.vault, "one")
    town.sync("anna")
    found = restored(town, backed_up(desk.vault))
    assert found.vault.cases() == ()
    with pytest.raises(LogError, match="sync first") as refused:
        found.vault.view(main_log(case))
    assert refused.value.kind == "closed"
    found.reopen()
    assert found.vault.cases() == ()
    town.sync("new")
    assert found.vault.cases() == ()
    let_in(town, found)
    assert texts(found.vault, case) == ["one"]
    found.reopen()
    assert texts(found.vault, case) == ["one"]


def test_a_restored_vault_can_be_opened_where_nothing_will_come(
    town: Town, desk: Desk
) -> None:
    case = case_of(desk.vault, "one")
    found = restored(town, backed_up(desk.vault))
    found.vault.open_up()
    found.reopen()
    assert texts(found.vault, case) == ["one"]


def test_a_case_erased_since_does_not_come_back(town: Town, desk: Desk) -> None:
    case, other = case_of(desk.vault, "one"), case_of(desk.vault, "two", alias="Finch")
    name = kept(desk.vault, case)
    town.sync("anna")
    source = backed_up(desk.vault)
    erase_case(desk.vault, case)
    town.sync("anna")
    new = restored(town, source)
    found = new.vault
    assert found.bag.wraps(main_log(case))
    let_in(town, new)
    index = open_text_index(found)
    assert found.bag.wraps(main_log(case)) == ()
    assert found.store.count(main_log(case)) == 0
    assert not found.files.has(name)
    assert index.search("one") == ()
    assert len(index.search("two")) == 1
    assert [row.alias for row in found.cases()] == ["Finch"]
    assert texts(found, other) == ["two"]
    index.close()


def test_a_case_erased_before_is_not_in_a_backup(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault, "one")
    (envelope, *_) = desk.vault.store.envelopes(main_log(case))
    wraps = desk.vault.bag.wraps(main_log(case))
    erase_case(desk.vault, case)
    found = restored(town, backed_up(desk.vault)).vault
    found.open_up()
    assert found.cases() == ()
    found.ring.put_wraps(wraps)
    found.store.append([envelope], tip=found.tip)
    assert found.bag.wraps(main_log(case)) == ()
    assert found.store.count(main_log(case)) == 0


def test_a_restored_device_writes_once_the_others_approved_it(
    town: Town, desk: Desk
) -> None:
    case = case_of(desk.vault, "one")
    town.join("dina", "coordinator")
    town.sync()
    found = restored(town, backed_up(desk.vault))
    with pytest.raises(LogError, match="not in the group"):
        say(found.vault, main_log(case), TextWritten(text="two"))
    member = named(desk.vault, "anna").member
    proposal = propose_device(desk.vault, found.device.card, member)
    town.sync("anna", "dina")
    approve(town.desks["dina"].vault, proposal)
    town.sync("dina", "new")
    say(found.vault, main_log(case), TextWritten(text="two"))
    town.sync("new", "anna")
    assert texts(desk.vault, case) == ["one", "two"]
    assert desk.vault.view(main_log(case)).faults == ()


def test_a_restored_device_is_another_and_signs_as_another(
    town: Town, desk: Desk
) -> None:
    case_of(desk.vault, "one")
    found = restored(town, backed_up(desk.vault))
    assert found.vault.device != desk.vault.device
    assert found.vault.roster.person_of(DeviceId(found.device.id)) is None


def test_a_backup_never_replaces_a_file(desk: Desk) -> None:
    target = backed_up(desk.vault)
    before = target.read_bytes()
    with pytest.raises(LogError, match="name of its own"):
        backed_up(desk.vault)
    assert target.read_bytes() == before


def test_numbers_grow_also_from_a_restored_one(town: Town, desk: Desk) -> None:
    heads = [
        backup(desk.vault, town.folder / name, WORDS, today=TODAY, stretch=CHEAP)
        for name in ("a", "b")
    ]
    found = restored(town, town.folder / "b").vault
    found.open_up()
    again = backup(found, town.folder / "c", WORDS, today=TODAY, stretch=CHEAP)
    assert [head.number for head in (*heads, again)] == [1, 2, 3]


def test_an_expired_backup_is_refused_and_nothing_is_made(
    town: Town, desk: Desk
) -> None:
    early = TODAY - timedelta(days=KEPT_DAYS)
    last = backed_up(desk.vault, "last.backup", today=early)
    restored(town, last, "last")
    over = backed_up(desk.vault, "over", today=early - timedelta(days=1))
    with pytest.raises(LogError, match="could be restored until 2025-02-28"):
        restored(town, over)
    assert not (town.folder / "new" / "vault.db").exists()


def test_a_backup_of_days_to_come_is_refused(town: Town, desk: Desk) -> None:
    """A clock that was ahead would else keep what was erased for as long."""
    restored(town, backed_up(desk.vault), "today")
    ahead = backed_up(desk.vault, "ahead", today=TODAY + timedelta(days=1))
    with pytest.raises(LogError, match="made in days to come") as refused:
        restored(town, ahead)
    assert refused.value.kind == "refused"
    assert not (town.folder / "new" / "vault.db").exists()


def test_a_closed_vault_makes_no_backup(town: Town, desk: Desk) -> None:
    """It would be restored for longer than the one that it came from."""
    found = restored(town, backed_up(desk.vault)).vault
    with pytest.raises(LogError, match="sync first") as refused:
        backed_up(found, "younger")
    assert refused.value.kind == "closed"
    found.open_up()
    assert backed_up(found, "younger").exists()


def test_expired_backups_of_the_group_are_deleted_and_nothing_else(
    town: Town, tmp_path: Path
) -> None:
    desk, other = town.found("anna"), town.found("dina")
    early = TODAY - timedelta(days=KEPT_DAYS + 1)
    over = backed_up(desk.vault, "over", today=early)
    theirs = backed_up(other.vault, "theirs", today=early)
    (tmp_path / "letter").write_bytes(b"x")
    new = backed_up(desk.vault, "new")
    assert not over.exists()
    assert theirs.exists()
    assert new.exists()
    assert (tmp_path / "letter").exists()
    assert delete_expired(tmp_path, desk.vault.group, today=TODAY) == ()


def test_another_passphrase_opens_nothing_and_leaves_nothing(
    town: Town, desk: Desk
) -> None:
    case_of(desk.vault, "one")
    source = backed_up(desk.vault)
    with pytest.raises(SealError) as refused:
        restored(town, source, words="another passphrase")
    assert refused.value.kind is Failure.DOES_NOT_OPEN
    assert [path.name for path in (town.folder / "new").iterdir()] == []


@pytest.mark.parametrize("at", [0.1, 0.5, 0.99])
def test_a_changed_or_cut_backup_is_refused_whole(
    town: Town, desk: Desk, at: float
) -> None:
    kept(desk.vault, case_of(desk.vault, "one"), b"x" * 300_000)
    raw = backed_up(desk.vault).read_bytes()
    place = int(len(raw) * at)
    for bad in (raw[:place], raw[:place] + b"\xff" + raw[place + 1 :]):
        (town.folder / "bad").write_bytes(bad)
        with pytest.raises((SealError, LogError)):
            restored(town, town.folder / "bad")
        assert [path.name for path in (town.folder / "new").iterdir()] == []


def test_a_folder_with_a_vault_is_left_as_it_is(town: Town, desk: Desk) -> None:
    source = backed_up(desk.vault)
    with pytest.raises(LogError, match="a vault in this folder already"):
        restored(town, source, "anna")
    assert desk.reopen().cases() == ()


def test_what_cannot_be_read_back_is_no_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of(desk.vault, "one")
    name = kept(desk.vault, case, b"x" * 10_000)
    path = desk.vault.files.path(name)

    def spoiled(*_: object) -> None:
        path.write_bytes(b"y" * 10_000)  # what is read the second time is another

    monkeypatch.setattr("os.posix_fadvise", spoiled)
    with pytest.raises(LogError, match="cannot be read back"):
        backed_up(desk.vault)
    assert [one.name for one in desk.folder.parent.iterdir()] == ["anna"]
    assert not (desk.folder / "backup-work").exists()


def test_what_an_earlier_copy_left_is_no_hindrance(desk: Desk) -> None:
    work = desk.folder / "backup-work"
    work.mkdir()
    (work / "vault.db").write_bytes(b"half")
    assert backed_up(desk.vault).exists()
    assert not work.exists()


def test_a_disk_without_room_leaves_no_backup(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LogError, match="disk is full"):
        backed_up(desk.vault)
    assert [one.name for one in desk.folder.parent.iterdir()] == ["anna"]


def test_it_is_of_one_moment_while_others_write(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault)
    is_over = False

    def write() -> None:
        count = 0
        while not is_over:
            count += 1
            say(desk.vault, main_log(case), TextWritten(text=str(count)))

    writer = Thread(target=write)
    writer.start()
    sources = [backed_up(desk.vault, f"{number}.backup") for number in range(3)]
    is_over = True
    writer.join()
    for source in sources:
        found = restored(town, source, source.stem).vault
        found.open_up()
        assert list(verify(found)) == []
        there = texts(found, case)
        assert there == [str(number) for number in range(1, len(there) + 1)]
        shutil.rmtree(found.folder)


def test_a_bundle_opens_a_restored_vault_too(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault, "one")
    source = backed_up(desk.vault)
    erase_case(desk.vault, case)
    lines = town.lines()
    carried = write_out(desk.vault, lines, whole=True)
    found = restored(town, source).vault
    take_in(found, carried, lines.values())
    assert not found.closed
    assert found.cases() == ()
    sync(found, lines)


def test_what_was_restored_is_readable_by_its_owner_alone(
    town: Town, desk: Desk
) -> None:
    kept(desk.vault, case_of(desk.vault, "one"))
    found = restored(town, backed_up(desk.vault))
    found.vault.open_up()
    open_text_index(found.vault).close()
    files = [path for path in found.folder.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}
    assert (town.folder / "one.backup").stat().st_mode & 0o077 == 0


def test_what_a_device_was_granted_alone_opens_on_the_new_one(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    grant(town, history=True)
    town.sync("clara", "boris")
    log = papers(town)
    found = restored(town, backed_up(town.desks["boris"].vault)).vault
    assert set(found.ring.of_log(log)) == set(vault_of(town, "boris").ring.of_log(log))
    found.open_up()
    assert [body.text for _, body in found.view(log).current(TextWritten)] == ["before"]
    assert logs(town, "clara")["Finch"] not in found.store.logs()
    for desk in town.desks.values():
        desk.vault.close()
