"""Cases of a vault as text and as JSON: the list, and one log entry by entry."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.vault_name import SHOWN_DIGITS, short
from safeconduct.base.digest import Json, canonical
from safeconduct.base.plain import one_line
from safeconduct.base.text import Language
from safeconduct.log.cases.retention import Due
from safeconduct.log.entries.body import FactSaid, FileKept, Membership, write_body
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import DeviceId
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.search.text_index import Hit
from safeconduct.log.vault.tenure import Opener, openers
from safeconduct.log.vault.vault import Vault

_FIRST = date(1970, 1, 1)
_MINUTES_A_DAY = 24 * 60
_MOST_SHOWN = 2000
_ID = re.compile(r"[0-9a-f]{64}")
_MEMBERS = {"member", "read_by", "who"}


def hit_lines(vault: Vault, hits: Sequence[Hit], at: Language) -> Iterator[str]:
    """The entries in which some words stand, newest first."""
    aliases = {row.log.case: row.alias for row in vault.cases() if row.alias}
    for hit in hits:
        part = phrase.PARTS[hit.log.compartment].within(at)
        alias = one_line(aliases.get(hit.log.case, short(hit.log.case)))
        day = _day(hit.minute // _MINUTES_A_DAY)
        yield f"{short(hit.entry)}  {day}  {alias}, {part}  {one_line(hit.excerpt)}"
    if not hits:
        yield phrase.NO_HITS.within(at)


def hit_json(hits: Sequence[Hit]) -> Json:
    """The same for programs."""
    return {
        "hits": [
            {
                "case": hit.log.case.hex(),
                "part": hit.log.compartment.name.lower(),
                "entry": hit.entry.hex(),
                "day": _day(hit.minute // _MINUTES_A_DAY),
                "excerpt": hit.excerpt,
            }
            for hit in hits
        ]
    }


def list_lines(vault: Vault, at: Language, due: Sequence[Due]) -> Iterator[str]:
    """The cases, newest first, then those that are due to be erased."""
    rows = vault.cases()
    for row in rows:
        stage = f"  [{one_line(row.stage)}]" if row.stage else ""
        count = phrase.ENTRIES.within(at).format(row.entries)
        alias = one_line(row.alias) or phrase.NO_ALIAS.within(at)
        yield f"{short(row.log.case)}  {_day(row.day)}  {alias}{stage}  {count}"
    if not rows:
        yield phrase.NO_CASES.within(at)
    for one in due:
        yield phrase.DUE.within(at).format(one_line(one.alias), one.last)


def list_json(vault: Vault, due: Sequence[Due]) -> Json:
    """The same for programs."""
    last = {one.case: one.last.isoformat() for one in due}
    return {
        "cases": [
            {
                "id": row.log.case.hex(),
                "alias": row.alias,
                "stage": row.stage,
                "day": _day(row.day),
                "entries": row.entries,
                "due": last.get(row.log.case),
            }
            for row in vault.cases()
        ]
    }


def show_lines(
    vault: Vault, view: LogView, at: Language, *, access: bool
) -> Iterator[str]:
    """One log: its entries in order, what differs, what is apart, what is wrong."""
    shown = _Shown(vault, view, at)
    part = phrase.PARTS[view.log.compartment].within(at)
    alias = one_line(view.alias()) or phrase.NO_ALIAS.within(at)
    yield f"{alias}, {part}  {view.log.case.hex()}"
    yield from shown.entries()
    yield from shown.differing()
    yield from shown.apart()
    yield from shown.wrong()
    if access:
        yield phrase.ACCESS.within(at)
        for one in openers(vault, view):
            yield f"  {_opener_line(one, at)}"


class _Shown:
    """The lines of one log."""

    def __init__(self, vault: Vault, view: LogView, at: Language) -> None:
        self.view, self.at = view, at
        self.authors = vault.roster.authors
        self.names = vault.roster.names

    def entries(self) -> Iterator[str]:
        for item in self.view.entries:
            is_old = item.id in self.view.replaced
            sign = phrase.REPLACED.within(self.at) if is_old else ""
            yield f"{self._head(item)}  {_said(item, self.names)}{sign}"

    def differing(self) -> Iterator[str]:
        for name, items in _side_by_side(self.view).items():
            yield phrase.SIDE_BY_SIDE.within(self.at).format(one_line(name))
            for item in items:
                yield f"  {self._head(item)}  {_said(item, self.names)}"

    def apart(self) -> Iterator[str]:
        for one in self.view.apart:
            why = phrase.WHY_APART[one.why].within(self.at)
            yield f"{phrase.APART.within(self.at)} ({why}): {self._head(one.entry)}"
            yield f"  {_said(one.entry, self.names)}"

    def wrong(self) -> Iterator[str]:
        for fault in self.view.faults:
            who = self._author(fault.device)
            text = phrase.FAULT.within(self.at)
            yield text.format(fault.kind, who, fault.sequence)
        for bad in self.view.bad:
            yield phrase.BAD.within(self.at).format(short(bad.id), bad.kind)

    def _head(self, item: Entry) -> str:
        return f"{short(item.id)}  {day_of(item)}  {self._author(item.device)}"

    def _author(self, device: DeviceId) -> str:
        return one_line(self.names.get(self.authors.get(device, ""), "?"))


def show_json(vault: Vault, view: LogView, *, access: bool) -> Json:
    """The same for programs."""
    names = vault.roster.names
    content: dict[str, Json] = {
        "case": view.log.case.hex(),
        "alias": view.alias(),
        "part": view.log.compartment.name.lower(),
        "entries": [
            {
                **_entry_json(vault, names, item),
                "replaced": item.id in view.replaced,
            }
            for item in view.entries
        ],
        "side_by_side": [
            {"fact": name, "entries": [item.id.hex() for item in items]}
            for name, items in _side_by_side(view).items()
        ],
        "apart": [
            {**_entry_json(vault, names, item.entry), "why": item.why}
            for item in view.apart
        ],
        "faults": [
            {
                "kind": fault.kind,
                "device": fault.device.hex(),
                "sequence": fault.sequence,
            }
            for fault in view.faults
        ],
        "bad": [{"id": item.id.hex(), "kind": item.kind} for item in view.bad],
    }
    if access:
        content["access"] = [_opener_json(one) for one in openers(vault, view)]
    return content


def day_of(item: Entry) -> str:
    """The day of an entry, by its author's clock."""
    return _day(item.frame.minute // _MINUTES_A_DAY)


def _day(days: int) -> str:
    return (_FIRST + timedelta(days=days)).isoformat()


def _said(item: Entry, names: Mapping[str, str]) -> str:
    """What an entry says, on one line: its kind and its fields."""
    content = _body_json(item)
    kind = content.pop("kind")
    says = content.pop("says", None)
    if isinstance(says, Mapping):
        content |= says
    content |= {key: _named(content[key], names) for key in _MEMBERS & content.keys()}
    parts = (f"{key}: {_plain(value)}" for key, value in content.items())
    return one_line(f"{kind}  {'; '.join(parts)}", most=_MOST_SHOWN)


def _named(value: Json, names: Mapping[str, str]) -> Json:
    """A member by name, or each of some; what is no member's id stays."""
    if isinstance(value, list | tuple):
        return sorted(str(_named(item, names)) for item in value)
    return names.get(value, value) if isinstance(value, str) else value


def _plain(value: Json) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, str):
        return value[:SHOWN_DIGITS] if _ID.fullmatch(value) else value
    return canonical(value)


def _entry_json(vault: Vault, names: Mapping[str, str], item: Entry) -> dict[str, Json]:
    member = vault.roster.authors.get(item.device, "")
    body = _body_json(item)
    return {
        "id": item.id.hex(),
        "day": day_of(item),
        "member": member,
        "name": names.get(member, ""),
        "device": item.device.hex(),
        "sequence": item.sequence,
        "kind": body.pop("kind"),
        "body": body,
    }


def _body_json(item: Entry) -> dict[str, Json]:
    """What an entry says, without keys."""
    content = write_body(item.body)
    found = dict(content) if isinstance(content, Mapping) else {}
    if isinstance(item.body, FileKept):
        found.pop("key", None)
    if isinstance(item.body, Membership):
        found.pop("grants", None)
        found.pop("retires", None)
        found |= {"grants": len(item.body.grants)} if item.body.grants else {}
    return found


def _side_by_side(view: LogView) -> dict[str, list[Entry]]:
    """Facts of one name about one person that are current and say different things."""
    found: dict[str, list[Entry]] = {}
    values: dict[str, set[str]] = {}
    for item, body in view.current(FactSaid):
        says = body.says if isinstance(body.says, dict) else {}
        of = says.get("of")
        name = f"{body.name} ({of})" if of else body.name
        found.setdefault(name, []).append(item)
        values.setdefault(name, set()).add(canonical(_value(says)))
    return {name: items for name, items in found.items() if len(values[name]) > 1}


def _value(says: Mapping[str, Json]) -> Json:
    keys = ("value", "any_of", "unknown", "day", "from", "to")
    return {key: says[key] for key in keys if key in says}


def _opener_line(one: Opener, at: Language) -> str:
    role = phrase.ROLES[one.role].within(at)
    until = _day(one.until) if one.until is not None else phrase.TODAY.within(at)
    granted = phrase.BY_GRANT if one.counts else phrase.BY_NO_RIGHT
    how = granted if one.by_grant else phrase.BY_ROLE
    days, name = f"{_day(one.since)} – {until}", one_line(one.name)
    line = f"{days}  {name}  [{role}]  {how.within(at)}"
    return line if one.history is not False else f"{line}{phrase.SINCE_ONLY.within(at)}"


def _opener_json(one: Opener) -> Json:
    return {
        "name": one.name,
        "role": one.role,
        "by": "grant" if one.by_grant else "role",
        "since": _day(one.since),
        "until": None if one.until is None else _day(one.until),
        "history": one.history,
        "counts": one.counts,
    }
