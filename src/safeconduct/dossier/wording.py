"""Values, days, witnesses and truths in the words of a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from safeconduct.base.case import APPLICANT, Fact, Origin, Row
from safeconduct.base.catalogue import Catalogue
from safeconduct.base.day import DayRange
from safeconduct.base.text import Language, Text
from safeconduct.base.truth import Verdict
from safeconduct.base.value import Choice, Value, days_of
from safeconduct.dossier.record import Sign
from safeconduct.rulebook.vocabulary import (
    ColumnSpec,
    FactSpec,
    ListSpec,
    Vocabulary,
)

SIGNS: Mapping[Verdict, Sign] = {
    Verdict.TRUE: "true",
    Verdict.FALSE: "false",
    Verdict.UNKNOWN: "unknown",
    Verdict.DISPUTED: "disputed",
}
_MONTH = {"en": "MMMM y", "ru": "LLLL y", "fr": "MMMM y"}
_FIRST_OF_MONTH = {"fr": "1er"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language says what a case holds."""

    catalogue: Catalogue
    facts: Mapping[str, FactSpec]
    lists: Mapping[str, ListSpec]

    @property
    def language(self) -> Language:
        """The language of the words."""
        return self.catalogue.language

    def of(self, text: Text) -> str:
        """A text in this language."""
        return text.within(self.language)

    def day(self, day: date) -> str:
        """A full day: 21 September 2022."""
        text = format_date(day, "d MMMM y", locale=self.language)
        first = _FIRST_OF_MONTH.get(self.language)
        return first + text[1:] if first and day.day == 1 else text

    def days(self, days: DayRange | None) -> str:
        """A day known in full or in part; nothing for no day."""
        if days is None:
            return ""
        if days.is_exact():
            return self.day(days.earliest)
        form = str(days)
        if form.isdigit():
            return form
        if "/" not in form:
            return format_date(
                days.earliest, _MONTH[self.language], locale=self.language
            )
        return self.catalogue.say(
            "day.between", first=self.day(days.earliest), last=self.day(days.latest)
        )

    def period(self, start: DayRange | None, end: DayRange | None) -> str:
        """From when to when something held; nothing if neither is said."""
        say = self.catalogue.say
        if start is None and end is None:
            return ""
        if start == end:
            return self.days(start)
        if end is None:
            return say("day.from", day=self._in_phrase(start))
        if start is None:
            key = "day.until" if end.is_exact() else "day.until_part"
            return say(key, day=self._in_phrase(end, article=False))
        return f"{self.days(start)} \u2013 {self.days(end)}"

    def _in_phrase(self, days: DayRange | None, *, article: bool = True) -> str:
        """A day after a preposition: the genitive of Russian, the article of French."""
        text = self.days(days)
        if days is None or self.language == "en":
            return text
        if self.language == "fr":
            return f"le {text}" if days.is_exact() and article else text
        if text.isdigit():
            return self.catalogue.say("day.year", year=text)
        if days.is_exact() or "/" in str(days):
            return text
        return format_date(days.earliest, "MMMM y", locale=self.language)

    def value(self, spec: FactSpec | ColumnSpec, value: Value | None) -> str:
        """What is still possible, in words."""
        if value is None:
            return self.catalogue.say("value.unknown")
        if isinstance(value, Choice):
            ordered = [item for item in spec.values if item in value.values]
            return self.alternatives(self._label(spec, item) for item in ordered)
        if spec.type == "day":
            return self.days(days_of(value))
        if value.is_exact():
            return str(value.low)
        return self.catalogue.say("value.between", low=value.low, high=value.high)

    def alternatives(self, values: Iterable[str]) -> str:
        """`a`, `a or b`, `a, b or c`."""
        *most, last = list(values) or [self.catalogue.say("value.unknown")]
        if not most:
            return last
        return f"{', '.join(most)} {self.catalogue.say('value.or')} {last}"

    def _label(self, spec: FactSpec | ColumnSpec, value: str) -> str:
        for known, text in spec.value_labels:
            if known == value:
                return self.of(text)
        other = value if spec.type == "bool" else value.replace("_", " ")
        return self.catalogue.say_or(f"value.{value}", other)

    def fact_value(self, fact: Fact) -> str:
        """The value of a fact with its mark, if it has one."""
        text = self.value(self.facts[fact.name], fact.possible)
        if fact.mark is None:
            return text
        mark = self.mark(fact.mark)
        return mark if fact.possible is None else f"{text} ({mark})"

    def fact_label(self, name: str, of: str = APPLICANT) -> str:
        """The name of a fact in words, with whose it is."""
        label = capital(self.of(self.facts[name].label))
        if of == APPLICANT:
            return label
        return f"{label} ({self.catalogue.say_or(f'person.{of}', of)})"

    def label_of_key(self, key: str) -> str:
        """The name behind a key of a fact or list; the key itself if it has none."""
        name, _, of = key.removeprefix("list.").partition(" OF ")
        if name in self.facts:
            return self.fact_label(name, of or APPLICANT)
        if name in self.lists:
            return capital(self.of(self.lists[name].label))
        return key

    def column_label(self, column: ColumnSpec) -> str:
        """The heading of a list's column."""
        if column.label is not None:
            return capital(self.of(column.label))
        short = column.name.partition(".")[2]
        return self.catalogue.say_or(f"column.{short}", short.replace("_", " "))

    def row(self, spec: ListSpec, row: Row) -> str:
        """A row as one line: `Article: 337; Day: 2023`."""
        values = dict(row.values)
        return "; ".join(
            self.pair(self.column_label(column), self.value(column, values[short]))
            for column in spec.columns
            if (short := column.name.partition(".")[2]) in values
        )

    def pair(self, name: str, value: str) -> str:
        """A name and its value with the colon of the language."""
        return self.catalogue.say("pair", name=name, value=value)

    def witness(self, origin: Origin) -> str:
        """Who says so, when."""
        kind = self.catalogue.say(f"witness.{origin.witness.kind}")
        source = origin.witness.source
        named = source.lower().startswith(kind.lower())
        who = source if named else self.pair(kind, source) if source else kind
        said = self.days(origin.said)
        if not said or said in source:
            return who
        return f"{who}, {self.catalogue.say('said', day=said)}"

    def mark(self, mark: str) -> str:
        """A mark in words."""
        return self.catalogue.say_or(f"mark.{mark.replace(' ', '_')}", mark)

    def truth(self, verdict: Verdict) -> str:
        """The word that stands beside the sign of a truth."""
        return self.catalogue.say(f"truth.{verdict.value}")

    def jurisdiction(self, code: str) -> str:
        """A country by its code or English name, or one of the two that are none."""
        for spec in self.facts.values():
            for value, text in spec.value_labels:
                if code in {value, text.en}:
                    return self.of(text)
        return self.catalogue.say_or(f"jurisdiction.{code}", code)


def wording_of(catalogue: Catalogue, vocabulary: Vocabulary) -> Wording:
    """The wording of a language over a vocabulary."""
    return Wording(
        catalogue=catalogue,
        facts=vocabulary.fact_table(),
        lists=vocabulary.list_table(),
    )


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def shortened(text: str, longest: int) -> str:
    """A text, cut where another place of the document tells the rest."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rstrip(" ,;:") + "\u2026"
