"""Tests in words: what a fact says, what was asked of it, in three languages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    Side,
    UsedAtom,
)
from safeconduct.base.day import Unit
from safeconduct.base.text import Language, Text, same
from safeconduct.base.value import Choice, Value, days_of
from safeconduct.rulebook.condition import Relation
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, ListSpec, Vocabulary

YES = Text(en="yes", ru="да", fr="oui")
NO = Text(en="no", ru="нет", fr="non")
OR = Text(en="or", ru="или", fr="ou")
NOW_TEXT = Text(en="the day of the question", ru="день вопроса", fr="le jour examiné")
UNKNOWN = Text(en="not known", ru="неизвестно", fr="inconnu")
_UNITS: Mapping[Unit, Text] = {
    "days": Text(en="days", ru="дн.", fr="jours"),
    "weeks": Text(en="weeks", ru="нед.", fr="semaines"),
    "months": Text(en="months", ru="мес.", fr="mois"),
    "years": Text(en="years", ru="лет", fr="ans"),
}
_DAY_WORDS: Mapping[Relation, Text] = {
    "=": Text(en="is", ru="=", fr="est"),
    "!=": Text(en="is not", ru="не", fr="n'est pas"),
    "<": Text(en="before", ru="раньше, чем", fr="avant"),
    "<=": Text(en="on or before", ru="не позже, чем", fr="au plus tard"),
    ">": Text(en="after", ru="позже, чем", fr="après"),
    ">=": Text(en="on or after", ru="не раньше, чем", fr="à partir de"),
}


def build(make: Callable[[Language], str]) -> Text:
    """A text made for each language."""
    return Text(en=make("en"), ru=make("ru"), fr=make("fr"))


class Speaker:
    """Puts facts and tests into words with a vocabulary's labels."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index the vocabulary once."""
        self._facts: Mapping[str, FactSpec] = vocabulary.fact_table()
        self._lists: Mapping[str, ListSpec] = vocabulary.list_table()
        self._columns: Mapping[str, ColumnSpec] = {
            column.name: column for item in vocabulary.lists for column in item.columns
        }

    def label(self, key: str) -> Text:
        """What a fact or list is called."""
        if key.startswith("list."):
            item = self._lists.get(key.removeprefix("list."))
            return item.label if item is not None else same(key)
        name, _, of = key.partition(" OF ")
        spec = self._facts.get(name)
        if spec is None:
            return same(key)
        return build(lambda at: spec.label.within(at) + (f" ({of})" if of else ""))

    def is_day(self, key: str) -> bool:
        """Whether a fact is a day."""
        spec = self._facts.get(key.partition(" OF ")[0])
        return spec is not None and spec.type == "day"

    def question(self, key: str) -> Text:
        """The question that asks for a fact or list."""
        if key.startswith("list."):
            item = self._lists.get(key.removeprefix("list."))
            return item.ask if item is not None else same(key)
        spec = self._facts.get(key.partition(" OF ")[0])
        return spec.ask if spec is not None else same(key)

    def values(self, key: str, values: Sequence[str]) -> Text:
        """Values of a bool or enum fact, joined by "or"."""
        spec = self._facts.get(key.partition(" OF ")[0]) or self._columns.get(key)
        labels = dict(spec.value_labels) if spec is not None else {}

        def one(value: str, at: Language) -> str:
            if value in labels:
                return labels[value].within(at)
            plain = {"true": YES, "false": NO}.get(value)
            return plain.within(at) if plain else value

        return build(
            lambda at: f" {OR.within(at)} ".join(one(value, at) for value in values)
        )

    def value(self, key: str, value: Value | None) -> Text:
        """What is known of a fact."""
        if value is None:
            return UNKNOWN
        if isinstance(value, Choice):
            return self.values(key, sorted(value.values))
        spec = self._facts.get(key.partition(" OF ")[0]) or self._columns.get(key)
        if spec is not None and spec.type == "day":
            return same(str(days_of(value)))
        if value.low == value.high:
            return same(str(value.low))
        return same(f"{value.low}–{value.high}")

    def test(self, atom: Atom) -> Text:
        """A test as a phrase."""
        match atom:
            case MemberAtom(key=key, values=values):
                return self._pair(key, self.values(key, sorted(values)))
            case NormAtom(key=key):
                return same(key)
            case CompareAtom(left=left, relation=relation, right=right):
                return self._comparison(left, relation, right)
            case ExistsAtom(list=name):
                return self.label(f"list.{name}")
            case UsedAtom(clock=clock, at_least=least):
                return same(f"{clock} ≥ {least}")

    def _pair(self, key: str, value: Text) -> Text:
        label = self.label(key)
        return build(lambda at: f"{label.within(at)}: {value.within(at)}")

    def _comparison(self, left: Side, relation: Relation, right: Side) -> Text:
        first, second = self._side(left), self._side(right)
        word = _DAY_WORDS[relation] if left.is_day else same(relation)
        return build(
            lambda at: f"{first.within(at)} {word.within(at)} {second.within(at)}"
        )

    def _side(self, side: Side) -> Text:
        if side.key == NOW:
            text = NOW_TEXT
        elif side.key:
            text = self.label(side.key)
        elif side.is_day:
            text = same(date.fromordinal(max(1, side.constant)).isoformat())
        else:
            text = same(str(side.constant))
        offset = side.offset
        if offset is None:
            return text
        sign = "+" if offset.count >= 0 else "−"
        unit = _UNITS[offset.unit]
        return build(
            lambda at: f"{text.within(at)} {sign} {abs(offset.count)} {unit.within(at)}"
        )
