"""From sealed bytes to entries: opened, parsed, their authors checked (§4).

One bad entry is named and never hides the rest. Spec: spec/envelope.md §4.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.base.digest import Json
from safeconduct.log.entries.act import Found, Propose, read_act
from safeconduct.log.entries.body import read_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Frame, read_frame
from safeconduct.log.errors import LogError
from safeconduct.log.name import Compartment, DeviceId, EntryId, KeyId, LogName
from safeconduct.log.stores.store import Arrival
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.device import read_card
from safeconduct.sealing.entry_box import OpenedEntry, check_signature, open_entry
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.symmetric import LogKey

AuthorOf = Callable[[DeviceId], EntryPublicKey | None]
Keys = Mapping[KeyId, LogKey]
UNKNOWN_AUTHOR = "unknown author"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEntry:
    """An entry that is there and is none, and what is wrong with it."""

    id: EntryId
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """What could be read of some arrivals; `unread` are sealed under keys not held."""

    entries: tuple[Entry, ...]
    unread: frozenset[EntryId] = frozenset()
    bad: tuple[BadEntry, ...] = ()

    def names(self) -> frozenset[EntryId]:
        """The ids of all that was looked at."""
        read = {item.id for item in self.entries} | {item.id for item in self.bad}
        return frozenset(read | self.unread)

    def without(self, names: Collection[EntryId]) -> "Readout":
        """Without some entries, which are deleted."""
        kept = tuple(item for item in self.entries if item.id not in names)
        return replace(self, entries=kept) if names else self

    def and_then(self, later: "Readout") -> "Readout":
        """With what was read after it."""
        return Readout(
            entries=self.entries + later.entries,
            unread=self.unread | later.unread,
            bad=self.bad + later.bad,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    entry: Entry
    opened: OpenedEntry


def read_log(
    log: LogName, arrivals: Iterable[Arrival], *, keys: Keys, author_of: AuthorOf
) -> Readout:
    """Open the entries of a case's log."""
    return _checked(_parsed(log, arrivals, keys), author_of)


def read_group(log: LogName, arrivals: Iterable[Arrival], *, keys: Keys) -> Readout:
    """Open the roster: its authors' cards stand in its own entries.

    A card names its device by its hash, so a false one names nobody.
    """
    parsed = list(_parsed(log, arrivals, keys))
    cards = {
        device: key
        for item in parsed
        if isinstance(item, _Parsed)
        for device, key in cards_in(item.entry.body)
    }
    return _checked(parsed, cards.get)


def cards_in(body: Record) -> Iterator[tuple[DeviceId, EntryPublicKey]]:
    """The devices that an act brings, with the keys that check their entries."""
    raw = body.card if isinstance(body, Found | Propose) else b""
    try:
        card = read_card(raw)
    except SealError:
        return
    yield DeviceId(card.id), card.entry


def device_of(raw: bytes) -> DeviceId | None:
    """The device that a card names; None if it is no card."""
    try:
        return DeviceId(read_card(raw).id)
    except SealError:
        return None


def _parsed(
    log: LogName, arrivals: Iterable[Arrival], keys: Keys
) -> Iterator[_Parsed | BadEntry | EntryId]:
    held = {bytes(name): key for name, key in keys.items()}
    read = read_act if log.compartment is Compartment.ROSTER else read_body
    for arrival in arrivals:
        try:
            opened = open_entry(arrival.envelope, log=log.raw, keys=held)
            frame = read_frame(opened.frame)
            yield _Parsed(entry=_entry(arrival, opened, frame, read), opened=opened)
        except SealError as error:
            is_unread = error.kind is Failure.NO_KEY
            wrong = BadEntry(id=arrival.id, kind=error.kind.value)
            yield arrival.id if is_unread else wrong
        except LogError as error:
            yield BadEntry(id=arrival.id, kind=error.kind)


def _entry(
    arrival: Arrival,
    opened: OpenedEntry,
    frame: Frame,
    read: Callable[[Json], Record],
) -> Entry:
    return Entry(
        id=arrival.id,
        log=arrival.log,
        key=KeyId(opened.key_id),
        frame=frame,
        body=read(frame.content),
    )


def _checked(
    parsed: Iterable[_Parsed | BadEntry | EntryId], author_of: AuthorOf
) -> Readout:
    entries: list[Entry] = []
    unread: set[EntryId] = set()
    bad: list[BadEntry] = []
    for item in parsed:
        if isinstance(item, bytes):
            unread.add(item)
        elif isinstance(item, BadEntry):
            bad.append(item)
        else:
            kind = _wrong_author(item, author_of)
            if kind:
                bad.append(BadEntry(id=item.entry.id, kind=kind))
            else:
                entries.append(item.entry)
    return Readout(entries=tuple(entries), unread=frozenset(unread), bad=tuple(bad))


def _wrong_author(item: _Parsed, author_of: AuthorOf) -> str:
    key = author_of(item.entry.device)
    if key is None:
        return UNKNOWN_AUTHOR
    try:
        check_signature(item.opened, log=item.entry.log.raw, author=key)
    except SealError as error:
        return error.kind.value
    return ""
