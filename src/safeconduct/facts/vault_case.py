"""The case that the open logs of a vault make, from one viewpoint (spec/log.md §10).

Who cannot open a log has none of its facts, and sees no trace that there are any.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from safeconduct.base.case import Case
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table
from safeconduct.facts.case_body import NOTES, UNKNOWN
from safeconduct.facts.case_file import FORMAT, read_tables
from safeconduct.log.entries.body import (
    ConsentGiven,
    EventTold,
    EvidenceNamed,
    FactSaid,
    Judged,
    RowSaid,
    TextWritten,
)
from safeconduct.log.entries.body import StatementMade as Said
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import Compartment
from safeconduct.log.replay.log_view import LogView
from safeconduct.rulebook.record import Rulebook

_FIRST = date(1970, 1, 1)
_MINUTES_A_DAY = 24 * 60
Content = dict[str, object]
# Where and when something was written.
At = tuple[Compartment, date]
B = TypeVar("B", bound=Record)


def case_of(views: Sequence[LogView], rulebook: Rulebook) -> Case:
    """Make the case out of the logs of it that are open, main first.

    Raises:
        InputError: a fact or row is none that the rulebook's vocabulary knows.
    """
    if not views:
        what = "No part of this case is open here."
        raise InputError([Fault(file="vault", what=what)])
    content = case_content(views)
    return _read(content, rulebook, file=f"case {views[0].alias()}")


def check_body(
    body: Record,
    part: Compartment,
    rulebook: Rulebook,
    *,
    file: str,
    known: Collection[str] = (),
) -> None:
    """Refuse what would stand in a case and could not be read as a part of it.

    `known` is the evidence that a line of this part may name.

    Raises:
        InputError: the vocabulary knows no such fact, row or norm, or no such value.
    """
    items: Content = {"evidence": [_named(one) for one in sorted(known)]}
    match body:
        case FactSaid():
            items["fact"] = [_fact(body, part, _FIRST)]
        case RowSaid():
            rows = [_placed(body.says, part, _FIRST)] if _is_table(body.says) else []
            whole: Content = {"row": rows}
            items["list"] = {body.list: whole | _complete(body)}
        case EventTold():
            items["event"] = [_event(body, part, _FIRST)]
        case EvidenceNamed():
            items["evidence"] = [_evidence(body)]
        case Judged():
            items["judgement"] = [_judgement(body, _FIRST)]
        case ConsentGiven():
            items["consent"] = [_consent(body, _FIRST, is_withdrawn=False)]
        case _:
            return
    head: Content = {"format": FORMAT, "alias": "-", "languages": ["ru"]}
    _read({**head, **items}, rulebook, file=file)


def _read(content: Content, rulebook: Rulebook, *, file: str) -> Case:
    faults = FaultList(file=file, text="")
    return read_tables(Table(content=content, path=(), faults=faults), rulebook)


def case_content(views: Sequence[LogView]) -> Content:
    """The case as a case file holds it (spec/case-file.md), main's log first."""
    main = views[0]
    evidence = _every_evidence(views)
    known = evidence.keys()
    return {
        **_head(views),
        "fact": [
            _known_only(_fact(body, *at), known)
            for view in views
            for at, body in _current(view, FactSaid)
        ],
        **_lists(views, known),
        "event": [
            _known_only(_event(body, *at), known)
            for view in views
            for at, body in _current(view, EventTold)
        ],
        "evidence": list(evidence.values()),
        "judgement": [
            _judgement(body, day)
            for view in views
            for (_, day), body in _current(view, Judged)
        ],
        "statement": list(_statements(main)),
        "consent": list(_consents(main)),
    }


def _head(views: Sequence[LogView]) -> Content:
    """What a case file says of the case as a whole; what is not said is left out."""
    opened = views[0].opened()
    notes = [
        body.text
        for view in views
        if view.log.compartment is Compartment.COUNSEL
        for _, body in view.current(TextWritten)
        if body.topic == NOTES
    ]
    said: Content = {
        "as_of": opened.as_of if opened is not None else "",
        "family": list(opened.family) if opened is not None else [],
        "notes": "\n\n".join(notes),
    }
    languages = list(opened.languages) if opened is not None else []
    return {
        "format": FORMAT,
        "alias": views[0].alias(),
        "languages": languages or ["ru"],
        **{key: value for key, value in said.items() if value},
    }


def _current(view: LogView, kind: type[B]) -> Iterator[tuple[At, B]]:
    """The bodies of a kind that count, with where and when each was written."""
    for entry, body in view.current(kind):
        yield (view.log.compartment, _day(entry)), body


def _fact(body: FactSaid, part: Compartment, day: date) -> Content:
    # The name that the entry gives: what was said in it puts no other in its place.
    return {**_placed(body.says, part, day), "name": body.name}


def _event(body: EventTold, part: Compartment, day: date) -> Content:
    return {**_placed(body.says, part, day), "text": body.text}


def _placed(said: object, part: Compartment, day: date) -> Content:
    """What was said, with the log that keeps it and the day on which it was written."""
    told: Content = {"said": day.isoformat(), **_table(said)}
    if told["said"] == UNKNOWN:
        del told["said"]
    return {**told, "compartment": part.name.lower()}


def _known_only(told: Content, known: Collection[str]) -> Content:
    """Without evidence that stands in no part that is open here."""
    named = told.get("evidence")
    if not isinstance(named, list):
        return told
    return {**told, "evidence": [name for name in named if name in known]}


def evidence_in(views: Sequence[LogView]) -> frozenset[str]:
    """The ids of the pieces of evidence that some logs declare."""
    return frozenset(_every_evidence(views))


def _every_evidence(views: Sequence[LogView]) -> Mapping[str, Content]:
    """Each piece under its id; of two of one id the later counts."""
    return {
        body.id: _evidence(body)
        for view in views
        for _, body in view.current(EvidenceNamed)
    }


def _evidence(body: EvidenceNamed) -> Content:
    return {**_table(body.says), "id": body.id}


def _named(name: str) -> Content:
    """A piece of which nothing is known but that a line may name it."""
    return {"id": name, "kind": "other", "what": "-"}


def _judgement(body: Judged, day: date) -> Content:
    looked_at: Content = {"facts_hash": body.facts_hash} if body.facts_hash else {}
    return {
        "name": body.norm,
        "value": body.value == "true",
        "by": body.by,
        "reasons": body.reasons,
        "day": body.day or day.isoformat(),
        **looked_at,
    }


def _statements(view: LogView) -> Iterator[Content]:
    for _, body in view.current(Said):
        yield {
            "language": body.language,
            "text": body.text,
            "confirmed": body.confirmed and body.read_back,
            "released": body.released,
        }


def _consents(view: LogView) -> Iterator[Content]:
    """Every consent, also one that was withdrawn: that it was is part of the case."""
    for entry in view.entries:
        body = entry.body
        if isinstance(body, ConsentGiven) and not body.withdraws:
            is_withdrawn = body.withdrawn or entry.id in view.replaced
            yield _consent(body, _day(entry), is_withdrawn=is_withdrawn)


def _consent(body: ConsentGiven, day: date, *, is_withdrawn: bool) -> Content:
    said = body.day or day.isoformat()
    days = {"day": "" if said == UNKNOWN else said, "until": body.until}
    return {
        "to": body.purpose or body.scope,
        "what": body.scope,
        **{key: value for key, value in days.items() if value},
        "withdrawn": is_withdrawn,
    }


def _lists(views: Sequence[LogView], known: Collection[str]) -> Content:
    found: dict[str, Content] = {}
    for view in views:
        for (part, day), body in _current(view, RowSaid):
            whole = found.setdefault(body.list, {"row": []})
            rows = whole["row"]
            if _is_table(body.says) and isinstance(rows, list):
                rows.append(_known_only(_placed(body.says, part, day), known))
            whole |= _complete(body)
    return {"list": found} if found else {}


def _is_table(said: object) -> bool:
    return isinstance(said, dict)


def _table(said: object) -> Content:
    return dict(said) if isinstance(said, dict) else {}


def _complete(body: RowSaid) -> Content:
    return {"complete": body.complete} if body.complete else {}


def _day(entry: Entry) -> date:
    return _FIRST + timedelta(days=entry.frame.minute // _MINUTES_A_DAY)
