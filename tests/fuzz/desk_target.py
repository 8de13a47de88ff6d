"""A whole desk takes what a coordinator sends who wants the others to stop.

His program writes what it will; he holds every key but counsel's. Whatever he sends,
the desk goes on: it reads, settles, lists its cases, and is as whole as before.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from safeconduct.log.cases.case_work import new_case
from safeconduct.log.cases.retention import due_cases
from safeconduct.log.entries.act import ACTS, write_act
from safeconduct.log.entries.body import KINDS, Opened, write_body
from safeconduct.log.entries.frame import Frame, write_frame
from safeconduct.log.entries.graph import Graph
from safeconduct.log.exchange.intake import take
from safeconduct.log.group.group import open_group
from safeconduct.log.group.line_book import addresses
from safeconduct.log.name import (
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.sharing.turning import settle
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import seal_entry
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import grant_circle, grant_log
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    Item,
    PieceItem,
    WrapItem,
    read_item,
)
from safeconduct.sealing.parcel import hand_over, seal_parcel
from safeconduct.sealing.symmetric import LogKey
from safeconduct.sealing.wrap import seal_wrap
from tests.fuzz.feed import Feed
from tests.fuzz.law_target import DAY
from tests.fuzz.log_target import plain
from tests.fuzz.odd import reworded
from tests.fuzz.sample import samples
from tests.fuzz.target import Target, memory_folder
from tests.log.town_kit import Desk, Town

BODIES = samples(KINDS.values(), write_body)
ACT_TEXTS = samples(ACTS.values(), write_act)
MOST_ITEMS = 4
# Of a log whose circle anna is not in, granted to her.
ALONE = LogKey(raw=bytes(range(32)))
# So many inputs go into one desk; then it begins anew.
_EACH = 64


@dataclass(slots=True, kw_only=True)
class _Office:
    """Two desks, as they were when all was well, and the one that is being fed."""

    place: TemporaryDirectory[str] = field(default_factory=memory_folder)
    anna: Desk = field(init=False)
    boris: Desk = field(init=False)
    case: CaseId = field(init=False)
    left: int = 0
    fed: Vault | None = None

    def __post_init__(self) -> None:
        """Found the group; anna, boris and vera are in it, with a case."""
        town = Town(folder=Path(self.place.name))
        self.anna = town.found()
        self.boris = town.join("boris", "coordinator")
        town.join("vera", "counsel", also="boris")
        self.case = new_case(self.anna.vault, Opened(alias="Sparrow"))
        town.sync()
        town.sync()
        for desk in town.desks.values():
            desk.vault.close()
        self.boris.reopen()

    def vault(self) -> Vault:
        """Anna's vault; now and then as it was at first."""
        if self.fed is None or not self.left:
            self.close()
            fed = self.anna.folder.with_name("fed")
            shutil.rmtree(fed, ignore_errors=True)
            shutil.copytree(self.anna.folder, fed)
            self.fed = open_group(fed, self.anna.device, self.anna.around)
            self.left = _EACH
        self.left -= 1
        return self.fed

    def close(self) -> None:
        """Let go of the vault that is being fed."""
        if self.fed is not None:
            self.fed.close()
            self.fed = None

    def logs(self) -> tuple[LogName, ...]:
        """Logs that something may be sent for; the last is of no case."""
        parts = [LogName(case=self.case, compartment=one) for one in Compartment]
        other = LogName(case=CaseId(bytes(16)), compartment=Compartment.MAIN)
        return (self.boris.vault.roster_log, *parts, other)


def _item(feed: Feed, office: _Office, vault: Vault) -> Item:
    """A thing of a log, as it is or wrapped once more for a few."""
    log = feed.pick(office.logs())
    item, way = _plain_item(feed, office, vault, log), feed.number() % 8
    if way == 0:
        key = feed.pick((ALONE, LogKey(raw=feed.take(32))))
        return seal_parcel(item, log=log.raw, key=key, salt=feed.take(32))
    if way == 1 and not isinstance(item, EntryItem):
        card = office.anna.device.card
        return hand_over(item, group=office.boris.vault.group, card=card)
    return item


def _plain_item(feed: Feed, office: _Office, vault: Vault, log: LogName) -> Item:
    match feed.number() % 8:
        case 0:
            return _grant(feed, office, log)
        case 1:
            return WrapItem(wrap=_wrap(feed, office, log))
        case 2:
            offset = feed.pick((0, 1, 1 << 20, (1 << 64) - 1))
            name, content = feed.take(32), feed.part()
            return PieceItem(log=log.raw, name=name, offset=offset, content=content)
        case 3:
            return _any_item(feed)
        case _:
            envelope = _entry(feed, office, vault, log)
            return EntryItem(log=log.raw, envelope=envelope)


def _any_item(feed: Feed) -> Item:
    """Whatever the text of an item may be."""
    try:
        return read_item(feed.part())
    except SealError:
        return WrapItem(wrap=b"")


def _grant(feed: Feed, office: _Office, log: LogName) -> GrantItem:
    ring, anna = office.boris.vault.ring, office.anna.device
    circle = feed.pick(tuple(Compartment))
    subject = feed.pick((bytes([circle]), log.raw, feed.take(1), feed.take(17)))
    if not feed.number() % 2:
        return GrantItem(subject=subject, grant=feed.part())
    given = {"group": office.boris.vault.group, "device": anna.id}
    if len(subject) == 1:
        key = feed.pick([*ring.circles[Compartment.MAIN].values()])
        grant = grant_circle(key, circle=subject, to=anna.card.opening, **given)
    else:
        alone = feed.pick((ALONE, LogKey(raw=feed.take(32))))
        grant = grant_log(alone, log=subject, to=anna.card.opening, **given)
    return GrantItem(subject=subject, grant=grant)


def _wrap(feed: Feed, office: _Office, log: LogName) -> bytes:
    if not feed.number() % 4:
        return feed.part()
    circle = feed.pick((Compartment.ROSTER, Compartment.MAIN))
    (key, *_) = office.boris.vault.ring.circles[circle].values()
    raw = log.raw if feed.number() % 4 else log.raw[:16] + feed.take(1)
    return seal_wrap(LogKey(raw=feed.take(32)), log=raw, circle_key=key)


def _entry(feed: Feed, office: _Office, vault: Vault, log: LogName) -> bytes:
    """An envelope with any body in a frame that fits, signed by boris."""
    boris = office.boris
    keys = boris.vault.ring.of_log(log) or {KeyId(ALONE.id): ALONE}
    author = DeviceId(boris.device.id)
    place = _graph(vault, log).place_of(author)
    texts = ACT_TEXTS if log.compartment is Compartment.ROSTER else BODIES
    frame = Frame(
        device=author,
        sequence=1 + feed.number() if _is_odd(feed) else place.sequence,
        previous=EntryId(feed.take(32)) if _is_odd(feed) else place.previous,
        minute=feed.number(4) if _is_odd(feed) else boris.around.minute(),
        heads=() if _is_odd(feed) else place.heads,
        content={},
    )
    key, changes = feed.pick(tuple(keys.values())), feed.pick((0, 0, 4, 8))
    text = reworded(texts, feed.take(1 + changes))
    body = plain(_meant(text, feed, office, vault))
    return seal_entry(
        write_frame(frame).removesuffix(b"{}") + body,
        log=log.raw,
        key=key,
        author=boris.device.entry_key,
        salt=boris.around.entropy(32),
    )


def _is_odd(feed: Feed) -> bool:
    """Whether something is not as our own program would write it."""
    return feed.number() % 16 == 1


def _meant(text: str, feed: Feed, office: _Office, vault: Vault) -> str:
    """The body about members, devices, entries and cases that there are."""
    sevens = "07" * 32
    people = tuple(vault.roster.people.values())
    if people and not _is_odd(feed):
        person = feed.pick(people)
        device = feed.pick(person.devices)
        text = text.replace('"member"', f'"{person.member}"')
        text = text.replace(f'"card":"{sevens}"', f'"card":"{device.card.hex()}"')
        text = text.replace(f'"device":"{sevens}"', f'"device":"{device.id.hex()}"')
    entry = feed.pick(vault.graph.order).id
    text = text.replace(f'"{"07" * 16}"', f'"{office.case.hex()}"')
    return text.replace(sevens, sevens if _is_odd(feed) else entry.hex())


def _graph(vault: Vault, log: LogName) -> Graph:
    if log.compartment is Compartment.ROSTER:
        return vault.graph
    known = vault.ring.of_log(log)
    return Graph(vault.replay(log).entries if known else ())


def _look(vault: Vault, logs: Sequence[LogName]) -> None:
    """What a desk does with what it has."""
    if vault.roster.person_of(vault.device) is not None:
        settle(vault)
    addresses(vault)
    tuple(vault.cases())
    tuple(due_cases(vault, today=DAY))
    for log in logs:
        if vault.ring.of_log(log):
            vault.view(log)


@dataclass(slots=True)
class _Feeding:
    """The office, which is founded once it is needed."""

    office: _Office | None = None

    def __call__(self, raw: bytes) -> None:
        """Send some items to anna's desk."""
        self.office = office = self.office or _Office()
        vault, feed = office.vault(), Feed(raw=raw)
        items: list[Item] = []
        while not feed.is_over() and len(items) < MOST_ITEMS:
            items.append(_item(feed, office, vault))
        try:
            take(vault, items)
            _look(vault, office.logs())
        except BaseException:
            office.close()  # the next input begins anew
            raise


TARGETS = {"desk": Target(ways=(_Feeding(),), refusals=(), most_bytes=1024)}
