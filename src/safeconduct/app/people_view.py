"""Who is in the group and what waits for a second person, as text and as JSON."""

from collections.abc import Iterator, Mapping

from safeconduct.app import vault_phrase as phrase
from safeconduct.app.vault_name import short, words_of
from safeconduct.base.digest import Json
from safeconduct.base.plain import one_line
from safeconduct.base.text import Language
from safeconduct.log.entries.act import AskExport, Propose
from safeconduct.log.name import Compartment, EntryId
from safeconduct.log.vault.vault import Vault


def waiting(vault: Vault) -> Mapping[EntryId, Propose]:
    """The proposals that nobody has approved yet."""
    bodies = ((name, vault.graph.by_id[name].body) for name in vault.roster.proposals)
    return {name: body for name, body in bodies if isinstance(body, Propose)}


def open_requests(vault: Vault) -> Mapping[EntryId, AskExport]:
    """The requests to export many cases that nobody has allowed yet."""
    done = {item.entry for item in vault.roster.refused} | vault.roster.allowed.keys()
    return {
        item.id: item.body
        for item in vault.graph.order
        if isinstance(item.body, AskExport) and item.id not in done
    }


def turns_awaited(vault: Vault) -> tuple[Compartment, ...]:
    """The circles that somebody left and whose keys have not turned yet."""
    keys = vault.roster.keys
    return tuple(one for one in sorted(keys) if vault.roster.newest(one) is None)


def people_lines(vault: Vault, at: Language) -> Iterator[str]:
    """The members with their devices, then what waits."""
    if not vault.roster.people:
        yield phrase.NOTHING_CAME.within(at)
        return
    yield phrase.GROUP.within(at).format(one_line(vault.roster.group))
    for person in vault.roster.people.values():
        role = phrase.ROLES[person.role].within(at)
        yield f"{one_line(person.name)}  [{role}]"
        for device in person.devices:
            yield f"  {short(device.id)}  {' '.join(words_of(device.card))}"
    for name, body in waiting(vault).items():
        role = phrase.ROLES[body.role].within(at)
        yield phrase.WAITS.within(at).format(short(name), one_line(body.name), role)
        if body.card:
            yield f"  {' '.join(words_of(body.card))}"
    for name, asked in open_requests(vault).items():
        text = phrase.ASKED.within(at)
        yield text.format(short(name), asked.cases, one_line(asked.purpose))
    for circle in turns_awaited(vault):
        yield phrase.TURN_WAITS.within(at).format(circle.name.lower())


def people_json(vault: Vault) -> Json:
    """The same for programs."""
    names = vault.roster.names
    return {
        "group": vault.roster.group,
        "members": [
            {
                "member": person.member,
                "name": person.name,
                "role": person.role,
                "devices": [
                    {
                        "id": device.id.hex(),
                        "words": list(words_of(device.card)),
                        "history": device.history,
                    }
                    for device in person.devices
                ],
            }
            for person in vault.roster.people.values()
        ],
        "proposals": [
            {
                "id": name.hex(),
                "name": body.name,
                "role": body.role,
                "history": body.history,
                "words": list(words_of(body.card)) if body.card else [],
                "proposed_by": names.get(vault.roster.proposals[name], ""),
            }
            for name, body in waiting(vault).items()
        ],
        "requests": [
            {"id": name.hex(), "cases": asked.cases, "purpose": asked.purpose}
            for name, asked in open_requests(vault).items()
        ],
        "turns_awaited": [one.name.lower() for one in turns_awaited(vault)],
    }
