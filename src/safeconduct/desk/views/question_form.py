"""A question of the law as a form: what may be answered, in words (spec/desk.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safeconduct.assessment.record import Question
from safeconduct.base.case import APPLICANT
from safeconduct.base.text import Text, same
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary

_OF = " OF "


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """What is asked: the fact `name` of `of`, and how it may be answered.

    `options` are values with their words, for a choice; a day may be known in part
    (`2022`, `2022-09`, `2022-09-21`).
    """

    name: str
    of: str
    text: Text
    kind: Literal["choice", "day", "number"]
    options: tuple[tuple[str, Text], ...]


def form_of(question: Question, vocabulary: Vocabulary) -> QuestionForm | None:
    """The form of a question; None for a list, and for what counsel alone asks."""
    name, _, of = question.fact.partition(_OF)
    spec = vocabulary.fact_table().get(name)
    if spec is None or question.counsel_only:
        return None
    return QuestionForm(
        name=name,
        of=of or APPLICANT,
        text=question.text,
        kind=_KINDS[spec.type],
        options=tuple(_options(spec)),
    )


_KINDS: dict[str, Literal["choice", "day", "number"]] = {
    "bool": "choice",
    "enum": "choice",
    "day": "day",
    "integer": "number",
}
_YES = Text(en="Yes", ru="Да", fr="Oui")
_NO = Text(en="No", ru="Нет", fr="Non")


def _options(spec: FactSpec) -> Iterator[tuple[str, Text]]:
    labels = dict(spec.value_labels)
    if spec.type == "bool":
        yield "true", labels.get("true", _YES)
        yield "false", labels.get("false", _NO)
    for value in spec.values if spec.type == "enum" else ():
        yield value, labels.get(value, same(value))
