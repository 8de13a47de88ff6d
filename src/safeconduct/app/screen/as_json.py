"""The JSON of the command line: a contract; add to it, never change it."""

from collections.abc import Mapping, Sequence

from safeconduct.assessment.answer_text import answer_text
from safeconduct.assessment.change import Change
from safeconduct.assessment.clock import ClockResult
from safeconduct.assessment.deadline import DeadlineResult
from safeconduct.assessment.record import (
    AssessedFinding,
    Assessment,
    Question,
    Reason,
    Receipt,
)
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.tape import Tape
from safeconduct.base.digest import Json
from safeconduct.base.text import Language, Text
from safeconduct.rulebook.record import Page, Source


def source_json(source: Source) -> str:
    """A source as one line: what, its place, the day read, the grade, the address."""
    parts = [source.cite, source.place, f"read {source.read}", source.grade]
    return "; ".join(part for part in [*parts, source.address] if part)


def reason_json(reason: Reason, at: Language) -> Json:
    """A reason tree."""
    return {
        "rule": reason.id,
        "kind": reason.kind,
        "role": reason.role,
        "truth": reason.truth.value,
        "says": reason.says.within(at),
        "marks": list(reason.marks),
        "source": [source_json(source) for source in reason.sources],
        "of": [reason_json(part, at) for part in reason.of],
    }


def finding_json(item: AssessedFinding, at: Language) -> Json:
    """A finding in the three readings with its reason."""
    return {
        "id": item.id,
        "jurisdiction": item.jurisdiction,
        "kind": item.kind,
        "title": item.title.within(at),
        "goal": item.goal,
        "truth": item.truth.value,
        "marks": list(item.marks),
        "prima_facie": item.prima_facie.value,
        "as_decided": item.as_decided.value,
        "exact": item.exact,
        "why": reason_json(item.why, at),
        "stale": item.stale,
        "practice": item.practice,
        "counsel_only": item.counsel_only,
        "danger_beside": item.danger_beside,
        "elsewhere": item.elsewhere,
        "missing": [text.within(at) for text in item.missing],
        "notices": [notice.text.within(at) for notice in item.notices],
    }


def question_json(item: Question, at: Language) -> Json:
    """A ranked question."""
    return {
        "fact": item.fact,
        "text": item.text.within(at),
        "score": item.score,
        "settles": [
            {
                "answer": settled.answer,
                "answer_text": settled.answer_text.within(at),
                "finding": settled.finding,
                "truth": settled.truth.value,
            }
            for settled in item.settles
        ],
        "counsel_only": item.counsel_only,
        "disputed": item.disputed,
    }


def deadline_json(
    item: DeadlineResult, at: Language, pages: Mapping[str, Page]
) -> Json:
    """A deadline with its steps."""
    page = pages.get(item.id)
    sources = _chosen(page, item.source)
    return {
        "id": item.id,
        "title": item.title.within(at),
        "runs_against": item.against,
        "due": item.due.isoformat() if item.due else None,
        "latest": item.latest.isoformat() if item.latest else None,
        "due_at": item.due_at.isoformat() if item.due_at else None,
        "latest_at": item.latest_at.isoformat() if item.latest_at else None,
        "starts": {
            "fact": item.start_fact,
            "day": str(item.start) if item.start else None,
        },
        "missing": list(item.missing),
        "could_change": list(item.could_change),
        "steps": [step.within(at) for step in item.steps],
        "source": [source_json(source) for source in sources],
        "warnings": [text.within(at) for text in _deadline_warnings(item)],
    }


def _deadline_warnings(item: DeadlineResult) -> list[Text]:
    return [
        *item.warnings,
        *(text for text in (item.danger, item.effect) if text is not None),
    ]


def _chosen(page: Page | None, indices: Sequence[int]) -> Sequence[Source]:
    if page is None:
        return ()
    if not indices:
        return page.sources
    return [page.sources[i] for i in indices if i < len(page.sources)]


def clock_json(item: ClockResult, at: Language) -> Json:
    """A clock as bounds."""
    return {
        "id": item.id,
        "title": item.title.within(at),
        "used": item.used_most,
        "used_least": item.used_least,
        "allowed": item.allowed,
        "window": item.window,
        "ends": item.ends.isoformat() if item.ends else None,
        "ends_latest": item.ends_latest.isoformat() if item.ends_latest else None,
        "within": item.within.value,
        "complete": item.is_complete,
        "missing": list(item.missing),
        "warnings": [text.within(at) for text in item.warnings],
    }


def receipt_json(receipt: Receipt) -> dict[str, Json]:
    """From what an assessment was made."""
    return {
        "rulebook": receipt.rulebook,
        "vocabulary": receipt.vocabulary,
        "priors": receipt.priors,
        "engine": receipt.engine,
        "on": receipt.on.isoformat(),
        "known_on": receipt.known_on.isoformat(),
        "facts": receipt.facts,
        "looked_at": receipt.looked_at,
    }


def assessment_json(item: Assessment, tape: Tape, at: Language) -> Json:
    """The whole assessment."""
    pages = {deadline.id: page for page in tape.pages for deadline in page.deadlines}
    return {
        "receipt": receipt_json(item.receipt),
        "findings": [finding_json(finding, at) for finding in item.findings],
        "questions": [question_json(question, at) for question in item.questions],
        "deadlines": [deadline_json(found, at, pages) for found in item.deadlines],
        "clocks": [clock_json(clock, at) for clock in item.clocks],
        "warnings": [
            {"text": warning.text.within(at), "finding": warning.finding}
            for warning in item.warnings
        ],
        "notices": [
            {
                "id": notice.id,
                "topic": notice.topic,
                "for": notice.audience,
                "text": notice.text.within(at),
            }
            for notice in item.notices
        ],
    }


def change_json(item: Change, speaker: Speaker, tape: Tape, at: Language) -> Json:
    """One answer that would change a finding."""
    return {
        "fact": item.key.removeprefix("list."),
        "label": speaker.label(item.key).within(at),
        "answer": " | ".join(item.answer.values),
        "answer_text": answer_text(speaker, tape, item.key, item.answer).within(at),
        "truth": item.verdict.value,
        "counsel_only": item.counsel_only,
    }
