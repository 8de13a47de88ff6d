"""An open vault: one device's keys over its store; reading and writing logs.

Spec: spec/log.md §4-§6, §11. Clock and randomness are arguments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import cast

from safeconduct.base.parcel import MailboxId
from safeconduct.log.entries.act import write_act
from safeconduct.log.entries.body import write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Frame, write_frame
from safeconduct.log.entries.graph import Graph, Place
from safeconduct.log.errors import LogError
from safeconduct.log.keys.desk_seal import DeskSeal
from safeconduct.log.keys.key_choice import choose_key, newest_key
from safeconduct.log.keys.sheet_book import SheetBook, furthest
from safeconduct.log.keys.single import guests_keys, vouched_in
from safeconduct.log.keys.slot import Slot
from safeconduct.log.name import CaseId, Compartment, DeviceId, EntryId, KeyId, LogName
from safeconduct.log.replay.elder import inherit
from safeconduct.log.replay.kept_log import KeptLogs, OpenLog
from safeconduct.log.replay.list_row import (
    ListRow,
    open_list_rows,
    row_of,
    seal_list_row,
)
from safeconduct.log.replay.log_view import LogView, Reader, view_log
from safeconduct.log.replay.reading import Readout, device_of, read_group, read_log
from safeconduct.log.roster.roster import Person, Roster
from safeconduct.log.roster.roster_replay import read_roster
from safeconduct.log.stores.bag import Bag
from safeconduct.log.stores.file_folder import FileFolder
from safeconduct.log.stores.keyring import Keyring
from safeconduct.log.stores.piece_book import PieceBook
from safeconduct.log.stores.store import (
    NOTHING_BESIDE,
    Arrival,
    Beside,
    Outgoing,
    Store,
)
from safeconduct.log.vault.around import Derived, Surroundings
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.device import read_card
from safeconduct.sealing.entry_box import entry_id, seal_entry
from safeconduct.sealing.item import EntryItem, Item, WrapItem, write_item
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap

SALT_BYTES = 32
TIP = "tip"
ALONE = "alone"
RESTORED = "restored"


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
    # The rosters of the groups before this one; None: not known yet.
    elders: frozenset[LogName] | None = None
    sheets: SheetBook = field(default_factory=SheetBook)
    # The mailboxes that it posts or posted to, each with its circle.
    slots: dict[MailboxId, tuple[Compartment, Slot]] = field(default_factory=dict)
    graph: Graph = field(default_factory=lambda: Graph(()))
    # Restored from a backup, and no tombstones have come yet (spec/log.md §14).
    closed: bool = False
    _roster_readout: Readout | None = None
    _authors: dict[DeviceId, EntryPublicKey] = field(default_factory=dict)
    _kept: KeptLogs = field(default_factory=KeptLogs)
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
        self.elders = inherit(
            self.roster, acts, self.first, store=self.store, ring=self.ring
        )
        self._roster_readout = readout
        self._authors.clear()
        self._kept.clear()

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

    def _open(self, log: LogName) -> OpenLog:
        """A log with what was read of it, kept till it changes."""
        with self.turn:
            found = self._kept.get(log)
            if found is None:
                if not self.ring.of_log(log):
                    msg = "This device holds no key of that part of the case."
                    raise LogError(msg, kind="no key")
                readout = self._readout(log)
                found = OpenLog(readout=readout, view=self._view(log, readout))
                self._kept.put(log, found)
            return found

    def extend(self, log: LogName, arrivals: Sequence[Arrival]) -> None:
        """Read what has come to a log on top of what was read of it before."""
        before = self._kept.get(log)
        if before is None or log.compartment is Compartment.ROSTER:
            self.forget(log)
            return
        known = before.readout.names() | self.store.gone(log)
        new = [item for item in arrivals if item.id not in known]
        keys = self.ring.of_log(log)
        read = read_log(log, new, keys=keys, author_of=self.author_key)
        readout = before.readout.and_then(read)
        view = self._view(log, readout)
        self._kept.put(log, OpenLog(readout=readout, view=view))

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
            vouched=furthest(
                self.sheets.vouched(log, self.roster),
                vouched_in(readout.entries, self.roster, log.compartment),
            ),
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

    def append_all(
        self, log: LogName, bodies: Sequence[Record], beside: Beside = NOTHING_BESIDE
    ) -> tuple[EntryId, ...]:
        """Write entries into one log, all or none, and what goes with them."""
        self.me()
        with self.turn:
            return self.seal_and_store(log, bodies, self.write_key(log), beside)

    def seal_and_store(
        self,
        log: LogName,
        bodies: Sequence[Record],
        key: LogKey,
        beside: Beside = NOTHING_BESIDE,
    ) -> tuple[EntryId, ...]:
        """Seal entries under a key and store them with what a list shows of them."""
        with self.turn:
            before = self._open(log)
            entries = tuple(self._entries(log, bodies, key, before.view.place))
            own = Readout(entries=tuple(entry for entry, _ in entries))
            gone = {name for at, name in beside.erased if at == log}
            after = before.readout.without(gone).and_then(own)
            self._store(log, [arrival for _, arrival in entries], after, beside)
            return tuple(entry.id for entry, _ in entries)

    def _entries(
        self, log: LogName, bodies: Sequence[Record], key: LogKey, place: Place
    ) -> Iterator[tuple[Entry, Arrival]]:
        """Entries of this device, one after the other from its place on."""
        write = write_act if log == self.roster_log else write_body
        previous, heads = place.previous, place.heads
        for number, body in enumerate(bodies):
            frame = Frame(
                device=self.device,
                sequence=place.sequence + number,
                previous=previous,
                minute=self.around.minute(),
                heads=heads,
                content=write(body),
            )
            arrival = self.sealed(log, frame, key)
            name, under = arrival.id, KeyId(key.id)
            yield Entry(id=name, log=log, key=under, frame=frame, body=body), arrival
            previous, heads = name, ()

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

    def _store(
        self,
        log: LogName,
        arrivals: Sequence[Arrival],
        after: Readout,
        beside: Beside,
    ) -> None:
        outgoing = [
            Outgoing(
                circle=log.compartment,
                payload=write_item(EntryItem(log=log.raw, envelope=item.envelope)),
            )
            for item in arrivals
        ]
        view = self._view(log, after)
        rows = self.rows_of(log, view)
        self.store.append(
            arrivals, tip=self.tip, outgoing=outgoing, rows=rows, beside=beside
        )
        if log == self.roster_log:
            self.reload()
        else:
            self._kept.put(log, OpenLog(readout=after, view=view))
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
        with self.turn:
            self._kept.forget(log)
            self.ring.forget(log)

    def rows_of(self, log: LogName, view: LogView) -> Mapping[LogName, bytes]:
        """What is derived of a log, sealed under a key of it."""
        if log == self.roster_log or not view.entries:
            return {}
        keys = self.ring.of_log(log)
        key, salt = keys[min(keys)].row_key(), self.around.entropy(SALT_BYTES)
        return {log: seal_list_row(row_of(view), key=key, salt=salt)}

    def rows(self) -> Iterator[ListRow]:
        """What is derived of every log that can be opened."""
        return open_list_rows(self.store.rows(), self.ring)

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
        """A new key of a log, wrapped for its circle.

        Raises:
            LogError: the newest key of the circle is not held.
        """
        circle_key = newest_key(self.ring, self.roster, log.compartment)
        if circle_key is None:
            msg = "This device does not hold the newest key of that compartment."
            raise LogError(msg, kind="no key")
        key = LogKey(raw=self.around.entropy(32))
        self._wrap(log, key, circle_key)
        return key

    def wrap_alone(self, log: LogName) -> None:
        """Wrap for the circle what was granted to single devices of it.

        That is what others have written under; a key of the circle's own is wrapped.
        """
        circle_key = newest_key(self.ring, self.roster, log.compartment)
        if circle_key is not None:
            wanted = guests_keys(self.replay(log), self.roster)
            for key in self.ring.alone(log):
                if KeyId(key.id) in wanted:
                    self._wrap(log, key, circle_key)

    def _wrap(self, log: LogName, key: LogKey, circle_key: CircleKey) -> None:
        wrap = seal_wrap(key, log=log.raw, circle_key=circle_key)
        # Before it is kept: a key that a power cut kept from the others is not used.
        self.send(log.compartment, [WrapItem(wrap=wrap)])
        self.ring.put_wraps([wrap])

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

    def open_up(self) -> None:
        """The tombstones have come, or it is known that none will."""
        if self.closed:
            self.store.set_meta(RESTORED, b"")
            self.closed = False

    def close(self) -> None:
        """Let go of everything."""
        self._kept.clear()
        self.ring.circles.clear()
        self.store.close()
        self.bag.close()
