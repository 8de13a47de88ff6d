"""The case that the open logs of a vault make, from one viewpoint (spec/log.md §10).

Who cannot open a log has none of its facts, and sees no trace that there are any.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from safeconduct.base.case import Case
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table
from safeconduct.facts.case_file import FORMAT, CaseReader
from safeconduct.log.body import ConsentGiven, EventTold, FactSaid, Judged, RowSaid
from safeconduct.log.body import StatementMade as Said
from safeconduct.log.body_codec import Record
from safeconduct.log.entry import Entry
from safeconduct.log.log_view import LogView
from safeconduct.log.name import Compartment
from safeconduct.rulebook.record import Rulebook

_FIRST = date(1970, 1, 1)
_MINUTES_A_DAY = 24 * 60
Content = dict[str, object]


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
    body: Record, part: Compartment, rulebook: Rulebook, *, file: str
) -> None:
    """Refuse what would stand in a case and could not be read as a part of it.

    Raises:
        InputError: the vocabulary knows no such fact, row or norm, or no such value.
    """
    day, items = date(1970, 1, 1), dict[str, object]()
    match body:
        case FactSaid():
            items["fact"] = [_fact(body, part, day)]
        case RowSaid():
            rows = [_placed(body.says, part, day)] if _is_table(body.says) else []
            whole: Content = {"row": rows}
            items["list"] = {body.list: whole | _complete(body)}
        case EventTold():
            items["event"] = [_event(body, part, day)]
        case Judged():
            items["judgement"] = [_judgement(body, day)]
        case _:
            return
    head: Content = {"format": FORMAT, "alias": "-", "languages": ["ru"]}
    _read({**head, **items}, rulebook, file=file)


def _read(content: Content, rulebook: Rulebook, *, file: str) -> Case:
    faults = FaultList(file=file, text="")
    reader = CaseReader(Table(content=content, path=(), faults=faults), rulebook)
    case = reader.case()
    if faults.found:
        raise InputError(faults.found)
    return case


def case_content(views: Sequence[LogView]) -> Content:
    """The case as a case file holds it (spec/case-file.md), main's log first."""
    main = views[0]
    languages = getattr(main.entries[0].body, "languages", ()) if main.entries else ()
    content: Content = {
        "format": FORMAT,
        "alias": main.alias(),
        "languages": list(languages) or ["ru"],
        "fact": [item for view in views for item in _facts(view)],
        "event": [item for view in views for item in _events(view)],
        "judgement": [item for view in views for item in _judgements(view)],
        "statement": list(_statements(main)),
        "consent": list(_consents(main)),
    }
    lists = _lists(views)
    return {**content, "list": lists} if lists else content


def _facts(view: LogView) -> Iterator[Content]:
    for entry, body in view.current(FactSaid):
        yield _fact(body, view.log.compartment, _day(entry))


def _fact(body: FactSaid, part: Compartment, day: date) -> Content:
    # The name that the entry gives: what was said in it cannot put another in its place.
    return {**_placed(body.says, part, day), "name": body.name}


def _events(view: LogView) -> Iterator[Content]:
    for entry, body in view.current(EventTold):
        yield _event(body, view.log.compartment, _day(entry))


def _event(body: EventTold, part: Compartment, day: date) -> Content:
    told: Content = {"text": body.text}
    if body.day:
        told["day"] = body.day
    if body.witness:
        told["witness"] = body.witness
    return _placed(told, part, day)


def _placed(said: object, part: Compartment, day: date) -> Content:
    """What was said, with the log that keeps it and the day on which it was written."""
    told: Content = said if isinstance(said, dict) else {}
    return {"said": day.isoformat(), **told, "compartment": part.name.lower()}


def _judgements(view: LogView) -> Iterator[Content]:
    for entry, body in view.current(Judged):
        yield _judgement(body, _day(entry))


def _judgement(body: Judged, day: date) -> Content:
    looked_at: Content = {"facts_hash": body.facts_hash} if body.facts_hash else {}
    return {
        "name": body.norm,
        "value": body.value == "true",
        "by": body.by,
        "reasons": body.reasons,
        "day": day,
        **looked_at,
    }


def _statements(view: LogView) -> Iterator[Content]:
    for _, body in view.current(Said):
        yield {
            "language": body.language,
            "text": body.text,
            "confirmed": body.confirmed and body.read_back,
        }


def _consents(view: LogView) -> Iterator[Content]:
    for entry, body in view.current(ConsentGiven):
        if not body.withdraws:
            yield {"to": body.scope, "what": body.purpose or body.scope,
                   "day": _day(entry).isoformat()}  # fmt: skip


def _lists(views: Sequence[LogView]) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for view in views:
        for entry, body in view.current(RowSaid):
            whole = found.setdefault(body.list, {"row": []})
            rows = whole["row"]
            if _is_table(body.says) and isinstance(rows, list):
                rows.append(_placed(body.says, view.log.compartment, _day(entry)))
            whole |= _complete(body)
    return found


def _is_table(said: object) -> bool:
    return isinstance(said, dict)


def _complete(body: RowSaid) -> Content:
    return {"complete": body.complete} if body.complete else {}


def _day(entry: Entry) -> date:
    return _FIRST + timedelta(days=entry.frame.minute // _MINUTES_A_DAY)
