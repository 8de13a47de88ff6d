"""Everything that a desk keeps is looked at, and what is wrong is named (§4, §11).

That nothing is wrong is only said of what was looked at; what could not be opened is
named beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from safeconduct.log.entries.body import FileKept
from safeconduct.log.entries.entry import Entry
from safeconduct.log.exchange.stray import strays_of
from safeconduct.log.name import (
    NO_ENTRY,
    OF_A_CASE,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
    read_log_name,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.unpacking import looks_into
from safeconduct.log.stores.store import Arrival
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import header_key_id
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import (
    GrantHead,
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.symmetric import CircleKey
from safeconduct.sealing.wrap import open_wrap, read_wrap

# Something is wrong; somebody has to know; it could not be looked at.
Weight = Literal["fault", "notice", "unseen"]
_NO_DEVICE = DeviceId(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that `verify` has to say.

    `kind` is a word of the spec; `case` an alias, empty where it cannot be read;
    `member` the author's name; `count` of how many things it is said.
    """

    weight: Weight
    kind: str
    log: LogName | None = None
    case: str = ""
    device: DeviceId = _NO_DEVICE
    member: str = ""
    sequence: int = 0
    entry: EntryId = NO_ENTRY
    file: bytes = b""
    count: int = 1
    what: str = ""


def verify(vault: Vault) -> Iterator[Finding]:
    """Look at everything, and name what is wrong, late, not allowed or not opened."""
    yield from _store(vault)
    yield from _bag(vault)
    vault.reload()
    present, changed = frozenset(vault.files.names()), frozenset(vault.files.changed())
    yield from (
        Finding(weight="fault", kind="changed file", file=name)
        for name in sorted(changed)
    )
    yield from _roster(vault, present)
    for log in vault.store.logs():
        if log != vault.roster_log:
            yield from _log(vault, log, present)


def is_sound(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong, and all of it was looked at."""
    return all(finding.weight == "notice" for finding in findings)


def _store(vault: Vault) -> Iterator[Finding]:
    for fault in vault.store.walk():
        yield Finding(
            weight="fault", kind=fault.kind, entry=fault.id, what=_place(fault.number)
        )
    if not vault.is_whole():
        what = "The end of the store is not what this device wrote last."
        yield Finding(weight="fault", kind="missing", what=what)


def _place(number: int) -> str:
    return f"arrival {number}" if number else ""


def _bag(vault: Vault) -> Iterator[Finding]:
    """Keys that do not open though what opens them is held."""
    for what in vault.bag.faults():
        yield Finding(weight="fault", kind="database", what=what)
    for subject, grant in vault.bag.grants():
        kind = _wrong_grant(vault, subject, grant)
        if kind:
            log = read_log_name(subject)
            yield Finding(weight="fault", kind=kind, log=log, what="grant")
    for log in vault.store.logs():
        circle = vault.ring.circles.get(log.compartment, {})
        held = {bytes(name): key for name, key in circle.items()}
        for wrap in vault.bag.wraps(log):
            kind = _wrong_wrap(wrap, held)
            if kind:
                # Beside one that opens, a false one takes nothing from anybody.
                weight: Weight = "notice" if _is_spare(vault, log, wrap) else "fault"
                yield Finding(weight=weight, kind=kind, log=log, what="wrap")


def _wrong_wrap(wrap: bytes, held: Mapping[bytes, CircleKey]) -> str:
    """What is wrong with a wrap; nothing if it is for keys that are not held here."""
    try:
        if read_wrap(wrap).circle_key_id in held:
            open_wrap(wrap, keys=held)
    except SealError as error:
        return error.kind.value
    return ""


def _is_spare(vault: Vault, log: LogName, wrap: bytes) -> bool:
    """Whether the key that a wrap names is held all the same."""
    try:
        return KeyId(read_wrap(wrap).key_id) in vault.ring.of_log(log)
    except SealError:
        return False


def _wrong_grant(vault: Vault, subject: bytes, grant: bytes) -> str:
    """What is wrong with a grant; nothing if it is for another device."""
    ours = vault.ring.device
    try:
        head = read_grant(grant)
        expected = GrantHead(device=ours.id, key_id=head.key_id)
        if head.device != ours.id:
            return ""
        key, group = ours.opening_key, vault.group
        if read_log_name(subject) is None:
            open_circle_grant(
                grant, group=group, circle=subject, expected=expected, key=key
            )
        else:
            open_log_grant(grant, group=group, log=subject, expected=expected, key=key)
    except SealError as error:
        return error.kind.value
    return ""


def _roster(vault: Vault, present: frozenset[bytes]) -> Iterator[Finding]:
    """The group's own log: also acts that do not count, and sheets of turns."""
    log = vault.roster_log
    yield from _log(vault, log, present)
    for refused in vault.roster.refused:
        entry = vault.graph.by_id[refused.entry]
        yield _of_entry(vault, entry, weight="notice", kind=refused.kind)
    for circle, turns in vault.roster.keys.items():
        # The sheets of a circle come to its mailbox, and to nobody who is not in it.
        is_ours = looks_into(vault, circle)
        for turn in turns:
            if is_ours and turn.sheet and turn.sheet not in present:
                entry = vault.graph.by_id[turn.act]
                kind = "missing file"
                yield _of_entry(
                    vault, entry, weight="fault", kind=kind, file=turn.sheet
                )


def _log(vault: Vault, log: LogName, present: frozenset[bytes]) -> Iterator[Finding]:
    vault.forget(log)
    alias = _alias(vault, log)
    every = vault.store.envelopes(log)
    view = vault.replay(log) if vault.ring.of_log(log) else None
    known = set(strays_of(vault, log, every, view))
    if known:
        yield Finding(
            weight="notice",
            kind="nobody's",
            log=log,
            case=alias,
            count=len(known),
            what="nothing shows that anybody of the group wrote it; it is not opened",
        )
    if view is not None:
        yield from _entries(vault, view, alias, strays=frozenset(known))
        yield from _named_files(vault, view, alias, present)
        known |= {item.id for item in view.entries}
        known |= {item.entry.id for item in view.apart}
        known |= {item.id for item in view.bad}
    unseen = [one for one in every if one.id not in known]
    lost = [one for one in unseen if _is_elsewhere(vault, one)]
    for one in lost:
        yield Finding(
            weight="fault", kind="misplaced", log=log, case=alias, entry=one.id
        )
    count = len(unseen) - len(lost)
    if count:
        yield Finding(weight="unseen", kind="no key", log=log, case=alias, count=count)


def _is_elsewhere(vault: Vault, arrival: Arrival) -> bool:
    """Whether an entry that does not open here is sealed under another log's key."""
    try:
        named = header_key_id(arrival.envelope)
    except SealError:
        return False
    return vault.bag.log_of(KeyId(named)) not in {None, arrival.log}


def _named_files(
    vault: Vault, view: LogView, alias: str, present: frozenset[bytes]
) -> Iterator[Finding]:
    for item, body in view.current(FileKept):
        if body.file not in present:
            kind, name = "missing file", body.file
            yield _of_entry(
                vault, item, weight="fault", kind=kind, file=name, case=alias
            )


def _entries(
    vault: Vault, view: LogView, alias: str, *, strays: frozenset[EntryId]
) -> Iterator[Finding]:
    for bad in (one for one in view.bad if one.id not in strays):
        yield Finding(
            weight="fault", kind=bad.kind, log=view.log, case=alias, entry=bad.id
        )
    for fault in view.faults:
        yield Finding(
            weight="fault",
            kind=fault.kind,
            log=view.log,
            case=alias,
            device=fault.device,
            member=_member(vault, fault.device),
            sequence=fault.sequence,
        )
    for apart in view.apart:
        yield _of_entry(vault, apart.entry, weight="notice", kind=apart.why, case=alias)


def _of_entry(
    vault: Vault,
    entry: Entry,
    *,
    weight: Weight,
    kind: str,
    case: str = "",
    file: bytes = b"",
) -> Finding:
    return Finding(
        weight=weight,
        kind=kind,
        log=entry.log,
        case=case,
        device=entry.device,
        member=_member(vault, entry.device),
        sequence=entry.sequence,
        entry=entry.id,
        file=file,
    )


def _member(vault: Vault, device: DeviceId) -> str:
    """The name of a device's member, also of one who left."""
    return vault.roster.names.get(vault.roster.authors.get(device, ""), "")


def _alias(vault: Vault, log: LogName) -> str:
    """What a case is called in its main log, where that can be read."""
    main = LogName(case=log.case, compartment=Compartment.MAIN)
    is_known = log.compartment in OF_A_CASE and vault.ring.of_log(main)
    return vault.replay(main).alias() if is_known else ""
