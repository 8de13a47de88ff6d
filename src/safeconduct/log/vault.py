"""An open vault: one device's keys over its store; reading and writing logs.

Spec: spec/log.md §4-§6, §11. Clock and randomness are arguments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import cast

from safeconduct.log.act import write_act
from safeconduct.log.around import Derived, Surroundings
from safeconduct.log.bag import Bag
from safeconduct.log.body import write_body
from safeconduct.log.body_codec import Record
from safeconduct.log.desk_seal import DeskSeal
from safeconduct.log.elder import inherit
from safeconduct.log.entry import Entry
from safeconduct.log.errors import LogError
from safeconduct.log.file_folder import FileFolder
from safeconduct.log.frame import Frame, write_frame
from safeconduct.log.graph import Graph
from safeconduct.log.key_choice import choose_key
from safeconduct.log.keyring import Keyring
from safeconduct.log.list_row import ListRow, open_list_row, row_of, seal_list_row
from safeconduct.log.log_view import LogView, Reader, view_log
from safeconduct.log.name import (
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.piece_book import PieceBook
from safeconduct.log.reading import Readout, device_of, read_group, read_log
from safeconduct.log.roster import Person, Roster
from safeconduct.log.roster_replay import read_roster
from safeconduct.log.sheet_book import SheetBook
from safeconduct.log.slot import Slot
from safeconduct.log.store import Arrival, Outgoing, Store
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.device import read_card
from safeconduct.sealing.entry_box import entry_id, seal_entry
from safeconduct.sealing.grant import grant_circle
from safeconduct.sealing.item import EntryItem, Item, WrapItem, write_item
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap

SALT_BYTES = 32
TIP = "tip"
ALONE = "alone"
RESTORED = "restored"
MAX_KEPT_VIEWS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A log as it was read, and as it stands."""

    readout: Readout
    view: LogView


@dataclass(slots=True, kw_only=True)
class Vault:
    """One group on one device, unlocked."""

    folder: Path
    group: bytes
    first: EntryId
    ring: Keyring
    store: Store
    bag: Bag
    files: FileFolder
    pieces: PieceBook
    seal: DeskSeal
    around: Surroundings
    derived: list[Derived] = field(default_factory=list)
    roster: Roster = field(default_factory=Roster)
    sheets: SheetBook = field(default_factory=SheetBook)
    slots: dict[Compartment, Slot] = field(default_factory=dict)
    graph: Graph = field(default_factory=lambda: Graph(()))
    # Restored from a backup, and no tombstones have come yet (spec/log.md §14).
    closed: bool = False
    _roster_readout: Readout | None = None
    _authors: dict[DeviceId, EntryPublicKey] = field(default_factory=dict)
    _views: dict[LogName, _Open] = field(default_factory=dict)
    # One at a time: two writers of one log would use a number twice.
    turn: RLock = field(default_factory=RLock)

    @property
    def device(self) -> DeviceId:
        """This device."""
        return DeviceId(self.ring.device.id)

    @property
    def roster_log(self) -> LogName:
        """The log of the group itself."""
        return LogName(case=CaseId(self.group), compartment=Compartment.ROSTER)

    def me(self) -> Person:
        """The member whose device this is.

        Raises:
            LogError: the device is not in the group (not yet, or no longer).
        """
        person = self.roster.person_of(self.device)
        if person is None:
            msg = "This device is not in the group: not yet approved, or removed."
            raise LogError(msg, kind="not allowed")
        return person

    def reload(self) -> None:
        """Replay the roster: after opening, and when entries of it have come."""
        log = self.roster_log
        keys = self.ring.of_log(log)
        readout = read_group(log, self.store.envelopes(log), keys=keys)
        self.graph = Graph(readout.entries, unread=readout.unread)
        self.roster = read_roster(self.graph, device_of, first=self.first)
        acts = self.graph.by_id
        inherit(self.roster, acts, self.first, store=self.store, ring=self.ring)
        self._roster_readout = readout
        self._authors.clear()
        self._views.clear()

    def view(self, log: LogName) -> LogView:
        """A log as it stands.

        Raises:
            LogError: no key of it is held, or the vault is closed.
        """
        if self.closed and log != self.roster_log:
            msg = "Restored from a backup: sync first, for what was erased since."
            raise LogError(msg, kind="closed")
        return self.replay(log)

    def replay(self, log: LogName) -> LogView:
        """A log as it stands, also for what is done with it while the vault is closed.

        Raises:
            LogError: no key of it is held.
        """
        return self._open(log).view

    def _open(self, log: LogName) -> _Open:
        """A log with what was read of it, kept till it changes."""
        with self.turn:
            if log not in self._views:
                if not self.ring.of_log(log):
                    msg = "This device holds no key of that part of the case."
                    raise LogError(msg, kind="no key")
                if len(self._views) >= MAX_KEPT_VIEWS:
                    self._views.pop(next(iter(self._views)))
                readout = self._readout(log)
                self._views[log] = _Open(readout=readout, view=self._view(log, readout))
            return self._views[log]

    def extend(self, log: LogName, arrivals: Sequence[Arrival]) -> None:
        """Read what has come to a log on top of what was read of it before."""
        before = self._views.get(log)
        if before is None or log.compartment is Compartment.ROSTER:
            self.forget(log)
            return
        known = before.readout.names() | self.store.gone(log)
        new = [item for item in arrivals if item.id not in known]
        keys = self.ring.of_log(log)
        read = read_log(log, new, keys=keys, author_of=self.author_key)
        readout = before.readout.and_then(read)
        self._views[log] = _Open(readout=readout, view=self._view(log, readout))

    def _readout(self, log: LogName) -> Readout:
        if log == self.roster_log:
            if self._roster_readout is None:
                self.reload()
            return cast("Readout", self._roster_readout)
        arrivals = self.store.envelopes(log)
        keys = self.ring.of_log(log)
        return read_log(log, arrivals, keys=keys, author_of=self.author_key)

    def _view(self, log: LogName, readout: Readout) -> LogView:
        reader = Reader(
            device=self.device,
            roster=self.roster,
            vouched=self.sheets.vouched(log, self.roster),
            gone=self.store.gone(log),
        )
        return view_log(log, readout, reader)

    def author_key(self, device: DeviceId) -> EntryPublicKey | None:
        """What checks the entries of a device that is or was in the group."""
        if device not in self._authors:
            card = self.roster.cards.get(device)
            if card is None:
                return None
            self._authors[device] = read_card(card).entry
        return self._authors[device]

    def append(self, log: LogName, body: Record) -> EntryId:
        """Write one entry; it is on the disk when this returns.

        Raises:
            LogError: no key to write under, a turn is waited for, or a full disk.
        """
        return self.append_all(log, [body])[0]

    def append_all(self, log: LogName, bodies: Sequence[Record]) -> tuple[EntryId, ...]:
        """Write entries into one log, all or none."""
        self.me()
        with self.turn:
            return self.seal_and_store(log, bodies, self.write_key(log))

    def seal_and_store(
        self, log: LogName, bodies: Sequence[Record], key: LogKey
    ) -> tuple[EntryId, ...]:
        """Seal entries under a key and store them with what a list shows of them."""
        with self.turn:
            return self._seal_and_store(log, bodies, key)

    def _seal_and_store(
        self, log: LogName, bodies: Sequence[Record], key: LogKey
    ) -> tuple[EntryId, ...]:
        before = self._before(log)
        place = before.view.place
        write = write_act if log == self.roster_log else write_body
        arrivals: list[Arrival] = []
        entries: list[Entry] = []
        for number, body in enumerate(bodies):
            frame = Frame(
                device=self.device,
                sequence=place.sequence + number,
                previous=arrivals[-1].id if arrivals else place.previous,
                minute=self.around.minute(),
                heads=() if arrivals else place.heads,
                content=write(body),
            )
            arrival = self.sealed(log, frame, key)
            arrivals.append(arrival)
            made = Entry(
                id=arrival.id, log=log, key=KeyId(key.id), frame=frame, body=body
            )
            entries.append(made)
        own = Readout(entries=tuple(entries), unread=frozenset(), bad=())
        after = before.readout.and_then(own)
        self._store(log, arrivals, after)
        return tuple(arrival.id for arrival in arrivals)

    def _before(self, log: LogName) -> _Open:
        """A log that is written into; the first entry of one may be the next."""
        if self.ring.of_log(log):
            return self._open(log)
        readout = self._readout(log)
        return _Open(readout=readout, view=self._view(log, readout))

    def sealed(self, log: LogName, frame: Frame, key: LogKey) -> Arrival:
        """An entry of this device, sealed under a key of its log."""
        envelope = seal_entry(
            write_frame(frame),
            log=log.raw,
            key=key,
            author=self.ring.device.entry_key,
            salt=self.around.entropy(SALT_BYTES),
        )
        return Arrival(log=log, id=EntryId(entry_id(envelope)), envelope=envelope)

    def _store(self, log: LogName, arrivals: Sequence[Arrival], after: Readout) -> None:
        outgoing = [
            Outgoing(
                circle=log.compartment,
                payload=write_item(EntryItem(log=log.raw, envelope=item.envelope)),
            )
            for item in arrivals
        ]
        view = self._view(log, after)
        rows = self.rows_of(log, view)
        self.store.append(arrivals, tip=self.tip, outgoing=outgoing, rows=rows)
        if log == self.roster_log:
            self.reload()
        else:
            self._views[log] = _Open(readout=after, view=view)
            self.follow(view)

    def follow(self, view: LogView) -> None:
        """Let the derived stores follow a log that has changed."""
        for store in self.derived:
            store.refresh(view)

    def circle_log(self, circle: Compartment) -> bytes:
        """What the files of a circle itself are bound to."""
        return LogName(case=CaseId(self.group), compartment=circle).raw

    def forget(self, log: LogName) -> None:
        """Read a log anew when it is next asked for."""
        self._views.pop(log, None)
        self.ring.forget(log)

    def rows_of(self, log: LogName, view: LogView) -> Mapping[LogName, bytes]:
        """What is derived of a log, sealed under a key of it."""
        if log == self.roster_log or not view.entries:
            return {}
        keys = self.ring.of_log(log)
        key = keys[min(keys)].row_key()
        return {
            log: seal_list_row(
                row_of(view), key=key, salt=self.around.entropy(SALT_BYTES)
            )
        }

    def rows(self) -> Iterator[ListRow]:
        """What is derived of every log that can be opened."""
        self.ring.open_all()
        for log, row in self.store.rows():
            found = open_list_row(row, log, self.ring.of_log(log))
            if found is not None:
                yield found

    def cases(self) -> tuple[ListRow, ...]:
        """Every case whose main log can be opened, newest first."""
        if self.closed:
            return ()
        found = [row for row in self.rows() if row.log.compartment is Compartment.MAIN]
        return tuple(sorted(found, key=lambda row: (-row.day, row.alias, row.log)))

    def write_key(self, log: LogName) -> LogKey:
        """The key to write under: of the newest turn, and not retired.

        Raises:
            LogError: the circle waits for a turn, or no key is held.
        """
        is_open = log != self.roster_log and bool(self.ring.of_log(log))
        view = self.view(log) if is_open else None
        found = choose_key(self.ring, self.roster, log, view)
        return self.new_key(log) if found is None else found

    def new_key(self, log: LogName) -> LogKey:
        """A new key of a log, wrapped for its circle."""
        newest = self.roster.newest(log.compartment)
        held = self.ring.circles.get(log.compartment, {})
        if newest is None or newest.key not in held:
            msg = "This device does not hold the newest key of that compartment."
            raise LogError(msg, kind="no key")
        key = LogKey(raw=self.around.entropy(32))
        self._wrap(log, key, held[newest.key])
        return key

    def wrap_alone(self, log: LogName) -> None:
        """Wrap for the circle what was granted to single devices of it."""
        newest = self.roster.newest(log.compartment)
        held = self.ring.circles.get(log.compartment, {})
        if newest is not None and newest.key in held:
            for key in self.ring.alone(log):
                self._wrap(log, key, held[newest.key])

    def _wrap(self, log: LogName, key: LogKey, circle_key: CircleKey) -> None:
        wrap = seal_wrap(key, log=log.raw, circle_key=circle_key)
        self.ring.put_wraps([wrap])
        self.send(log.compartment, [WrapItem(wrap=wrap)])

    def send(self, circle: Compartment, items: Iterable[Item]) -> None:
        """Put what is no entry on its way."""
        outgoing = [Outgoing(circle=circle, payload=write_item(item)) for item in items]
        self.store.append((), tip=self.tip, outgoing=outgoing)

    def tip(self, number: int, link: bytes) -> bytes:
        """The end of the store's chain, sealed for this device."""
        return self.seal.seal(TIP, number.to_bytes(8, "big") + link)

    def is_whole(self) -> bool:
        """Whether nothing was taken off the end of the store's chain."""
        number, link, sealed = self.store.end()
        return self.seal.open(TIP, sealed) == number.to_bytes(8, "big") + link

    def has_seen(self, later: EntryId, earlier: EntryId) -> bool:
        """Whether one act of the roster came after another, or is it."""
        return self.graph.is_after(later, earlier)

    def keep_own_grant(self, circle: Compartment, key: CircleKey) -> None:
        """Keep a circle's key for this device."""
        grant = grant_circle(
            key,
            group=self.group,
            circle=bytes([circle]),
            device=self.device,
            to=self.ring.device.card.opening,
        )
        self.bag.put_grants([(bytes([circle]), grant)])

    def open_up(self) -> None:
        """The tombstones have come, or it is known that none will."""
        if self.closed:
            self.store.set_meta(RESTORED, b"")
            self.closed = False

    def close(self) -> None:
        """Let go of everything."""
        self._views.clear()
        self.ring.circles.clear()
        self.store.close()
        self.bag.close()
