"""Days, values and witnesses in words."""

from datetime import date

import pytest

from safeconduct.base.day import DayRange
from safeconduct.base.text import Language
from safeconduct.base.value import Span
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.wording import Wording, wording_of
from tests.dossier.build import FACTS, choice, day, fact, origin
from tests.dossier.vocabulary import VOCABULARY


def words(language: Language) -> Wording:
    return wording_of(read_catalogue(language), VOCABULARY)


DAYS = {
    ("en", "2022-09-21"): "21 September 2022",
    ("ru", "2022-09-21"): "21 сентября 2022",
    ("fr", "2022-09-01"): "1er septembre 2022",
    ("en", "2022-09"): "September 2022",
    ("ru", "2022-09"): "сентябрь 2022",
    ("fr", "2022"): "2022",
}
PERIODS = {
    ("en", "2022-09-21", ""): "from 21 September 2022",
    ("ru", "2022-09-21", ""): "с 21 сентября 2022",
    ("ru", "2022-09", ""): "с сентября 2022",
    ("ru", "", "2022"): "до 2022\u00a0года",
    ("fr", "2022-09-21", ""): "depuis le 21 septembre 2022",
    ("fr", "2022-09", ""): "depuis septembre 2022",
    ("fr", "", "2022-09-21"): "jusqu’au 21 septembre 2022",
    ("fr", "", "2022-09"): "jusqu’en septembre 2022",
    ("en", "2022", "2023-05"): "2022 – May 2023",
    ("en", "2022", "2022"): "2022",
    ("en", "", ""): "",
}


@pytest.mark.parametrize(("language", "form"), DAYS)
def test_a_day_is_said_as_precisely_as_it_is_known(
    language: Language, form: str
) -> None:
    assert words(language).days(DayRange.parse(form)) == DAYS[language, form]


def test_a_span_that_is_no_month_or_year_names_both_ends() -> None:
    span = DayRange(earliest=date(2022, 1, 3), latest=date(2022, 2, 1))
    assert words("fr").days(span) == "entre le 3 janvier 2022 et le 1er février 2022"


@pytest.mark.parametrize(("language", "start", "end"), PERIODS)
def test_a_period_reads_as_a_phrase(language: Language, start: str, end: str) -> None:
    period = words(language).period(
        DayRange.parse(start) if start else None, DayRange.parse(end) if end else None
    )
    assert period == PERIODS[language, start, end]


def test_several_possible_values_are_joined_by_or() -> None:
    spec = words("ru").facts["place.country"]
    assert words("ru").value(spec, choice("RU", "KZ", "FR")) == (
        "Россия, Казахстан или Франция"
    )
    assert words("ru").value(spec, None) == "неизвестно"


def test_a_number_is_said_with_its_bounds() -> None:
    spec = words("en").facts["refusal.left_unit"]
    assert words("en").value(spec, Span(low=3, high=3)) == "3"
    assert words("en").value(spec, Span(low=3, high=5)) == "3 to 5"


def test_a_mark_stands_beside_a_value_or_instead_of_it() -> None:
    assert words("en").fact_value(FACTS[6]) == "not told"
    line = fact("left.day", day("2022"), origin())
    assert words("en").fact_value(line) == "2022"


def test_a_witness_is_named_once() -> None:
    assert words("en").witness(origin("press", "press, October 2026")) == (
        "press, October 2026"
    )
    assert words("fr").witness(origin("relative", "la mère")) == (
        "un proche\u00a0: la mère, dit\u00a0: octobre 2026"
    )
    assert words("en").witness(origin()) == "the person, said October 2026"


def test_a_place_is_said_in_the_language_of_the_document() -> None:
    assert words("fr").jurisdiction("RU") == "Russie"
    assert words("fr").jurisdiction("Russia") == "Russie"
    assert words("fr").jurisdiction("INT") == "International"
    assert words("fr").jurisdiction("Ruritania") == "Ruritania"


def test_a_key_that_no_vocabulary_knows_is_said_as_it_is() -> None:
    assert words("en").label_of_key("no.such OF spouse") == "no.such OF spouse"
    assert words("en").label_of_key("list.charges") == "Charges"
    assert words("en").label_of_key("left.day OF spouse") == (
        "Day of leaving Russia (spouse)"
    )
