"""What first line passes is never lost on the way: main keeps it till counsel has it.

Then nobody of first line has it, nor can take it back.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.passing import pass_to_counsel, sealed_alone
from safeconduct.log.cases.unheard import unheard
from safeconduct.log.entries.body import Erased, Opened, Passed, TextWritten
from safeconduct.log.exchange.exchange import FETCH_BYTES
from safeconduct.log.group.people import remove
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.vault import ALONE, Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.entry_box import open_entry
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import EntryItem, GrantItem, open_item, write_item
from safeconduct.sealing.symmetric import LogKey
from tests.log.town_kit import Town, whole_town
from tests.promises.kept import must_fail

WORDS = "he fired on 3 May"
PARTS = (Compartment.MAIN, Compartment.COUNSEL)


def told(town: Town, who: str = "anna") -> tuple[CaseId, EntryId]:
    """A case that all have, with words that only counsel should read."""
    vault = town.desks[who].vault
    case = new_case(vault, Opened(alias="Sparrow"))
    name = say(vault, main_log(case), TextWritten(text=WORDS))
    town.sync()
    return case, name


def begun(folder: Path) -> Town:
    """Anna and Dina coordinate, Clara is counsel, Boris is first line."""
    folder.mkdir()
    return whole_town(folder)


def read_by(town: Town, who: str, case: CaseId, part: Compartment) -> bool:
    """Whether somebody's desk shows the words in a part of the case."""
    vault, log = town.desks[who].vault, LogName(case=case, compartment=part)
    view = vault.view(log) if vault.ring.of_log(log) else None
    return view is not None and WORDS in [
        body.text for _, body in view.current(TextWritten)
    ]


def close(town: Town) -> None:
    for desk in town.desks.values():
        desk.vault.close()


def a_false_word_takes_nothing(folder: Path) -> None:
    """Boris says that it was passed, and passes nothing."""
    town = begun(folder)
    case, name = told(town)
    boris = town.desks["boris"].vault
    boris.append(main_log(case), Passed(entry=name, read_by=()))
    for _ in range(3):
        town.sync()
    found = [who for who in town.desks if read_by(town, who, case, Compartment.MAIN)]
    close(town)
    assert found == ["anna", "dina", "clara", "boris"], "It is gone."


def lost_laptops_take_nothing(folder: Path) -> None:
    """Counsel's laptop is gone before it has synced; there is another counsel then."""
    town = begun(folder)
    anna, dina = town.desks["anna"].vault, town.desks["dina"].vault
    case = new_case(anna, Opened(alias="Sparrow"))
    name = say(anna, main_log(case), TextWritten(text=WORDS))
    # Before it was sent: no other desk has it in main.
    pass_to_counsel(anna, case, name)
    town.sync("anna", "dina")
    remove(anna, "clara", why="lost", device=town.desks["clara"].vault.device)
    town.desks.pop("clara").vault.close()
    town.sync("anna", "dina")
    town.join("eva", "counsel", also="dina")
    town.sync("anna", "eva", "anna")
    has_it = read_by(town, "eva", case, Compartment.COUNSEL)
    is_known = bool(unheard(anna)) or read_by(town, "anna", case, Compartment.MAIN)
    assert not dina.store.outgoing(Compartment.COUNSEL, 1)
    close(town)
    assert has_it, "The words are lost with a laptop."
    assert not is_known


def first_line_keeps_nothing(folder: Path) -> None:
    """Once counsel says that it came no other desk has the words, nor their key."""
    town = begun(folder)
    case, name = told(town)
    boris = town.desks["boris"].vault
    pass_to_counsel(boris, case, name)
    town.sync("boris", "anna")
    assert read_by(town, "anna", case, Compartment.MAIN)
    town.sync("clara")
    town.sync("boris", "anna", "dina")
    left = [who for who in town.desks if read_by(town, who, case, Compartment.MAIN)]
    keys = unheard(boris)
    has_it = read_by(town, "clara", case, Compartment.COUNSEL)
    close(town)
    assert has_it
    assert not left, "Main keeps what counsel has."
    assert not keys, "Who passed it keeps the key."


def first_line_takes_nothing_back(folder: Path) -> None:
    """Boris erases counsel's copy of what Anna wrote and he passed."""
    town = begun(folder)
    case, name = told(town)
    boris = town.desks["boris"].vault
    pass_to_counsel(boris, case, name)
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    copy = boris.seal.read_note(boris.store.meta(ALONE), log).id
    town.sync("boris", "clara")
    leave(boris, log, Erased(entry=copy))
    town.sync("boris", "clara")
    has_it = read_by(town, "clara", case, Compartment.COUNSEL)
    close(town)
    assert has_it, "First line erases what counsel has."


def leave(vault: Vault, log: LogName, body: Erased) -> None:
    """A changed program writes into counsel's log."""
    key = LogKey(raw=vault.around.entropy(32))
    item, note = sealed_alone(vault, log, body, key)
    grants = [
        GrantItem(
            subject=log.raw,
            grant=grant_log(
                key,
                group=vault.group,
                log=log.raw,
                device=one.id,
                to=read_card(one.card).opening,
            ),
        )
        for one in vault.roster.holders(Compartment.COUNSEL)
    ]
    payloads = [*map(write_item, grants), write_item(item)]
    sent = [Outgoing(circle=Compartment.COUNSEL, payload=one) for one in payloads]
    beside = Beside(outgoing=sent, notes=((ALONE, note),))
    vault.store.append((), tip=vault.tip, beside=beside)


def the_relay_keeps_nothing(folder: Path) -> None:
    """Who joins later finds there neither what was passed nor what was erased."""
    town = begun(folder)
    case, name = told(town)
    anna, log = town.desks["anna"].vault, main_log(case)
    gone = say(anna, log, TextWritten(text="his name is"))
    town.sync()
    pass_to_counsel(anna, case, name)
    say(anna, log, Erased(entry=gone))
    town.sync()
    town.sync()
    carl = town.join("carl", "first_line", also="dina").vault
    town.sync("anna", "carl")
    said = given_to(town, carl, log)
    close(town)
    assert b"Sparrow" in said
    found = [words for words in (WORDS, "his name is") if words.encode() in said]
    assert not found, "The relay gives it to who joins."


def given_to(town: Town, vault: Vault, log: LogName) -> bytes:
    """What a changed program reads of a log in what the relay gives it now."""
    keys = {bytes(one): key for one, key in vault.ring.of_log(log).items()}
    line = town.line(Compartment.MAIN)
    said = b""
    for _, raw in line.port.fetch(0, FETCH_BYTES).items:
        item = open_item(raw, mailbox=line.mailbox, key=line.key)
        if isinstance(item, EntryItem) and item.log == log.raw:
            with suppress(SealError):
                said += open_entry(item.envelope, log=item.log, keys=keys).frame
    return said


def everything_came(_: Vault, view: LogView) -> frozenset[EntryId]:
    """The guard is away: who says `passed` is believed."""
    every = (item.body for item in view.entries)
    return frozenset(body.entry for body in every if isinstance(body, Passed))


def nothing(*_: object) -> None:
    """The guard is away: nothing is done."""


CASES = "safeconduct.log.cases"
GUARDS: dict[str, tuple[Callable[[Path], None], str, object]] = {
    "a false word": (
        a_false_word_takes_nothing,
        f"{CASES}.erasing.come",
        everything_came,
    ),
    "lost laptops": (lost_laptops_take_nothing, f"{CASES}.passing._give_anew", nothing),
    "it stays in main": (
        first_line_keeps_nothing,
        f"{CASES}.passing._say_what_came",
        nothing,
    ),
    "its key stays": (first_line_keeps_nothing, f"{CASES}.dropping.let_go", nothing),
    "it is taken back": (
        first_line_takes_nothing_back,
        f"{CASES}.erasing._may_erase",
        lambda *_: True,
    ),
    "at the relay: passed": (
        the_relay_keeps_nothing,
        f"{CASES}.passing.note_heard",
        nothing,
    ),
    "at the relay: erased": (
        the_relay_keeps_nothing,
        "safeconduct.log.exchange.intake.note_entries",
        nothing,
    ),
}


@pytest.mark.parametrize(("promise", "guard", "away"), GUARDS.values(), ids=GUARDS)
def test_what_is_passed_is_with_counsel_or_stays(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    promise: Callable[[Path], None],
    guard: str,
    away: object,
) -> None:
    promise(tmp_path / "good")
    monkeypatch.setattr(guard, away)
    must_fail(lambda: promise(tmp_path / "bad"))
