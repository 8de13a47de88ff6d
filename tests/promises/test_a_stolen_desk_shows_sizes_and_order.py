"""A stolen desk and its relay show sizes, numbers and order, and nothing of a word.

Two groups live the same life in other words: each letter of one is another letter of
the other, so that every text has as many bytes. What then lies on their disks must be
the same but for bytes that are sealed, or hashes of those. A value is held to be so if
it is another one too where the same words are sealed with other randomness: what
depends on the words and not on the randomness gives them away. Compared are, while the
desk is open and when it is closed: which files there are, their sizes and rights (a
name that is a hash counts as none); of each database the tables, the rows, all numbers
and words in them, the sizes of all bytes, and its pages by kind and number of cells;
that nothing is left in the free space of a page; of the index of words its size. Not
compared: the bytes of the index, which are drawn by its own library, and when files
were last written.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import cast

import pytest
from sqlcipher3 import dbapi2

from safeconduct.base.override import override
from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import FactSaid, Opened, TextWritten
from safeconduct.log.group.people import approve
from safeconduct.log.name import Compartment, EntryId, LogName
from safeconduct.log.replay.list_row import ListRow
from safeconduct.log.rescue.recovering import new_recovery, set_recovery
from safeconduct.log.search import text_index
from safeconduct.log.search.text_index import FILE as INDEX
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.stores import database
from safeconduct.log.stores.disk import make_folder
from safeconduct.log.vault import vault
from safeconduct.log.vault.around import Surroundings
from safeconduct.relay.database import open_database
from safeconduct.relay.item_store import ItemStore
from safeconduct.sealing.symmetric import RowKey
from tests.log.cut_town import RELAY, CutTown
from tests.log.town_kit import Desk, entropy
from tests.promises.disk_kit import hashed_names, names, pages, shape, values
from tests.promises.kept import must_fail

# What the index takes for one letter is one here.
_LETTERS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщъыьэюя")
_OTHER = {
    ord(one): other
    for letters in (*_LETTERS, *(word.upper() for word in _LETTERS), "0123456789")
    for one, other in zip(letters, letters[1:] + letters[:1], strict=True)
}
SAID = (
    "Иван Петров, часть 12345, он сказал это в Астане",
    "Passport 4501 123456 of the Russian Federation, seen at the border",
    "слово за слово, одно за другим, и снова " * 200,
)
HEARD = "Он не стрелял, и никто об этом не знает"
GONE = "Катулинск"
Words = Callable[[str], str]
Disks = tuple[Path, ...]


def same(text: str) -> str:
    """The words as they are."""
    return text


def other(text: str) -> str:
    """As many other words, each as long."""
    return text.translate(_OTHER)


@dataclass(slots=True, kw_only=True)
class DrawnTown(CutTown):
    """A town whose randomness is that of its seed."""

    seed: str

    @override
    def around(self, name: str) -> Surroundings:
        """Clock and randomness of one desk, whatever its name."""
        drawn = entropy(f"{self.seed} {len(self.desks)} {len(name)}")
        return Surroundings(minute=self.tick, entropy=drawn)


def lived(folder: Path, words: Words, seed: str) -> Iterator[Disks]:
    """The disks of a group that lived in these words, while open and once closed."""
    make_folder(folder / RELAY)
    with ExitStack() as held:
        relay = ItemStore(open_database(str(folder / RELAY / "relay.db")))
        held.enter_context(closing(relay))
        town = DrawnTown(folder=folder, relay=relay, seed=seed)
        town.open_mailboxes()
        anna = town.found(words("anna"))
        # Whoever lets somebody in is called so by the kit.
        town.desks = {"anna": anna}
        clara = town.join(words("clara"), "counsel")
        for desk in (anna, clara):
            held.enter_context(closing(desk.vault))
            held.enter_context(closing(open_text_index(desk.vault)))
        live(town, anna, clara, words)
        copy = copytree(folder, folder.with_name(f"{folder.name} open"))
        yield tuple(copy / name for name in (anna.name, clara.name, RELAY))
    yield tuple(folder / name for name in (anna.name, clara.name, RELAY))


def live(town: CutTown, anna: Desk, clara: Desk, words: Words) -> None:
    """Write, attach, exchange, pass on, turn, erase; something still waits."""
    case = new_case(anna.vault, Opened(alias=words("Sparrow")))
    gone = new_case(anna.vault, Opened(alias=words(GONE)))
    main, counsel = main_log(case), LogName(case=case, compartment=Compartment.COUNSEL)

    def written(desk: Desk, log: LogName, text: str) -> EntryId:
        return say(desk.vault, log, TextWritten(text=words(text)))

    for text in SAID:
        written(anna, main, text)
    fact = FactSaid(name=words("left.day"), says={"value": words("day")})
    say(anna.vault, main, fact)
    written(anna, main_log(gone), GONE)
    content = words("photograph").encode() * 2000
    attach(
        anna.vault, main, BytesIO(content),
        length=len(content), kind="image/png", title=words("passport"),
    )  # fmt: skip
    town.sync()
    written(clara, counsel, HEARD)
    heard = written(anna, main, HEARD)
    pass_to_counsel(anna.vault, case, heard)
    town.sync()
    recovery, _ = new_recovery(anna.around, needed=2, shares=2)
    waits = set_recovery(anna.vault, recovery)
    town.sync()
    approve(clara.vault, waits)
    erase_case(anna.vault, gone)
    town.sync()
    town.sync()
    written(anna, main, SAID[0])


def nothing_tells_them_apart(one: Path, two: Path, again: Path) -> None:
    """Disks of equal lives; `again` is the first, with other randomness."""
    assert names(one) == names(two)
    assert not (hashed_names(one) & hashed_names(again)) - hashed_names(two)
    for path in sorted(one.glob("*.db")):
        if path.name == INDEX:
            continue
        assert shape(path) == shape(two / path.name)
        found, others, drawn = (values(at / path.name) for at in (one, two, again))
        for column, held in found.items():
            assert not (held & drawn[column]) - others[column], column


def a_stolen_disk_shows_sizes_and_order(folder: Path) -> None:
    """Of two groups the same is seen, open and closed; and no word of either."""
    lives = [("one", same, "1"), ("two", other, "1"), ("again", same, "2")]
    found = [lived(folder / place, words, seed) for place, words, seed in lives]
    said = [*SAID, HEARD, GONE, "anna", "clara", "Sparrow", "photograph", "Lighthouse"]
    secret = {word for text in said for word in text.split() if len(word) > 3}
    for one, two, again in zip(*found, strict=True):
        for places in zip(one, two, again, strict=True):
            raw = b"".join(p.read_bytes() for p in places[0].rglob("*") if p.is_file())
            assert not [word for word in secret if word.encode() in raw]
            assert not [word for word in secret if word.lower().encode() in raw]
            nothing_tells_them_apart(*places)
    for first, second in zip(one, two, strict=True):
        for path in first.glob("*.db"):
            if path.name != INDEX:
                assert pages(path) == pages(second / path.name)


def test_a_stolen_disk_shows_sizes_and_order(tmp_path: Path) -> None:
    a_stolen_disk_shows_sizes_and_order(tmp_path)


def test_a_row_that_is_hashed_and_not_sealed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can read it, and who has a guess can try it."""

    def hashed(row: ListRow, *, key: RowKey, salt: bytes) -> bytes:
        assert key.raw
        return sha256(row.alias.encode()).digest() * (len(salt) // 8)

    monkeypatch.setattr(vault, "seal_list_row", hashed)
    must_fail(lambda: a_stolen_disk_shows_sizes_and_order(tmp_path))


def test_an_index_that_is_not_sealed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bare(path: Path, key: bytes) -> sqlite3.Connection:
        assert key
        return cast(
            "sqlite3.Connection", dbapi2.connect(str(path), isolation_level=None)
        )

    monkeypatch.setattr(text_index, "connect", bare)
    must_fail(lambda: a_stolen_disk_shows_sizes_and_order(tmp_path))


def test_a_store_that_keeps_what_it_deleted_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = database._set_up  # noqa: SLF001 -- the guard

    def set_up(db: sqlite3.Connection, form: database.Form) -> None:
        whole(db, form)
        db.execute("PRAGMA secure_delete = OFF").fetchall()

    monkeypatch.setattr(database, "_set_up", set_up)
    must_fail(lambda: a_stolen_disk_shows_sizes_and_order(tmp_path))
