# ruff: noqa: PLR0913 -- Russian texts; a builder with many defaults
"""A small vocabulary for the tests of documents."""

from safeconduct.base.text import Text
from safeconduct.rulebook.vocabulary import (
    ColumnSpec,
    FactSpec,
    FactType,
    ListSpec,
    Vocabulary,
)


def text(en: str, ru: str = "", fr: str = "") -> Text:
    return Text(en=en, ru=ru or f"{en} (ru)", fr=fr or f"{en} (fr)")


def fact_spec(
    name: str,
    type: FactType,  # noqa: A002 (the record's word)
    label: Text,
    *,
    values: tuple[str, ...] = (),
    changing: bool = False,
    counsel_only: bool = False,
    labels: tuple[tuple[str, Text], ...] = (),
) -> FactSpec:
    return FactSpec(
        name=name,
        type=type,
        values=("true", "false") if type == "bool" else values,
        cardinality="changing" if changing else "one",
        of=("applicant",),
        label=label,
        ask=text(f"{label.en}?", f"{label.ru}?", f"{label.fr} ?"),
        cost=1,
        distress=0,
        danger=0,
        counsel_only=counsel_only,
        held="maybe",
        fresh_days=30,
        value_labels=labels,
    )


COUNTRIES = (
    ("RU", text("Russia", "Россия", "Russie")),
    ("KZ", text("Kazakhstan", "Казахстан", "Kazakhstan")),
    ("FR", text("France", "Франция", "France")),
    ("other", text("another country", "другая страна", "un autre pays")),
)
COUNTRY_VALUES = tuple(value for value, _ in COUNTRIES)
VOCABULARY = Vocabulary(
    facts=(
        fact_spec(
            "place.country",
            "enum",
            text(
                "Country where the person is now",
                "Страна, где человек находится сейчас",
                "Pays où la personne se trouve maintenant",
            ),
            values=COUNTRY_VALUES,
            changing=True,
            labels=COUNTRIES,
        ),
        fact_spec(
            "service.basis",
            "enum",
            text(
                "Status at the moment of refusal",
                "Статус в момент отказа",
                "Statut au moment du refus",
            ),
            values=("civilian", "officer", "other"),
            labels=(
                ("civilian", text("civilian", "гражданский", "civil")),
                ("officer", text("officer", "офицер", "officier")),
                ("other", text("other", "другое", "autre")),
            ),
        ),
        fact_spec(
            "refusal.left_unit",
            "bool",
            text("Left the unit", "Оставил часть", "A quitté l’unité"),
        ),
        fact_spec(
            "objection.shown",
            "bool",
            text(
                "Objection shown to others",
                "Убеждения были известны другим",
                "Objection montrée à d’autres",
            ),
        ),
        fact_spec(
            "left.day",
            "day",
            text("Day of leaving Russia", "День отъезда из России", "Jour du départ"),
        ),
        fact_spec(
            "wanted.federal",
            "bool",
            text(
                "On the federal wanted list",
                "В федеральном розыске",
                "Sur la liste fédérale des personnes recherchées",
            ),
        ),
        fact_spec(
            "acts.saw_crimes",
            "bool",
            text("Saw crimes", "Видел преступления", "A vu des crimes"),
            counsel_only=True,
        ),
    ),
    lists=(
        ListSpec(
            name="charges",
            label=text("charges", "обвинения", "accusations"),
            ask=text("Which charges?", "Какие обвинения?", "Quelles accusations ?"),
            columns=(
                ColumnSpec(
                    name="charges.article",
                    type="enum",
                    values=("a337", "a338", "other"),
                    label=None,
                    value_labels=(
                        ("a337", text("Article 337", "Статья 337", "Article 337")),
                        ("a338", text("Article 338", "Статья 338", "Article 338")),
                    ),
                ),
                ColumnSpec(name="charges.day", type="day", values=(), label=None),
            ),
            cost=1,
            counsel_only=False,
        ),
        ListSpec(
            name="stays",
            label=text("stays", "пребывание", "séjours"),
            ask=text("Which stays?"),
            columns=(
                ColumnSpec(
                    name="stays.country",
                    type="enum",
                    values=COUNTRY_VALUES,
                    label=text("country"),
                    value_labels=COUNTRIES,
                ),
                ColumnSpec(name="stays.from", type="day", values=(), label=None),
                ColumnSpec(name="stays.to", type="day", values=(), label=None),
            ),
            cost=1,
            counsel_only=False,
        ),
    ),
    renames=(),
)
