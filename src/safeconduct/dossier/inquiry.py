"""The open questions: the first ones with what each answer would settle."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from safeconduct.assessment.record import AssessedFinding, Question, Settled
from safeconduct.base.truth import Verdict
from safeconduct.dossier.record import Block, Column, Heading, Line, Prose, Row, Table
from safeconduct.dossier.wording import SIGNS, Wording, capital, shortened

FIRST = 10
_MOST_ANSWERS = 5
_MOST_SETTLED = 3
_LONGEST_ANSWER = 90


def question_blocks(
    questions: Sequence[Question],
    findings: Sequence[AssessedFinding],
    wording: Wording,
) -> Iterator[Block]:
    """The first questions in full, all others as a list in their order."""
    say = wording.catalogue.say
    if not questions:
        yield Prose(lines=(Line(text=say("questions.none")),))
        return
    titles = {item.id: wording.of(item.title) for item in findings}
    yield Heading(line=Line(text=say("questions.first")))
    yield Table(
        columns=(
            Column(title=say("head.number"), weight=6),
            Column(title=say("head.question"), weight=40),
            Column(title=say("head.settles"), weight=54),
        ),
        rows=tuple(
            _row(number, item, titles, wording)
            for number, item in enumerate(questions[:FIRST], 1)
        ),
    )
    if len(questions) > FIRST:
        yield Heading(line=Line(text=say("questions.later")))
        yield Table(
            columns=(
                Column(title=say("head.number"), weight=6),
                Column(title=say("head.question"), weight=54),
                Column(title=say("head.fact"), weight=40),
            ),
            rows=tuple(
                _later(number, item, wording)
                for number, item in enumerate(questions[FIRST:], FIRST + 1)
            ),
        )


def _row(
    number: int, question: Question, titles: Mapping[str, str], wording: Wording
) -> Row:
    asked = [
        Line(text=wording.of(question.text), tone="strong"),
        Line(text=wording.label_of_key(question.fact), tone="quiet"),
        *_remarks(question, wording),
    ]
    settles: list[Line] = []
    answers = [
        (answer, list(group))
        for answer, group in groupby(
            question.settles, key=lambda item: wording.of(item.answer_text)
        )
    ]
    for answer, group in answers[:_MOST_ANSWERS]:
        settles += _answer(answer, group, titles, wording)
    if len(answers) > _MOST_ANSWERS:
        more = len(answers) - _MOST_ANSWERS
        text = wording.catalogue.say("question.answers", count=more)
        settles.append(Line(text=text, tone="quiet"))
    return Row(
        cells=((Line(text=str(number), tone="strong"),), tuple(asked), tuple(settles))
    )


def _remarks(question: Question, wording: Wording) -> Iterator[Line]:
    say = wording.catalogue.say
    if question.disputed:
        yield Line(text=say("question.disputed"), sign="disputed")
    if question.counsel_only:
        yield Line(text=say("question.counsel"), tone="danger")


def _answer(
    answer: str, settled: Sequence[Settled], titles: Mapping[str, str], wording: Wording
) -> Iterator[Line]:
    """One answer and the findings that it decides, what holds first."""
    yield Line(text=shortened(capital(answer), _LONGEST_ANSWER), tone="strong")
    known = sorted(settled, key=lambda item: item.truth is not Verdict.TRUE)
    for item in known[:_MOST_SETTLED]:
        title = titles.get(item.finding, item.finding)
        yield _decided(title, item, wording)
    if len(known) > _MOST_SETTLED:
        more = wording.catalogue.say("more", count=len(known) - _MOST_SETTLED)
        yield Line(text=more, tone="quiet", depth=1)


def _decided(title: str, item: Settled, wording: Wording) -> Line:
    text = f"{title}: {wording.truth(item.truth)}"
    return Line(text=text, sign=SIGNS[item.truth], depth=1)


def _later(number: int, question: Question, wording: Wording) -> Row:
    asked = [Line(text=wording.of(question.text)), *_remarks(question, wording)]
    return Row(
        cells=(
            (Line(text=str(number)),),
            tuple(asked),
            (Line(text=wording.label_of_key(question.fact), tone="quiet"),),
        )
    )
