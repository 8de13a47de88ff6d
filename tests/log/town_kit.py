"""Desks for tests: devices in folders of their own, and mailboxes between them."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from safeconduct.base.parcel import MailboxId
from safeconduct.log.cases.case_work import new_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.exchange.exchange import Line, Synced, sync
from safeconduct.log.group.group import Founder, found_group, join_group, open_group
from safeconduct.log.group.people import approve, invite, propose
from safeconduct.log.name import CaseId, Compartment, DeviceId
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device, make_device, new_seeds
from safeconduct.sealing.invitation import open_invitation, seal_invitation
from safeconduct.sealing.symmetric import PostKey
from tests.fakes.memory_mailbox import MemoryMailbox

START = 29_000_000  # minutes: early in 2025


def entropy(seed: str) -> Callable[[int], bytes]:
    """Bytes that are the same in every run."""
    count = 0

    def give(length: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(f"{seed} {count}".encode()).digest(length)

    return give


@dataclass(slots=True, kw_only=True)
class Desk:
    """One device of one member."""

    name: str
    folder: Path
    device: Device
    around: Surroundings
    vault: Vault

    def reopen(self, *, check: bool = True) -> Vault:
        """Close and open again."""
        self.vault.close()
        self.vault = open_group(self.folder, self.device, self.around, check=check)
        return self.vault


@dataclass(slots=True, kw_only=True)
class Town:
    """Desks of one group, their mailboxes, and a clock."""

    folder: Path
    minute: int = START
    boxes: dict[Compartment, MemoryMailbox] = field(
        default_factory=lambda: {one: MemoryMailbox() for one in Compartment}
    )
    desks: dict[str, Desk] = field(default_factory=dict)

    def tick(self) -> int:
        """The next minute."""
        self.minute += 1
        return self.minute

    def around(self, name: str) -> Surroundings:
        """Clock and randomness of one desk."""
        return Surroundings(minute=self.tick, entropy=entropy(name))

    def found(self, name: str = "anna") -> Desk:
        """The first desk."""
        around = self.around(name)
        device = make_device(new_seeds(around.entropy))
        folder = self.folder / name
        founder = Founder(group="Lighthouse", name=name)
        vault = found_group(folder, device, founder, around)
        return self._keep(name, device, around, vault)

    def join(
        self, name: str, role: str, *, also: str = "", history: bool = True
    ) -> Desk:
        """Another desk: proposed by anna, approved by a second where there is one."""
        around = self.around(name)
        device = make_device(new_seeds(around.entropy))
        first = self.desks["anna"].vault
        proposal, _ = propose(first, device.card, name=name, role=role, history=history)
        self.sync("anna")
        if also:
            self.sync(also)
            approve(self.desks[also].vault, proposal)
            self.sync(also, "anna")
        return self.enter(name, device, around)

    def enter(self, name: str, device: Device, around: Surroundings) -> Desk:
        """A device that is approved takes its invitation from anna."""
        first = self.desks["anna"].vault
        person = first.roster.person_of(DeviceId(device.id))
        assert person is not None
        (card,) = [one for one in person.devices if one.id == device.id]
        raw = seal_invitation(invite(first, card, more=b""), card=device.card)
        self.sync("anna")
        taken = open_invitation(raw, device=device)
        vault = join_group(self.folder / name, device, taken, around)
        desk = self._keep(name, device, around, vault)
        self.sync(name)
        return desk

    def _keep(
        self, name: str, device: Device, around: Surroundings, vault: Vault
    ) -> Desk:
        desk = Desk(
            name=name,
            folder=self.folder / name,
            device=device,
            around=around,
            vault=vault,
        )
        self.desks[name] = desk
        return desk

    def lines(self) -> dict[Compartment, Line]:
        """A line for every circle: of those it does not hold, to send there only."""
        return {one: self.line(one) for one in Compartment}

    def line(self, circle: Compartment) -> Line:
        """The mailbox of one circle."""
        return Line(
            mailbox=MailboxId(hashlib.sha256(bytes([circle])).digest()[:16]),
            key=PostKey(raw=hashlib.sha256(b"post" + bytes([circle])).digest()),
            port=self.boxes[circle],
        )

    def lose_relay(self) -> None:
        """Nothing is left at the relay; what is at the next has no number yet."""
        for circle, box in self.boxes.items():
            self.boxes[circle] = MemoryMailbox(seen=box.seen)
        for desk in self.desks.values():
            # New mailboxes have new names; here they keep the old ones.
            with desk.vault.store._database.writing() as db:  # noqa: SLF001 -- a test
                db.execute("DELETE FROM cursors")

    def sync(self, *names: str) -> list[Synced]:
        """Sync some desks, or all, one after the other."""
        found = [self.desks[name] for name in names or tuple(self.desks)]
        return [sync(desk.vault, self.lines()) for desk in found]


@contextmanager
def town_in(folder: Path) -> Iterator[Town]:
    """A town without anybody, whose desks are closed in the end."""
    town = Town(folder=folder)
    try:
        yield town
    finally:
        for desk in town.desks.values():
            desk.vault.close()


def small_town(folder: Path) -> Town:
    """Anna and Dina coordinate, Boris is first line; all have heard of all."""
    town = Town(folder=folder)
    town.found()
    town.join("dina", "coordinator")
    town.join("boris", "first_line", also="dina")
    town.sync()
    town.sync()
    return town


def whole_town(folder: Path) -> Town:
    """Anna and Dina coordinate, Clara is counsel, Boris is first line."""
    town = Town(folder=folder)
    town.found()
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    town.join("boris", "first_line", also="dina")
    town.sync()
    return town


def crowded_town(folder: Path) -> Town:
    """Anna and Dina coordinate, Clara is counsel, Boris and Carl are first line."""
    town = whole_town(folder)
    town.join("carl", "first_line", also="dina")
    town.sync()
    return town


def case_by(town: Town, who: str, *bodies: Record, leads: bool = True) -> CaseId:
    """A case that somebody opens, and all have heard of."""
    vault = town.desks[who].vault
    case = new_case(vault, Opened(alias="Sparrow"), leads=leads, bodies=bodies)
    town.sync(who)
    town.sync()
    return case
