"""The commands about one case: assess, ask, why, change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from safeconduct.app.calls.call import Call, case_argument, common, known_name, say
from safeconduct.app.screen import phrase
from safeconduct.app.screen.as_json import (
    assessment_json,
    change_json,
    question_json,
    reason_json,
    receipt_json,
)
from safeconduct.app.screen.as_text import (
    assessment_lines,
    paragraphs,
    question_lines,
    reason_lines,
)
from safeconduct.app.screen.reader import (
    fit_to_reader,
    may_name,
    may_read,
    only_articles,
)
from safeconduct.assessment import words
from safeconduct.assessment.answer_text import answer_text
from safeconduct.assessment.assess import Ask, Assessor
from safeconduct.assessment.change import Change, changes_of
from safeconduct.assessment.question import rank
from safeconduct.assessment.reason import facts_of
from safeconduct.assessment.record import Receipt
from safeconduct.assessment.support import Support, Supporter
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Language
from safeconduct.base.truth import Verdict


def assessor_of(call: Call, path: Path) -> Assessor:
    """Read law and case, and look at the case on the day.

    Raises:
        InputError: a file is at fault.
    """
    library = call.library()
    case = call.case(path, library)
    books = library.books(on=call.on, known_on=call.known_on)
    return Assessor(
        books, case, Ask(on=call.on, known_on=call.known_on, counsel=call.counsel)
    )


@click.command()
@case_argument
@click.option("--keep", is_flag=True, help="write the receipt into the case's log")
@common()
def assess(call: Call, case: Path, *, keep: bool) -> None:
    """Findings, warnings, questions, deadlines and clocks of a case."""
    assessor = assessor_of(call, case)
    found = fit_to_reader(assessor.assessment(), call.reader_in)
    if keep:
        _keep(call, case, found.receipt)
    lines = assessment_lines(
        found, alias=assessor.case.alias, at=call.at, speaker=assessor.speaker
    )
    call.put(lines, lambda: assessment_json(found, assessor.tape, call.at))


def _keep(call: Call, path: Path, receipt: Receipt) -> None:
    """Write the receipt into the log of a case of the vault.

    Raises:
        InputError: a file is meant.
    """
    source = call.in_vault(path)
    if source is None:
        what = "A receipt is kept in the vault only: name the case as vault:ALIAS."
        raise InputError([Fault(file="command line", what=what)])
    kept = source.keep_receipt({**receipt_json(receipt), "counsel": call.counsel})
    say(f"{phrase.KEPT.within(call.at)} {kept.hex()[:8]}")


@click.command()
@case_argument
@click.option("--goal", default="", help="the finding that is to be settled")
@common()
def ask(call: Call, case: Path, goal: str) -> None:
    """Ranked questions; for counsel with what each answer would settle."""
    assessor = assessor_of(call, case)
    if goal:
        known_name(goal, may_read(assessor, call.reader_in), "finding")
        interview = replace(assessor.interview(), goals={goal: 1})
        ranked = rank(interview, assessor.state)
        questions = tuple(assessor.question(item.key, item) for item in ranked)
        whole = replace(assessor.assessment(), questions=questions)
    else:
        whole = assessor.assessment()
    questions = fit_to_reader(whole, call.reader_in).questions
    call.put(
        question_lines(questions, call.at, most=10),
        {"questions": [question_json(item, call.at) for item in questions]},
    )


@click.command()
@case_argument
@click.argument("finding")
@common()
def why(call: Call, case: Path, finding: str) -> None:
    """Why a finding is what it is: the tree, and the smallest reason."""
    assessor = assessor_of(call, case)
    known_name(finding, may_read(assessor, call.reader_in), "finding")
    proposition = assessor.tape.propositions[finding]
    reason = only_articles(assessor.finding(proposition).why, call.reader_in)
    support = _support(assessor, finding)
    texts = {key: assessor.speaker.label(key) for key in support.keys}
    if not all(may_name(key, text, call.reader_in) for key, text in texts.items()):
        # A reason of which a part is held back is none.
        texts, support = {}, Support(keys=(), is_smallest=False)
    labels = [text.within(call.at) for text in texts.values()]

    def lines() -> Iterator[str]:
        yield from reason_lines(reason, call.at)
        if labels:
            lead = phrase.SMALLEST if support.is_smallest else phrase.MINIMAL
            yield ""
            yield from paragraphs(f"{lead.within(call.at)}: {'; '.join(labels)}.")

    call.put(
        lines(),
        {
            "finding": finding,
            "why": reason_json(reason, call.at),
            "smallest": list(support.keys),
            "is_smallest": support.is_smallest,
        },
    )


def _support(assessor: Assessor, finding: str) -> Support:
    supporter = Supporter(assessor.tape, assessor.state, finding, clock=assessor.used)
    if supporter.verdict not in {Verdict.TRUE, Verdict.FALSE}:
        return Support(keys=(), is_smallest=True)
    start = facts_of(assessor.explainer.why(finding))
    return supporter.smallest(supporter.minimal(start))


@click.command()
@case_argument
@click.argument("finding")
@common()
def change(call: Call, case: Path, finding: str) -> None:
    """What would change a finding: evidence that may be held, and future acts."""
    assessor = assessor_of(call, case)
    known_name(finding, may_read(assessor, call.reader_in), "finding")
    found = tuple(
        item
        for item in changes_of(assessor.interview(), assessor.state, finding)
        if may_name(item.key, assessor.speaker.label(item.key), call.reader_in)
    )
    warning = words.FALSE_PAPER.within(call.at)
    call.put(
        _change_lines(assessor, found, call.at),
        {
            "finding": finding,
            "warning": warning,
            "changes": [
                change_json(item, assessor.speaker, assessor.tape, call.at)
                for item in found
            ],
        },
    )


def _change_lines(
    assessor: Assessor, found: tuple[Change, ...], at: Language
) -> Iterator[str]:
    yield phrase.CHANGES.within(at)
    if not found:
        yield f"  {phrase.NO_CHANGE.within(at)}"
    for item in found:
        label = assessor.speaker.label(item.key).within(at)
        answer = answer_text(
            assessor.speaker, assessor.tape, item.key, item.answer
        ).within(at)
        truth = phrase.TRUTHS[item.verdict].within(at)
        yield from paragraphs(f"{label} – {answer} → {truth}", lead="  ")
    yield ""
    yield from paragraphs(words.FALSE_PAPER.within(at), lead="  !! ")
