"""An assessment as plain text for a tired reader: danger first, one question."""

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import wrap

from safeconduct.app.screen import phrase
from safeconduct.assessment.record import (
    AssessedFinding,
    Assessment,
    Question,
    Reason,
)
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.words import NOTHING_MORE
from safeconduct.base.text import Language, Text
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import FindingKind, Notice

WIDTH = 100
# A goal of less weight is counted, not named, while nothing is known about it.
LISTED_FROM = 3
DECIDES_OVER_LIFE = 9
ALWAYS_NAMED = frozenset({"danger", "exposure"})
GROUPS: tuple[tuple[Text, tuple[FindingKind, ...]], ...] = (
    (phrase.DANGERS, ("danger",)),
    (phrase.CHARGES, ("exposure",)),
    (phrase.EXCLUSION, ("exclusion", "open_norm")),
    (phrase.PROTECTIONS, ("protection",)),
    (phrase.PRACTICE, ("practice",)),
    (phrase.STEPS, ("duty", "step")),
)


def paragraphs(text: str, *, lead: str = "", indent: str = "") -> list[str]:
    """A text wrapped to the width, the first line after a lead."""
    return wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=indent or " " * len(lead)
    )


def assessment_lines(
    item: Assessment, *, alias: str, at: Language, speaker: Speaker
) -> Iterator[str]:
    """The whole assessment, line by line."""
    day = item.receipt.on.isoformat()
    yield f"{alias}, {phrase.ASSESSED.within(at)} {day}"
    yield "=" * len(f"{alias}, {phrase.ASSESSED.within(at)} {day}")
    yield from paragraphs(phrase.LEGEND.within(at))
    yield from _warnings(item, at)
    for number, (heading, kinds) in enumerate(GROUPS):
        yield from _group(item, heading, kinds, at)
        if number == 0:
            yield from _care(item, at)
    yield from _other_states(item, at)
    yield from _deadlines(item, at, speaker)
    yield from question_lines(item.questions, at)
    yield ""
    receipt = item.receipt
    yield (
        f"{phrase.RECEIPT.within(at)}: {receipt.rulebook[:19]} · "
        f"{receipt.facts[:19]} · {receipt.engine}"
    )


def _warnings(item: Assessment, at: Language) -> Iterator[str]:
    general = [warning for warning in item.warnings if not warning.finding]
    if not general:
        return
    yield ""
    yield phrase.WARNINGS.within(at)
    for warning in general:
        yield from paragraphs(warning.text.within(at), lead="  !! ")


def _is_shown(item: AssessedFinding) -> bool:
    """True, disputed or presumed; a false danger and an open step stay out."""
    decided = {item.truth, item.prima_facie}
    return Verdict.TRUE in decided or Verdict.DISPUTED in decided


def _group(
    item: Assessment, heading: Text, kinds: Sequence[FindingKind], at: Language
) -> Iterator[str]:
    found = [finding for finding in item.findings if finding.kind in kinds]
    shown = [finding for finding in found if _is_shown(finding)]
    rest = [
        finding for finding in found if not _is_shown(finding) and not finding.elsewhere
    ]
    blocked = [
        finding
        for finding in rest
        if finding.truth is Verdict.FALSE and finding.kind == "protection"
    ]
    open_ones = [finding for finding in rest if finding.truth is Verdict.UNKNOWN]
    if not shown and not blocked and not open_ones:
        return
    yield ""
    yield heading.within(at)
    for finding in shown:
        warned = [w.text for w in item.warnings if w.finding == finding.id]
        yield from finding_lines(finding, at, warned)
    yield from _open_lines(open_ones, at)
    yield from _blocked_lines(blocked, at)


def _other_states(item: Assessment, at: Language) -> Iterator[str]:
    """How much is said of states that the case does not speak of."""
    count = sum(found.elsewhere and not _is_shown(found) for found in item.findings)
    if count:
        yield ""
        yield f"{phrase.OTHER_STATES.within(at)}: {count}."


def _open_lines(found: Sequence[AssessedFinding], at: Language) -> Iterator[str]:
    """What is not known as one list; what weighs most has a line of its own.

    Lesser points are counted only, but no danger and no charge is left out.
    """
    named: list[str] = []
    lesser = 0
    for finding in found:
        if _has_own_line(finding):
            yield from finding_lines(finding, at)
        elif finding.goal >= LISTED_FROM or finding.kind in ALWAYS_NAMED:
            named.append(finding.title.within(at))
        else:
            lesser += 1
    if lesser:
        named.append(f"{phrase.LESSER.within(at)}: {lesser}")
    if named:
        lead = f"{phrase.OPEN.within(at)}: "
        yield from paragraphs(f"{lead}{'; '.join(named)}.", lead="  [?] ")


def _has_own_line(item: AssessedFinding) -> bool:
    """A danger to life, exclusion, and a charge that only a presumption excludes."""
    if item.kind == "exposure":
        return item.prima_facie is Verdict.FALSE
    return item.kind == "exclusion" or (
        item.kind == "danger" and item.goal >= DECIDES_OVER_LIFE
    )


def _blocked_lines(found: Sequence[AssessedFinding], at: Language) -> Iterator[str]:
    if not found:
        return
    titles = "; ".join(finding.title.within(at) for finding in found)
    yield from paragraphs(f"{phrase.NOT_OPEN.within(at)}: {titles}.", lead="  [-] ")
    for finding in found:
        if finding.goal >= LISTED_FROM:
            yield from _notice_lines(finding.notices, at)


def _sign(item: AssessedFinding) -> str:
    """The sign of what is established, or else of what is presumed."""
    if item.truth is Verdict.UNKNOWN and item.prima_facie is Verdict.TRUE:
        return phrase.PRESUMED
    if item.truth is Verdict.UNKNOWN and item.prima_facie is Verdict.DISPUTED:
        return phrase.SIGNS[Verdict.DISPUTED]
    return phrase.SIGNS[item.truth]


def finding_lines(
    item: AssessedFinding, at: Language, warnings: Sequence[Text] = ()
) -> Iterator[str]:
    """One finding with its sign, its warning and its notices."""
    tail = ""
    if item.as_decided is not item.prima_facie:
        decided = phrase.TRUTHS[item.as_decided].within(at)
        tail = f" ({phrase.AS_DECIDED.within(at)}: {decided})"
    yield from paragraphs(f"{item.title.within(at)}{tail}", lead=f"  {_sign(item)} ")
    for warning in warnings:
        yield from paragraphs(warning.within(at), lead="      !! ")
    yield from _notice_lines(item.notices, at)


def _notice_lines(notices: Sequence[Notice], at: Language) -> Iterator[str]:
    for notice in notices:
        to = phrase.AUDIENCES[notice.audience].within(at)
        yield from paragraphs(f"{to}{notice.text.within(at)}", lead="      – ")


def _care(item: Assessment, at: Language) -> Iterator[str]:
    """Notices that this case calls for; of those for everybody only the number."""
    called = [notice for notice in item.notices if notice.listed_if]
    ready = Counter(notice.topic for notice in item.notices if not notice.listed_if)
    if not called and not ready:
        return
    yield ""
    yield phrase.CARE.within(at)
    first = sorted(called, key=lambda notice: notice.topic != "safety")
    yield from _notice_lines(first, at)
    if ready:
        counts = ", ".join(
            f"{phrase.TOPICS[topic].within(at)} {count}"
            for topic, count in ready.items()
        )
        yield from paragraphs(f"{phrase.READY.within(at)}: {counts}.", lead="      – ")


def _deadlines(item: Assessment, at: Language, speaker: Speaker) -> Iterator[str]:
    yield ""
    yield phrase.DEADLINES.within(at)
    known = [found for found in item.deadlines if found.due is not None]
    open_ones = [found for found in item.deadlines if found.due is None]
    for found in known:
        last = f"{phrase.LATEST.within(at)} {found.latest}" if found.latest else ""
        tail = f" ({last})" if last and found.latest != found.due else ""
        yield from paragraphs(
            f"{found.due}{tail}: {found.title.within(at)}", lead="  ● "
        )
        for text in (*found.warnings, found.danger, found.effect):
            if text is not None:
                yield from paragraphs(text.within(at), lead="      – ")
    for found in open_ones:
        names = "; ".join(speaker.label(name).within(at) for name in found.missing)
        lead = f"{found.title.within(at)}: {phrase.MISSING.within(at)} – "
        yield from paragraphs(f"{lead}{names}", lead="  ○ ")
    for clock in item.clocks:
        if clock.ends is None:
            names = ", ".join(
                speaker.label(f"list.{name}").within(at) for name in clock.missing
            )
            yield from paragraphs(
                f"{clock.title.within(at)}: {phrase.MISSING.within(at)} – {names}",
                lead="  ○ ",
            )
            continue
        used = f"{clock.used_most} {phrase.BETWEEN.within(at)} {clock.allowed}"
        yield from paragraphs(
            f"{clock.title.within(at)}: {used} {phrase.USED.within(at)}; "
            f"{phrase.ENDS.within(at)} {clock.ends}",
            lead="  ● ",
        )
    if not known and not open_ones and not item.clocks:
        names = "; ".join(question.text.within(at) for question in item.questions[:2])
        yield from paragraphs(f"{phrase.NO_DEADLINE.within(at)}{names}", lead="  ")


def question_lines(
    questions: Sequence[Question], at: Language, *, most: int = 4
) -> Iterator[str]:
    """The questions, best first; those that are counsel's alone stand apart."""
    yield ""
    yield phrase.QUESTION.within(at)
    if not questions:
        yield f"  {NOTHING_MORE.within(at)}"
        return
    open_to_all = [item for item in questions if not item.counsel_only]
    for place, question in enumerate(open_to_all[:most]):
        lead = "  → " if not place else f"    {phrase.NEXT.within(at)}: "
        yield from _question(question, at, lead)
    counsels = [item for item in questions if item.counsel_only]
    if counsels:
        yield f"  {phrase.COUNSEL_ASKS.within(at)}:"
    for question in counsels[:most]:
        yield from _question(question, at, "    → ")


def _question(item: Question, at: Language, lead: str) -> Iterator[str]:
    """One question; what its answers settle only where that is given."""
    yield from paragraphs(item.text.within(at), lead=lead, indent="      ")
    for settled in item.settles[:6]:
        truth = phrase.TRUTHS[settled.truth].within(at)
        answer = settled.answer_text.within(at)
        yield from paragraphs(f"{answer} → {settled.finding}: {truth}", lead="        ")


def reason_lines(reason: Reason, at: Language, *, depth: int = 0) -> Iterator[str]:
    """A reason tree, indented; sources below the rules that have them."""
    indent = "  " * depth
    sign = phrase.SIGNS[reason.truth]
    marks = f" [{', '.join(reason.marks)}]" if reason.marks else ""
    role = f"{reason.role}: " if reason.role not in {"if", "for", "all"} else ""
    name = f" <{reason.id}>" if reason.kind in {"finding", "norm", "rule"} else ""
    says = "" if reason.kind == "rule" else reason.says.within(at)
    yield from paragraphs(
        f"{role}{says}{name}{marks}".strip(),
        lead=f"{indent}{sign} ",
        indent=indent + "    ",
    )
    for source in reason.sources:
        yield from paragraphs(
            "; ".join(p for p in (source.cite, source.place, str(source.read)) if p),
            lead=f"{indent}    § ",
        )
    for part in reason.of:
        yield from reason_lines(part, at, depth=depth + 1)
