"""Answers in words: what a person would have said, in three languages."""

from datetime import date

from safeconduct.assessment.answer import Answer
from safeconduct.assessment.atom import (
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    RowTest,
    Side,
)
from safeconduct.assessment.lane import Forced
from safeconduct.assessment.say import OR, Speaker, build
from safeconduct.assessment.state import RowSet
from safeconduct.assessment.tape import Tape
from safeconduct.base.text import Text, same
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span

MOST_VALUES = 8
NOTHING_MORE = Text(
    en="nothing more than is known",
    ru="больше ничего, кроме известного",
    fr="rien de plus que ce qui est connu",
)
OTHERS = Text(en="another", ru="другое", fr="autre")
FROM = Text(en="from", ru="с", fr="à partir du")
UNTIL = Text(en="until", ru="по", fr="jusqu'au")
LEAST = Text(en="at least", ru="не меньше", fr="au moins")
MOST = Text(en="at most", ru="не больше", fr="au plus")
NOT = Text(en="not", ru="не", fr="pas")
AND = Text(en="and", ru="и", fr="et")


def answer_text(speaker: Speaker, tape: Tape, key: str, answer: Answer) -> Text:
    """An answer as somebody would give it."""
    match answer.supposed:
        case Choice():
            return _choice(speaker, key, answer.values)
        case Span() as span:
            return _days(span) if speaker.is_day(key) else _numbers(span)
        case RowSet():
            return NOTHING_MORE
        case Forced(atoms=atoms):
            texts = [
                _row(speaker, atom.list, atom.where)
                for index in sorted(atoms)
                if isinstance(atom := tape.atoms[index], ExistsAtom)
            ]
            return build(lambda at: "; ".join(text.within(at) for text in texts))
        case None:
            return same("")


def _choice(speaker: Speaker, key: str, values: tuple[str, ...]) -> Text:
    """The values; of very many only that it is another."""
    if len(values) <= MOST_VALUES:
        return speaker.values(key, values)
    shown = speaker.values(key, values[:3])
    return build(lambda at: f"{shown.within(at)} {OR.within(at)} {OTHERS.within(at)}")


def _days(span: Span) -> Text:
    if span.low == span.high:
        return same(date.fromordinal(span.low).isoformat())
    return build(
        lambda at: " ".join(
            part
            for part in (
                f"{FROM.within(at)} {date.fromordinal(span.low).isoformat()}"
                if span.low > FIRST
                else "",
                f"{UNTIL.within(at)} {date.fromordinal(span.high).isoformat()}"
                if span.high < LAST
                else "",
            )
            if part
        )
    )


def _numbers(span: Span) -> Text:
    if span.low == span.high:
        return same(str(span.low))
    return build(
        lambda at: ", ".join(
            part
            for part in (
                f"{LEAST.within(at)} {span.low}" if span.low > LOWEST else "",
                f"{MOST.within(at)} {span.high}" if span.high < HIGHEST else "",
            )
            if part
        )
    )


def _row(speaker: Speaker, name: str, test: RowTest) -> Text:
    """What a row of a list would have to say."""
    inner = _row_test(speaker, name, test)
    if not test.negated:
        return inner
    return build(lambda at: f"{NOT.within(at)}: {inner.within(at)}")


def _row_test(speaker: Speaker, name: str, test: RowTest) -> Text:
    match test.atom:
        case MemberAtom(key=key, values=values):
            return speaker.values(f"{name}.{key}", tuple(sorted(values)))
        case CompareAtom(left=left, relation=relation, right=right):
            first, second = _side(left), _side(right)
            return same(f"{first} {relation} {second}")
        case None:
            parts = [_row(speaker, name, part) for part in test.parts]
            word = AND if test.at_least == len(parts) else OR
            return build(
                lambda at: f" {word.within(at)} ".join(
                    part.within(at) for part in parts if part.within(at)
                )
            )


def _side(side: Side) -> str:
    if side.key:
        return side.key
    is_day = side.is_day and FIRST <= side.constant <= LAST
    return date.fromordinal(side.constant).isoformat() if is_day else str(side.constant)
