"""Two cases with papers in a town, and who was granted the first one's alone."""

from collections.abc import Mapping
from pathlib import Path

from safeconduct.log.cases.case_work import new_case, say, share, unshare
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import (
    HandedItem,
    ParcelItem,
    open_item,
)
from tests.log.attacker import read_by
from tests.log.town_kit import Town, whole_town
from tests.log.who_kit import granted


def town_with_papers(folder: Path) -> Town:
    """A founder, a second coordinator, counsel, first line; two cases with papers."""
    town = whole_town(folder)
    town.sync()
    for alias in ("Sparrow", "Finch"):
        new_case(vault_of(town, "anna"), Opened(alias=alias))
    town.sync("anna", "clara")
    for log in logs(town, "clara").values():
        write(town, "clara", log, "before")
    town.sync()
    return town


def logs(town: Town, who: str) -> Mapping[str, LogName]:
    """The papers of each case by its alias."""
    return {
        row.alias: LogName(case=row.log.case, compartment=Compartment.PAPERS)
        for row in town.desks[who].vault.cases()
    }


def papers(town: Town) -> LogName:
    """The papers of the case that is shared in these tests."""
    return logs(town, "clara")["Sparrow"]


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def write(town: Town, who: str, log: LogName, text: str) -> None:
    say(vault_of(town, who), log, TextWritten(text=text))


def grant(town: Town, who: str = "boris", *, by: str = "clara", history: bool) -> None:
    member = vault_of(town, who).me().member
    share(vault_of(town, by), papers(town), member, history=history)


def revoke(town: Town) -> None:
    unshare(vault_of(town, "clara"), papers(town), vault_of(town, "boris").me().member)


def grant_himself_again(town: Town) -> None:
    """Boris, who was granted the papers till lately, grants them to himself."""
    grant(town, history=True)
    town.sync("clara", "boris")
    boris, log = vault_of(town, "boris"), papers(town)
    old = next(iter(boris.ring.of_log(log).values()))
    revoke(town)
    town.sync("clara", "boris")
    key = granted(boris, log, old, boris)
    again = Membership(member=boris.me().member, grants=(key,))
    boris.seal_and_store(log, [again], old)
    town.sync("boris", "clara")


def read(town: Town, who: str) -> list[str]:
    """What a desk reads in the papers that are shared."""
    view = vault_of(town, who).view(papers(town))
    assert not view.faults, (who, view.faults)
    return [body.text for _, body in view.current(TextWritten)]


def could_read(town: Town, who: str, text: str) -> bool:
    """Whether the keys of a desk open a text in all that was ever sent."""
    return text in read_by(town, who)


def wrapped(town: Town) -> list[object]:
    """What waits in the roster's mailbox for a few."""
    line = town.line(Compartment.ROSTER)
    found = [
        open_item(raw, mailbox=line.mailbox, key=line.key)
        for _, raw in town.boxes[Compartment.ROSTER].items.values()
    ]
    return [item for item in found if isinstance(item, HandedItem | ParcelItem)]


def late(town: Town, who: str) -> list[str]:
    """What a desk shows apart, as written by somebody who was out."""
    view = vault_of(town, who).view(papers(town))
    return [
        one.entry.body.text
        for one in view.apart
        if isinstance(one.entry.body, TextWritten) and one.why == "late"
    ]
