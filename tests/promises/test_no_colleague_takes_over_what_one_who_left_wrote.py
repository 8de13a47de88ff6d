"""What somebody who left had written stays, and her cases stay hers to hand on.

A colleague who stays names keys, makes sheets and opens cases as he likes.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases import erasing
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.act import EraseCase, Remove, Turn, write_act
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Frame
from safeconduct.log.group.people import remove
from safeconduct.log.keys.key_choice import roster_key
from safeconduct.log.keys.sheet_book import NOTHING, SheetBook
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import NO_FILE, CaseId, Compartment, LogName
from safeconduct.log.replay.log_view import Vouched
from safeconduct.log.roster.roster import CircleKeyNamed, Roster
from safeconduct.log.roster.roster_change import RosterChange
from safeconduct.log.sharing import turning
from safeconduct.log.vault.standing import leaders
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import EntryItem, write_item
from tests.log.town_kit import Town, small_town
from tests.promises.kept import must_fail

MAIN = Compartment.MAIN


def town_with_evas_case(folder: Path) -> tuple[Town, CaseId]:
    """Eva opened a case and wrote in it; all have it."""
    town = small_town(folder)
    eva = town.join("eva", "first_line", also="dina").vault
    town.sync()
    town.sync()
    case = new_case(eva, Opened(alias="Sparrow"))
    say(eva, main_log(case), TextWritten(text="of eva"))
    town.sync("eva", "anna", "dina", "boris")
    return town, case


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def name_her_key_again(town: Town) -> None:
    """Boris names the key of anna's turn, beside it, first by his clock; no sheet."""
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    acts = anna.graph.order
    removal = next(one for one in acts if isinstance(one.body, Remove))
    turns = (one.body for one in acts if isinstance(one.body, Turn))
    key = next(turn.key for turn in turns if turn.circle == MAIN)
    own = boris.graph.place_of(boris.device)
    act = Turn(circle=MAIN, key=key, seen=(removal.id,), sheet=NO_FILE)
    frame = Frame(
        device=boris.device,
        sequence=own.sequence,
        previous=own.previous,
        minute=0,
        heads=(removal.head(),),
        content=write_act(act),
    )
    log = boris.roster_log
    sealed = boris.sealed(log, frame, roster_key(anna.ring, anna.roster, log))
    line = town.line(Compartment.ROSTER)
    raw = write_item(EntryItem(log=log.raw, envelope=sealed.envelope))
    line.port.post([seal_payload(raw, line, boris.seal)])


def a_key_that_is_named_again_hides_nothing(folder: Path) -> None:
    town, case = town_with_evas_case(folder)
    anna = vault_of(town, "anna")
    remove(anna, "eva", why="left")
    town.sync("anna")
    name_her_key_again(town)
    town.sync("dina", "anna", "boris", "dina", "anna")
    for who in ("anna", "dina"):
        view = vault_of(town, who).replay(main_log(case))
        assert [body.text for _, body in view.current(TextWritten)] == ["of eva"]


def a_sheet_that_leaves_her_out_gives_nobody_her_case(folder: Path) -> None:
    """Boris turns first after she left by herself, and vouches for nothing of hers."""
    town, case = town_with_evas_case(folder)
    boris = vault_of(town, "boris")
    remove(vault_of(town, "eva"), "eva", why="left")
    town.sync("eva")
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(turning, "_upto", lambda *_: {})
        town.sync("boris")
    bodies: list[Record] = [
        Opened(alias="Sparrow"),
        Membership(member=boris.me().member, leads=True),
    ]
    boris.append_all(main_log(case), bodies)
    town.sync("boris", "anna", "dina")
    boris.append(boris.roster_log, EraseCase(case=case))
    town.sync("boris", "anna", "dina", "anna")
    for who in ("anna", "dina"):
        assert len(vault_of(town, who).cases()) == 1


def test_a_key_that_is_named_again_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_key_that_is_named_again_hides_nothing(tmp_path / "kept")

    def first_only(change: RosterChange, item: Entry, body: Turn) -> bool:
        """As it was: the first in the order has the key, whatever its sheet."""
        named = change.roster.keys.setdefault(Compartment(body.circle), [])
        if any(one.key == body.key for one in named):
            return False
        seen = frozenset(
            one for one in body.seen if change.graph.is_after(item.id, one)
        )
        named.append(
            CircleKeyNamed(key=body.key, act=item.id, seen=seen, sheet=body.sheet)
        )
        return True

    vouched = SheetBook.vouched

    def bare(book: SheetBook, log: LogName, roster: Roster) -> Vouched:
        """As it was: a turn without a sheet vouches for nothing."""
        turns = roster.keys.get(log.compartment, ())
        is_bare = any(one.seen and not one.sheet for one in turns)
        out = [one for gone in roster.removals.values() for one in gone.devices]
        nothing = dict.fromkeys(out, NOTHING) if is_bare else {}
        return {**nothing, **vouched(book, log, roster)}

    monkeypatch.setattr(RosterChange, "_turn", first_only)
    monkeypatch.setattr(SheetBook, "vouched", bare)
    must_fail(lambda: a_key_that_is_named_again_hides_nothing(tmp_path / "broken"))


def test_a_sheet_that_leaves_her_out_gives_nobody_her_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_sheet_that_leaves_her_out_gives_nobody_her_case(tmp_path / "kept")
    monkeypatch.setattr(
        erasing,
        "leaders",
        lambda view, roster: leaders(replace(view, apart=()), roster),
    )
    must_fail(
        lambda: a_sheet_that_leaves_her_out_gives_nobody_her_case(tmp_path / "broken")
    )
