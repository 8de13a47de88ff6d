"""The index of words: what is there is found, what is gone is nowhere in the file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import (
    Erased,
    FactSaid,
    MessageIn,
    Opened,
    TextWritten,
)
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.search.text_index import FILE, STORE, TextIndex, open_text_index
from safeconduct.log.search.words import excerpt_of, folded, query_of
from safeconduct.log.stores.store import Arrival
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import entry_id
from tests.log.town_kit import Desk, Town


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Town(folder=tmp_path).found()
    yield found
    found.vault.close()


@pytest.fixture
def index(desk: Desk) -> Iterator[TextIndex]:
    found = open_text_index(desk.vault)
    yield found
    found.close()


def written(vault: Vault, *texts: str, alias: str = "Sparrow") -> CaseId:
    case = new_case(vault, Opened(alias=alias))
    for text in texts:
        say(vault, main_log(case), TextWritten(text=text))
    return case


def excerpts(index: TextIndex, words: str, *, most: int = 20) -> list[str]:
    return [hit.excerpt for hit in index.search(words, most=most)]


def words_in(vault: Vault) -> set[str]:
    """Every word that the file of the index still holds, live or not."""
    key = vault.seal.open(STORE, vault.store.meta(STORE))
    assert key is not None
    db = dbapi2.connect(":memory:")
    db.execute(f"ATTACH '{vault.folder / FILE}' AS it KEY \"x'{key.hex()}'\"")
    blocks = db.execute("SELECT block FROM it.words_data").fetchall()
    db.close()
    raw = b"".join(block for (block,) in blocks)
    # How a word begins is shared with the word before it.
    words = ("катулинск", "свидетель")
    return {word for word in words if word[3:].encode() in raw}


FINDS = {
    "a whole word": ("военкомат", "вызван в военкомат"),
    "the beginning of the last word": ("вызван воен", "вызван в военкомат"),
    "the beginning of a long word": ("дезертирствова", "дезертирствовавшего"),
    "another case": ("ВОЕНКОМАТ", "вызван в военкомат"),
    "е for ё": ("учет", "снят с учёта"),
    "ё for е": ("учётом", "учетом"),
    "without its accent": ("melange", "mélange"),
    "a stressed vowel": ("замок", "за\u0301мок"),
    "a Kazakh letter": ("қазақ", "Қазақстан"),
    "a number": ("337", "статья 337(5)"),
    "two words in another order": ("повестка Алматы", "В Алматы пришла повестка"),
}


@pytest.mark.parametrize(("words", "text"), FINDS.values(), ids=FINDS)
def test_it_finds(desk: Desk, index: TextIndex, words: str, text: str) -> None:
    written(desk.vault, "о другом", text)
    assert len(excerpts(index, words)) == 1


MISSES = {
    "nothing was asked": "",
    "signs only": '"*(){}^:-+',
    "a word that is not there": "Ташкент",
    "one of two words is not there": "военкомат Ташкент",
    "the end of a word": "комат",
    "the beginning of a word that is not the last": "воен вызван",
    "a letter of й alone": "воин",
}


@pytest.mark.parametrize("words", MISSES.values(), ids=MISSES)
def test_it_does_not_find(desk: Desk, index: TextIndex, words: str) -> None:
    written(desk.vault, "вызван в военкомат, идёт война")
    assert excerpts(index, words) == []


@given(words=st.text(max_size=40))
def test_no_words_of_a_user_break_it(words: str) -> None:
    db = dbapi2.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61')")
    query = query_of(words)
    if query:
        db.execute("SELECT 1 FROM words WHERE words MATCH ?", (query,)).fetchall()
    db.close()
    assert set(query) <= set(folded(words)) | set('" *')


def test_a_letter_that_only_python_knows_finds_nothing(index: TextIndex) -> None:
    assert index.search("a\u19b0b") == ()


def test_what_came_last_is_found_first(desk: Desk, index: TextIndex) -> None:
    written(desk.vault, *(f"звонок {number}" for number in range(5)))
    assert excerpts(index, "звонок", most=2) == ["звонок 4", "звонок 3"]


def test_a_find_names_log_entry_and_place(desk: Desk, index: TextIndex) -> None:
    case = written(desk.vault)
    name = say(desk.vault, main_log(case), TextWritten(text="а " * 100 + "обыск дома"))
    (hit,) = index.search("обыск")
    assert (hit.log, hit.entry) == (main_log(case), name)
    assert "обыск дома" in hit.excerpt
    assert len(hit.excerpt) < 130


def test_an_excerpt_is_one_line_and_says_what_is_cut() -> None:
    assert excerpt_of("a\nb " + "c " * 90, "b").startswith("a b c")
    assert excerpt_of("x " * 90 + "end", "end").startswith("…")
    assert excerpt_of("x " * 90 + "end", "nowhere").endswith("…")


def test_facts_are_found_by_their_words(desk: Desk, index: TextIndex) -> None:
    case = written(desk.vault)
    says = {"value": "KZ", "evidence": ["справка", {"где": "Актобе"}], "n": 1}
    say(desk.vault, main_log(case), FactSaid(name="place.now", says=says))
    assert len(excerpts(index, "Актобе")) == 1
    assert len(excerpts(index, "place")) == 1


def test_what_was_written_without_it_is_caught_up_with(desk: Desk) -> None:
    open_text_index(desk.vault).close()
    vault = desk.reopen()
    written(vault, "обыск")
    index = open_text_index(desk.reopen())
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_it_opens_again_as_it_was(desk: Desk) -> None:
    index = open_text_index(desk.vault)
    written(desk.vault, "обыск")
    index.close()
    key = desk.vault.store.meta(STORE)
    index = open_text_index(desk.reopen())
    assert excerpts(index, "обыск") == ["обыск"]
    assert desk.vault.store.meta(STORE) == key
    index.close()


def damage_by_noise(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def damage_by_flips(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for at in range(4096, len(raw), 512):
        raw[at] ^= 1
    path.write_bytes(bytes(raw))


def damage_by_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def damage_by_absence(path: Path) -> None:
    path.unlink()


def damage_by_another(path: Path) -> None:
    db = dbapi2.connect(str(path.with_name("other.db")))
    db.execute("CREATE TABLE words (text)")
    db.close()
    path.with_name("other.db").replace(path)


DAMAGES = {
    "noise": damage_by_noise,
    "flipped bits": damage_by_flips,
    "cut off": damage_by_cut,
    "not there": damage_by_absence,
    "somebody else's": damage_by_another,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_made_again(desk: Desk, damage: object) -> None:
    index = open_text_index(desk.vault)
    written(desk.vault, "обыск")
    index.close()
    assert callable(damage)
    damage(desk.folder / FILE)
    index = open_text_index(desk.reopen())
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_an_index_of_another_form_is_made_again(desk: Desk) -> None:
    index = open_text_index(desk.vault)
    written(desk.vault, "обыск")
    index._db.execute("PRAGMA user_version = 77")  # noqa: SLF001 -- a later version's
    index.close()
    index = open_text_index(desk.reopen())
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_the_words_of_a_case_are_in_the_file(desk: Desk, index: TextIndex) -> None:
    written(desk.vault, "катулинск и свидетель")
    index.close()
    assert words_in(desk.vault) == {"катулинск", "свидетель"}


def test_an_erased_case_is_nowhere_in_the_file(desk: Desk, index: TextIndex) -> None:
    case = written(desk.vault, "катулинск и свидетель", alias="Sparrow")
    written(desk.vault, "другой свидетель", alias="Finch")
    key = desk.vault.store.meta(STORE)
    erase_case(desk.vault, case)
    assert excerpts(index, "катулинск") == []
    assert excerpts(index, "свидетель") == ["другой свидетель"]
    assert desk.vault.store.meta(STORE) != key
    index.close()
    assert words_in(desk.vault) == {"свидетель"}


def test_an_erased_entry_is_nowhere_once_it_was_opened_again(desk: Desk) -> None:
    index = open_text_index(desk.vault)
    case = written(desk.vault, "свидетель")
    name = say(desk.vault, main_log(case), TextWritten(text="катулинск"))
    say(desk.vault, main_log(case), Erased(entry=name))
    desk.vault.store.erase_entries(main_log(case), [name])
    desk.vault.forget(main_log(case))
    desk.vault.follow(desk.vault.view(main_log(case)))
    assert excerpts(index, "катулинск") == []
    index.close()
    index = open_text_index(desk.reopen())
    index.close()
    assert words_in(desk.vault) == {"свидетель"}


def test_what_was_passed_to_counsel_is_not_found_here(tmp_path: Path) -> None:
    town = Town(folder=tmp_path)
    anna = town.found()
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    index = open_text_index(anna.vault)
    case = written(anna.vault)
    message = MessageIn(text="I shot", channel="portal", writer="person")
    name = say(anna.vault, main_log(case), message)
    assert excerpts(index, "shot") == ["I shot"]
    pass_to_counsel(anna.vault, case, name)
    assert excerpts(index, "shot") == []
    index.close()


def test_a_full_disk_stops_no_entry(desk: Desk, index: TextIndex) -> None:
    db = index._db  # noqa: SLF001 -- stands for a disk that is full
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    case = written(desk.vault, *("обыск и допрос " * 200 for _ in range(20)))
    assert len(desk.vault.view(main_log(case)).entries) == 22
    index.close()
    again = open_text_index(desk.reopen())
    assert len(excerpts(again, "обыск")) == 20
    again.close()


def test_a_case_whose_erasure_fails_takes_the_index_with_it(
    desk: Desk, index: TextIndex
) -> None:
    case = written(desk.vault, "катулинск")
    written(desk.vault, "обыск")
    index._db.execute("DROP TABLE gone")  # noqa: SLF001 -- stands for any failure
    erase_case(desk.vault, case)
    assert excerpts(index, "катулинск") == []
    assert excerpts(index, "обыск") == ["обыск"]


def test_a_closed_vault_finds_and_indexes_nothing(desk: Desk) -> None:
    written(desk.vault, "обыск")
    desk.vault.closed = True
    index = open_text_index(desk.vault)
    assert excerpts(index, "обыск") == []
    desk.vault.closed = False
    index.catch_up()
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_what_this_desk_cannot_open_is_passed_over(
    desk: Desk, index: TextIndex
) -> None:
    case = written(desk.vault, "свидетель")
    hidden = LogName(case=case, compartment=Compartment.COUNSEL)
    some = Arrival(log=hidden, id=EntryId(entry_id(b"x")), envelope=b"x")
    desk.vault.store.append([some], tip=desk.vault.tip)
    index.catch_up()
    assert excerpts(index, "свидетель") == ["свидетель"]


def test_a_case_erased_without_it_leaves_it_when_it_is_opened(desk: Desk) -> None:
    index = open_text_index(desk.vault)
    case = written(desk.vault, "катулинск")
    index.close()
    vault = desk.reopen()
    erase_case(vault, case)
    open_text_index(desk.reopen()).close()
    assert words_in(desk.vault) == set()


def test_what_the_store_no_longer_has_is_not_shown(
    desk: Desk, index: TextIndex
) -> None:
    case = written(desk.vault)
    name = say(desk.vault, main_log(case), TextWritten(text="обыск"))
    other = say(desk.vault, main_log(case), TextWritten(text="допрос"))
    desk.vault.store.erase_entries(main_log(case), [name])
    assert excerpts(index, "обыск") == []
    desk.vault.bag.erase(case)
    desk.vault.forget(main_log(case))
    assert other
    assert excerpts(index, "допрос") == []


def test_damage_found_while_it_is_used_is_mended(desk: Desk) -> None:
    index = open_text_index(desk.vault)
    written(desk.vault, *("обыск и допрос" for _ in range(200)))
    index.close()
    raw = bytearray((desk.folder / FILE).read_bytes())
    for at in range(3 * 4096 + 50, len(raw), 4096):
        raw[at] ^= 1
    (desk.folder / FILE).write_bytes(bytes(raw))
    index = open_text_index(desk.reopen())
    assert len(excerpts(index, "обыск", most=300)) == 200
    written(desk.vault, "обыск снова")
    assert excerpts(index, "снова") == ["обыск снова"]
    index.close()


def failing(*_: object) -> None:
    """What a disk that refuses does."""
    raise dbapi2.OperationalError


def test_a_disk_that_refuses_is_said_and_stops_no_entry(
    desk: Desk, index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeconduct.log.search.text_index.connect", failing)
    monkeypatch.setattr(TextIndex, "_follow", failing)
    case = written(desk.vault, "обыск")
    assert len(desk.vault.view(main_log(case)).entries) == 3
    index.catch_up()
    with pytest.raises(LogError, match=r"index.db: the disk refuses"):
        index.rebuild()
    with pytest.raises(LogError, match=r"index.db: the disk refuses"):
        open_text_index(desk.vault)
    with pytest.raises(LogError, match=r"index.db: the disk refuses"):
        erase_case(desk.vault, case)
    assert desk.vault.bag.wraps(main_log(case)) == ()


def test_an_index_that_can_be_read_no_more_says_so(
    desk: Desk, index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(desk.vault, "обыск")
    monkeypatch.setattr(TextIndex, "_rows", failing)
    with pytest.raises(LogError, match="refuses"):
        index.search("обыск")
