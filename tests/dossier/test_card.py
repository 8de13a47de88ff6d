"""The card that is carried: it must tell nothing about who carries it."""

from collections.abc import Callable

import pypdfium2
import pytest

from safeconduct.base.catalogue import flat_words
from safeconduct.dossier.card import (
    BLANKS,
    HOST_LANGUAGES,
    LINES,
    SPEAKS_COMMON,
    alarm_card,
    has_host_language,
)
from safeconduct.dossier.catalogue import CATALOGUE_FOLDER
from safeconduct.dossier.pdf import Press
from tests.dossier.build import ALIAS

WORDS = flat_words((CATALOGUE_FOLDER / "card.toml").read_text("utf-8"))
CARD_LANGUAGES = sorted({key.partition(".")[0] for key in WORDS})
# Parts of words that would betray the bearer, in the languages of the card.
BETRAYING = (
    # who he is and what he did
    "desert", "дезерт", "дизерт", "դասալ", "დეზერტ", "қашқын", "firar", "dezert",
    "soldier", "soldat", "солдат", "војник", "żołnierz", "asker", "сарбаз", "зинвор",
    "զինվոր", "ჯარისკაც", "soldado", "soldato",
    "army", "arm\u00e9e", "armee", "арми", "әскер", "ordu", "բանակ", "ჯარი", "wojsk",
    "ej\u00e9rcito", "esercito", "войск", "војск", "milit", "военн", "askerlik",
    "war ", "guerre", "krieg", "войн", "соғыс", "savaş", "պատերազմ", "guerra", "wojn",
    "рат ",
    "refus", "отказ", "бас тарт", "verweiger", "negar", "rifiut", "odm\u00f3w",
    "mobil", "мобил", "draft", "призыв", "conscript", "wehrdienst", "служб",
    # what he fears and wants
    "russia", "росси", "russie", "russland", "ресей", "rusya", "ռուս", "რუს", "rusia",
    "asyl", "asile", "asilo", "убежищ", "баспана", "sığınma", "ապաստ", "თავშესაფ",
    "азил", "azyl", "refug", "r\u00e9fugi", "бежен", "fl\u00fcchtl", "босқын",
    "m\u00fclteci", "փախստ", "ლტოლვ", "избегл", "uchod",
    "afraid", "боюсь", "peur", "angst", "қорқ", "korkuyor", "վախ", "მეშინ", "miedo",
    "paura", "boj\u0119", "плаш",
    "unhcr", "увкб", "hcr", "оон", "бұұ",
    # who helps him
    "safe conduct", "safeconduct", "alias", "volunteer", "волонт", "help group",
    "get lost", "идите лесом", "intransit", "http", "www", "@", "t.me", "telegram",
)  # fmt: skip
HOSTS = sorted({*HOST_LANGUAGES, *SPEAKS_COMMON, "UZ", ""})


def letters(text: str) -> str:
    """The letters alone: a reader of PDF drops hyphens at ends of lines."""
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("host", HOSTS)
def test_the_card_holds_no_word_that_betrays(
    press: Press, words_of: Callable[[bytes], str], host: str
) -> None:
    words = words_of(alarm_card(host, press)).lower()
    assert [part for part in (*BETRAYING, ALIAS.lower()) if part in words] == []


@pytest.mark.parametrize("language", CARD_LANGUAGES)
def test_every_language_has_every_line(language: str) -> None:
    lines = {*LINES, "title", "asylum", *(f"blank_{blank}" for blank in BLANKS)}
    found = {key.partition(".")[2] for key in WORDS if key.startswith(f"{language}.")}
    assert found == lines


@pytest.mark.parametrize("host", HOSTS)
def test_the_card_speaks_english_russian_and_the_states_language(
    press: Press, words_of: Callable[[bytes], str], host: str
) -> None:
    words = words_of(alarm_card(host, press))
    languages = {"en", "ru", HOST_LANGUAGES.get(host, "en")}
    for language in languages:
        for line in (WORDS[f"{language}.{name}"] for name in ("title", *LINES)):
            assert letters(line) in letters(words), (language, line)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("asylum", [False, True])
def test_the_card_is_one_page_and_the_same_each_time(
    press: Press, host: str, *, asylum: bool
) -> None:
    card = alarm_card(host, press, asylum=asylum)
    assert card == alarm_card(host, press, asylum=asylum)
    document = pypdfium2.PdfDocument(card)
    assert len(document) == 1
    document.close()


def test_the_day_of_the_card_is_the_same_for_everybody(press: Press) -> None:
    card = alarm_card("KZ", press)
    assert b"2020-01-01" in card
    assert b"2026" not in card


def test_the_sentence_that_asks_for_asylum_is_a_choice(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    assert WORDS["en.asylum"] in words_of(alarm_card("AM", press, asylum=True))


@pytest.mark.parametrize("host", ["RU", "BY"])
def test_it_is_never_printed_for_a_state_where_it_endangers(
    press: Press, host: str
) -> None:
    assert alarm_card(host, press, asylum=True) == alarm_card(host, press)


def test_a_caller_can_see_that_the_states_language_is_missing() -> None:
    assert has_host_language("KZ")
    assert has_host_language("KG")
    assert not has_host_language("UZ")
