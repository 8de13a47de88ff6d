"""What a desk makes of well-formed entries: a roster, the views of a case, the case.

Whoever is in the group can write any of them; no desk may stop, and all must agree.
"""

from collections.abc import Callable, Sequence

from safeconduct.facts.vault_case import case_of
from safeconduct.log.entries.act import (
    AllowExport,
    Approve,
    AskExport,
    EraseCase,
    Found,
    Grant,
    NewRecovery,
    Propose,
    RecoveryKey,
    Remove,
    Seen,
    SetMailbox,
    SetRetention,
    Turn,
)
from safeconduct.log.entries.body import KINDS, read_body, write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import read_frame, write_frame
from safeconduct.log.entries.graph import Graph, Place
from safeconduct.log.errors import LogError
from safeconduct.log.name import NO_ENTRY, CaseId, EntryId, FileName, LogName
from safeconduct.log.replay.list_row import row_of
from safeconduct.log.replay.log_view import LogView, Reader, view_log
from safeconduct.log.replay.reading import Readout
from safeconduct.log.roster.roster import Roster
from safeconduct.log.roster.roster_replay import read_roster
from tests.fuzz.feed import Feed
from tests.fuzz.law_target import RULEBOOK
from tests.fuzz.log_target import content_of
from tests.fuzz.odd import reworded
from tests.fuzz.sample import samples
from tests.fuzz.sealing_target import SALT
from tests.fuzz.target import Target
from tests.log.group_kit import (
    KEYS,
    MAIN,
    ROSTER,
    card_of,
    device,
    device_of,
    entry,
    founded,
    key,
)
from tests.sealing.maker import RECOVERY

PEOPLE = ("anna", "boris", "vera", "gleb")
ROLES = ("coordinator", "first_line", "counsel", "")
MOST_ENTRIES = 16
BODIES = samples(KINDS.values(), write_body)
_BEGUN = tuple(founded().entries.values())


def _place(feed: Feed, who: str, there: Sequence[Entry]) -> Place:
    """After all that is there, or anywhere."""
    if feed.number() % 4:
        return Graph(there).place_of(device(who))
    chosen = [one for one in there if feed.number() % 2]
    heads = {one.device: one.head() for one in chosen if one.device != device(who)}
    previous = feed.pick((NO_ENTRY, *(one.id for one in there)))
    return Place(
        sequence=1 if previous == NO_ENTRY else 2 + feed.number() % 4,
        previous=previous,
        heads=tuple(heads.values()),
    )


def _written(
    feed: Feed, log: LogName, body: Record, there: Sequence[Entry]
) -> Sequence[Entry]:
    """One entry more, if its frame is one; of a log in which each id is there once."""
    who = feed.pick(PEOPLE)
    place, minute = _place(feed, who, there), feed.number()
    made = entry(who, body, place, minute=minute, log=log)
    try:
        read_frame(write_frame(made.frame))
    except LogError:
        return there
    return there if made.id in {one.id for one in there} else (*there, made)


def _roster(raw: bytes) -> None:
    feed, there = Feed(raw=raw), _BEGUN
    while not feed.is_over() and len(there) < MOST_ENTRIES:
        there = tuple(_written(feed, ROSTER, _act(feed, there), there))
    assert _read(there) == _read(tuple(reversed(there)))


def _read(there: Sequence[Entry]) -> Roster:
    return read_roster(Graph(there), device_of, first=_BEGUN[0].id)


def _act(feed: Feed, there: Sequence[Entry]) -> Record:
    about = feed.pick(there).id if feed.number() % 8 else EntryId(SALT)
    return feed.pick((*_ABOUT_PEOPLE, *_ABOUT_THE_REST))(feed, feed.pick(PEOPLE), about)


def _propose(feed: Feed, who: str, _: EntryId) -> Record:
    card = card_of(who) if feed.number() % 4 else feed.take(2)
    role, history = feed.pick(ROLES), bool(feed.number() % 2)
    return Propose(member=who, name=who, role=role, card=card, history=history)


def _remove(feed: Feed, who: str, _: EntryId) -> Record:
    return Remove(member=who, why="left", device=feed.pick((b"", device(who), SALT)))


def _found(feed: Feed, who: str, _: EntryId) -> Record:
    return Found(
        group="the group",
        member=who,
        name=who,
        role=feed.pick(ROLES),
        card=card_of(who),
        keys=KEYS[: feed.number() % 5],
        recovery=(_recovery(feed),) * (feed.number() % 3),
    )


def _turn(feed: Feed, _: str, about: EntryId) -> Record:
    sheet = FileName(feed.take(feed.pick((0, 32))))
    circle, named = feed.number() % 6, key(feed.number())
    return Turn(circle=circle, key=named, seen=(about,), sheet=sheet)


def _erase(feed: Feed, _: str, __: EntryId) -> Record:
    return EraseCase(case=CaseId(feed.pick((MAIN.case, ROSTER.case, SALT[:16]))))


_Maker = Callable[[Feed, str, EntryId], Record]
_ABOUT_PEOPLE: tuple[_Maker, ...] = (
    _propose,
    lambda _, __, about: Approve(proposal=about),
    _remove,
    _found,
)
_ABOUT_THE_REST: tuple[_Maker, ...] = (
    _turn,
    lambda feed, _, __: Grant(circle=feed.number() % 6, grants=(feed.take(4), b"")),
    lambda feed, who, _: AskExport(cases=feed.number(9) % 2**32, purpose=who),
    lambda _, __, about: AllowExport(request=about),
    lambda feed, _, __: NewRecovery(recovery=_recovery(feed)),
    _erase,
    lambda feed, who, _: SetMailbox(
        circle=feed.number() % 6, relay=who, sealed=feed.take(8)
    ),
    lambda feed, _, __: SetRetention(months=abs(feed.number(2) - 9)),
    lambda _, __, ___: Seen(),
)


def _recovery(feed: Feed) -> RecoveryKey:
    card = RECOVERY.public().raw if feed.number() % 4 else feed.take(3)
    return RecoveryKey(card=card, threshold=feed.number() % 20, shares=feed.number())


def _bodies(raw: bytes) -> tuple[Entry, ...]:
    """Entries of a log whose bodies are well-formed and odd."""
    feed, there = Feed(raw=raw), tuple[Entry, ...]()
    while not feed.is_over() and len(there) < MOST_ENTRIES:
        text = reworded(BODIES, feed.part())
        try:
            body = read_body(content_of(text))
        except LogError:
            continue
        there = tuple(_written(feed, MAIN, body, there))
    return there


def _view(there: Sequence[Entry], chosen: Sequence[Entry]) -> LogView:
    """The log as anna sees it, of whose removed devices only something is vouched."""
    reader = Reader(
        device=device("anna"),
        roster=Roster(),
        vouched={item.device: (item.sequence, item.id) for item in chosen},
        gone=frozenset(),
    )
    readout = Readout(entries=tuple(there), unread=frozenset(), bad=())
    return view_log(MAIN, readout, reader)


def _log_view(raw: bytes) -> None:
    feed = Feed(raw=raw)
    odd = feed.number()
    there = _bodies(feed.rest())
    chosen = [item for at, item in enumerate(there) if odd & 1 << at]
    view = _view(there, chosen)
    assert _view(tuple(reversed(there)), chosen) == view
    assert {item.id for item in view.entries} <= {item.id for item in there}
    if view.entries:
        row_of(view)


def _case_of(raw: bytes) -> None:
    case_of([_view(_bodies(raw), ())], RULEBOOK)


TARGETS = {
    "roster": Target(ways=(_roster,), refusals=(), most_bytes=512),
    "log_view": Target(ways=(_log_view,), refusals=(), most_bytes=1024),
    "case_of": Target(ways=(_case_of,), most_bytes=1024),
}
