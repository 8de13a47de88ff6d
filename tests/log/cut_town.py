"""Two desks and a relay, each on a disk of its own, that a power cut may hit."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from safeconduct.base.override import override
from safeconduct.base.parcel import (
    CapabilityHash,
    DropToken,
    ItemId,
    MailboxId,
    capability_hash,
    item_id,
    posted_name,
)
from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import FileKept, Opened, TextWritten
from safeconduct.log.exchange.exchange import Line
from safeconduct.log.exchange.mailbox import Fetched, Mailbox
from safeconduct.log.group.group import open_group
from safeconduct.log.group.people import approve, named
from safeconduct.log.name import OF_A_CASE, CaseId, Compartment, LogName
from safeconduct.log.rescue.recovering import new_recovery, set_recovery
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.stores.disk import make_folder
from safeconduct.log.vault.vault import Vault
from safeconduct.relay.database import open_database
from safeconduct.relay.item_store import ItemStore
from safeconduct.relay.protocol import Wish
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.town_kit import Town, entropy
from tests.relay.relay_kit import DAY, token_of

NAMES = ("anna", "clara")
RELAY = "relay"
HOMES = (*NAMES, RELAY)
MAIN, PAPERS, COUNSEL = OF_A_CASE
ADMINISTRATOR = capability_hash(b"administrator".ljust(32))


@dataclass(frozen=True, slots=True)
class StoreMailbox(Mailbox):
    """A mailbox in the store of a relay, without a network between."""

    store: ItemStore
    key: CapabilityHash
    token_of: Callable[[ItemId], DropToken] = token_of

    @override
    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Leave items."""
        named = [(posted_name(self.token_of(item_id(one))), one) for one in items]
        return self.store.post(self.key, named, DAY)

    @override
    def fetch(self, after: int, most_bytes: int) -> Fetched:
        """Items after a number."""
        wish = Wish(after=after, most_bytes=most_bytes)
        found = self.store.fetch(self.key, wish)
        return Fetched(items=tuple((n, raw) for n, raw in found.items), last=found.last)

    @override
    def drop(self, ids: Sequence[ItemId]) -> None:
        """Delete items."""
        self.store.drop(self.key, [self.token_of(one) for one in ids])


@dataclass(slots=True, kw_only=True)
class CutTown(Town):
    """A town whose mailboxes lie in the store of a relay."""

    relay: ItemStore

    @override
    def line(self, circle: Compartment) -> Line:
        """The mailbox of one circle."""
        found = Town.line(self, circle)
        port = StoreMailbox(self.relay, holder(found.mailbox))
        return Line(mailbox=found.mailbox, key=found.key, port=port)

    def open_mailboxes(self) -> None:
        """Open what the desks exchange through."""
        self.relay.set_administrator(ADMINISTRATOR)
        for circle in Compartment:
            box = self.line(circle).mailbox
            self.relay.open_mailbox(ADMINISTRATOR, box, holder(box))

    def reopen(self) -> None:
        """Open the desks where they lie; nothing is drawn again that was drawn."""
        for name in NAMES:
            device = make_device(new_seeds(entropy(name)))
            around = self.around(f"{name} again")
            vault = open_group(self.folder / name, device, around)
            self._keep(name, device, around, vault)

    def case(self, name: str, alias: str) -> CaseId:
        """A case by its alias, as a desk sees it."""
        found = self.desks[name].vault.cases()
        return next(row.log.case for row in found if row.alias == alias)


def holder(box: MailboxId) -> CapabilityHash:
    """What the relay keeps of the capability for a mailbox."""
    return capability_hash(box * 2)


@contextmanager
def town_in(folder: Path) -> Iterator[CutTown]:
    """The town of a folder, which is founded where it is new."""
    make_folder(folder / RELAY)
    with closing(ItemStore(open_database(str(folder / RELAY / "relay.db")))) as relay:
        town = CutTown(folder=folder, relay=relay)
        try:
            if relay.has_administrator():
                town.minute += 1000
                town.reopen()
            else:
                town.open_mailboxes()
                town.found("anna")
                town.join("clara", "counsel")
                settle(town)
            yield town
        finally:
            for desk in town.desks.values():
                desk.vault.close()


def settle(town: CutTown) -> None:
    """Let the desks exchange until nothing is left to be sent."""
    town.sync(*NAMES, *NAMES)


def written(town: CutTown, name: str, part: Compartment, text: str) -> bool:
    """Let a desk write into the case that is called Sparrow, if there is one."""
    vault = town.desks[name].vault
    found = [row.log.case for row in vault.cases() if row.alias == "Sparrow"]
    for case in found:
        log = LogName(case=case, compartment=part)
        say(vault, log, TextWritten(text=text))
    return bool(found)


def _say(name: str, part: Compartment, text: str) -> Callable[[CutTown], object]:
    return lambda town: written(town, name, part, text)


def _pass_on(town: CutTown) -> None:
    vault, case = town.desks["anna"].vault, town.case("anna", "Sparrow")
    every = vault.view(main_log(case)).current(TextWritten)
    (entry,) = [entry.id for entry, body in every if body.text == "passed on"]
    pass_to_counsel(vault, case, entry)


def _attach(town: CutTown) -> None:
    log, content = main_log(town.case("anna", "Sparrow")), b"photograph" * 2000
    attach(
        town.desks["anna"].vault, log, BytesIO(content),
        length=len(content), kind="image/png", title="photograph",
    )  # fmt: skip


def _share(town: CutTown) -> None:
    """To one who does not hold the circle."""
    vault = town.desks["clara"].vault
    log = LogName(case=town.case("clara", "Sparrow"), compartment=PAPERS)
    share(vault, log, named(vault, "anna").member, history=True)


def _turn(town: CutTown) -> None:
    around = town.desks["anna"].around
    recovery, _ = new_recovery(around, needed=2, shares=2)
    set_recovery(town.desks["anna"].vault, recovery)


def _agree(town: CutTown) -> None:
    vault = town.desks["clara"].vault
    for waits in tuple(vault.roster.proposals):
        approve(vault, waits)


def _new_case(alias: str, text: str) -> Callable[[CutTown], object]:
    def work(town: CutTown) -> None:
        bodies = [TextWritten(text=text)]
        new_case(town.desks["anna"].vault, Opened(alias=alias), bodies=bodies)

    return work


def _sync(*names: str) -> Callable[[CutTown], object]:
    return lambda town: town.sync(*names)


STEPS: tuple[Callable[[CutTown], object], ...] = (
    _new_case("Sparrow", "passed on"),
    _sync("anna"),
    _sync("clara"),
    _say("clara", COUNSEL, "for counsel"),
    _say("anna", MAIN, "stays"),
    _attach,
    _pass_on,
    _say("clara", PAPERS, "in papers"),
    _share,
    _say("clara", MAIN, "beside it"),
    _sync("clara"),
    _sync("anna"),
    _sync("clara"),
    _say("clara", PAPERS, "in papers later"),
    _new_case("Finch", "erased"),
    _turn,
    _sync("anna"),
    _sync("clara"),
    _agree,
    _sync("clara"),
    _sync("anna"),
    lambda town: erase_case(town.desks["anna"].vault, town.case("anna", "Finch")),
    _say("anna", MAIN, "last"),
    _sync("anna", "clara", "anna"),
)

# How often which words stand where: by desk, part and text.
Standing = Counter[tuple[str, str, str]]


def standing(town: CutTown) -> Standing:
    """Every text and file that the desks can show, as often as they show it."""
    return Counter(
        (name, log.compartment.name, said)
        for name, desk in town.desks.items()
        for log in desk.vault.store.logs()
        if log.compartment is not Compartment.ROSTER and desk.vault.ring.of_log(log)
        for said in _said(desk.vault, log)
    )


def _said(vault: Vault, log: LogName) -> Iterator[str]:
    view = vault.view(log)
    yield from (body.text for _, body in view.current(TextWritten))
    for _, body in view.current(FileKept):
        if vault.files.has(body.file):
            yield body.title


def settled(town: CutTown) -> Standing:
    """What stands once the desks have exchanged; nothing may be wrong then."""
    settle(town)
    for desk in town.desks.values():
        assert not [one for one in verify(desk.vault) if one.weight == "fault"]
        assert not [*_waiting(desk.vault)]
    return standing(town)


def _waiting(vault: Vault) -> Iterator[object]:
    for circle in Compartment:
        yield from vault.store.outgoing(circle, 1)
