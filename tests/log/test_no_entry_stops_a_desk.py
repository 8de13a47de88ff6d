"""Nothing that a member's changed program writes keeps another's desk from its work."""

import hashlib
from pathlib import Path

import pytest

from safeconduct.base.digest import Json
from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.act import Remove
from safeconduct.log.entries.body import (
    MOST_SHOWN,
    Membership,
    Opened,
    TextWritten,
    read_body,
    write_body,
)
from safeconduct.log.entries.body_codec import MOST_NUMBER
from safeconduct.log.entries.frame import Frame
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.intake import take
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.replay.list_row import ListRow, row_of, seal_list_row
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.stores.file_folder import open_file_folder
from safeconduct.log.stores.piece_book import PieceBook
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.item import (
    MOST_PIECE_BYTES,
    EntryItem,
    PieceItem,
    WrapItem,
)
from safeconduct.sealing.symmetric import RowKey
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, whole_town

LOG = bytes(16) + b"\x01"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return whole_town(tmp_path)


def forged(vault: Vault, log: LogName, content: Json) -> EntryItem:
    """An entry with a content that no program of ours writes."""
    place = vault.view(log).place
    frame = Frame(
        device=vault.device,
        sequence=place.sequence,
        previous=place.previous,
        minute=vault.around.minute(),
        heads=place.heads,
        content=content,
    )
    (key, *_) = vault.ring.of_log(log).values()
    return EntryItem(log=log.raw, envelope=vault.sealed(log, frame, key).envelope)


@pytest.mark.parametrize(
    ("kind", "name"), [("opened", "alias"), ("opened", "stage"), ("text", "topic")]
)
def test_a_name_that_lists_show_is_short(kind: str, name: str) -> None:
    needed = {"opened": "alias", "text": "text"}[kind]
    most: dict[str, Json] = {"kind": kind, needed: "S", name: "a" * MOST_SHOWN}
    assert write_body(read_body(most)) == most
    with pytest.raises(LogError, match=f"The {name} of a '{kind}'") as error:
        read_body({**most, name: "a" * (MOST_SHOWN + 1)})
    assert error.value.kind == "malformed"


def test_a_name_too_long_is_not_written() -> None:
    with pytest.raises(LogError):
        write_body(TextWritten(text="", topic="a" * (MOST_SHOWN + 1)))


def test_an_alias_of_a_million_letters_stops_no_desk(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    town.sync("anna", "boris")
    item = forged(boris, log, {"kind": "opened", "alias": "a" * 1_000_000})
    take(anna, [item])
    assert [bad.kind for bad in anna.view(log).bad] == ["malformed"]
    assert [row.alias for row in town.desks["anna"].reopen().cases()] == ["Sparrow"]


def test_a_log_whose_row_cannot_be_made_keeps_no_desk_from_the_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    for alias in ("Sparrow", "Finch"):
        new_case(anna, Opened(alias=alias))
    town.sync("anna")

    def too_long(view: LogView) -> ListRow:
        row = row_of(view)
        if row.alias == "Sparrow":
            raise SealError(Failure.TOO_LONG, "row")
        return row

    monkeypatch.setattr("safeconduct.log.vault.vault.row_of", too_long)
    town.sync("boris")
    assert [row.alias for row in boris.cases()] == ["Finch"]


@pytest.mark.parametrize("number", [MOST_NUMBER, MOST_NUMBER + 1, -1])
def test_no_number_of_a_member_keeps_a_circle_from_turning(
    town: Town, number: int
) -> None:
    """Dina goes by herself; Boris vouches for her, and others make the sheet."""
    anna, boris, dina = (vault_of(town, who) for who in ("anna", "boris", "dina"))
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    town.sync("anna", "boris")
    dina.append(dina.roster_log, Remove(member=dina.me().member, why="left"))
    vouch: Json = {"device": dina.device.hex(), "entry": "ab" * 32, "sequence": number}
    member = boris.me().member
    item = forged(
        boris, log, {"kind": "membership", "member": member, "vouches": [vouch]}
    )
    take(anna, [item])
    town.sync("dina", "anna", "clara")
    for who in ("anna", "clara"):
        say(vault_of(town, who), log, TextWritten(text="goes on"))
    before = anna.roster.keys[Compartment.MAIN][0].key
    newest = anna.roster.newest(Compartment.MAIN)
    assert newest is not None
    assert newest.key != before


def test_many_grants_of_a_member_keep_no_case_from_being_erased(town: Town) -> None:
    anna, clara = vault_of(town, "anna"), vault_of(town, "clara")
    boris = vault_of(town, "boris")
    case = new_case(anna, Opened(alias="Sparrow"))
    town.sync("anna", "clara", "boris")
    log = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara, log, TextWritten(text="a passport"))
    share(clara, log, boris.me().member, history=True)
    town.sync("clara", "boris")
    ((_, grant),) = boris.bag.grants(subject=log.raw)
    again = Membership(member=boris.me().member, grants=(grant,))
    boris.append_all(log, [again] * 140)
    town.sync("boris", "clara")
    erase_case(anna, case)
    town.sync("anna", "clara")
    assert case in clara.store.tombstones()
    assert not clara.ring.of_log(log)


def test_a_false_wrap_keeps_no_true_one_out(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    (wrap,) = anna.bag.wraps(log)
    take(boris, [WrapItem(wrap=wrap[:-48] + bytes(48))])
    town.sync("anna", "boris")
    assert boris.ring.of_log(log)


def piece(content: bytes, offset: int, whole: bytes) -> PieceItem:
    name = hashlib.sha256(whole).digest()
    return PieceItem(log=LOG, name=name, offset=offset, content=content)


@pytest.mark.parametrize("offset", [5, 1, 4 * MOST_PIECE_BYTES])
@pytest.mark.parametrize("is_last", [True, False])
def test_a_false_piece_keeps_no_file_away(
    tmp_path: Path, offset: int, *, is_last: bool
) -> None:
    whole = b"a photograph" * 100_000
    true = [
        piece(whole[at : at + MOST_PIECE_BYTES], at, whole)
        for at in range(0, len(whole), MOST_PIECE_BYTES)
    ]
    false = piece(b"false", offset, whole)
    book = PieceBook(files=open_file_folder(tmp_path))
    pieces = [true[0], false, *true[1:]] if is_last else [false, *true]
    assert [book.add(one) for one in pieces][-1]
    assert book.files.names() == (true[0].name,)


def test_a_false_piece_in_a_true_ones_place_gives_way_to_it(tmp_path: Path) -> None:
    whole = b"a photograph" * 100
    book = PieceBook(files=open_file_folder(tmp_path))
    assert not book.add(piece(b"false", 0, whole))
    assert book.add(piece(whole, 0, whole))


def test_a_row_is_sealed_for_every_name_that_is_short_enough(town: Town) -> None:
    anna = vault_of(town, "anna")
    longest = "\U0001f600" * MOST_SHOWN
    case = new_case(anna, Opened(alias=longest, stage=longest))
    row = row_of(anna.view(main_log(case)))
    assert seal_list_row(row, key=RowKey(raw=bytes(32)), salt=bytes(32))
