"""Who is in the group and what waits for a second person, as text and as JSON."""

from collections.abc import Iterator, Mapping

from safeconduct.app.group import people_phrase as words
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.vault_name import short, words_of
from safeconduct.base.digest import Json
from safeconduct.base.plain import one_line
from safeconduct.base.text import Language
from safeconduct.log.entries.act import AskExport, NewRecovery, Propose
from safeconduct.log.name import Compartment, EntryId
from safeconduct.log.vault.vault import Vault


def waiting(vault: Vault) -> Mapping[EntryId, Propose | NewRecovery]:
    """The proposals that somebody may still approve."""
    people, acts = vault.roster.people, vault.graph.by_id
    bodies = ((name, acts[name].body) for name in vault.roster.proposals)
    return {
        name: body
        for name, body in bodies
        if isinstance(body, NewRecovery)
        or (
            isinstance(body, Propose)
            and (body.member not in people or people[body.member].fits(body))
        )
    }


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
    yield from _waiting_lines(vault, at)
    for name, asked in open_requests(vault).items():
        text = phrase.ASKED.within(at)
        yield text.format(short(name), asked.cases, one_line(asked.purpose))
    for circle in turns_awaited(vault):
        yield phrase.TURN_WAITS.within(at).format(circle.name.lower())


def _waiting_lines(vault: Vault, at: Language) -> Iterator[str]:
    """What waits for a second person, and who proposed it."""
    for name, body in waiting(vault).items():
        yield _asked_for(vault, name, body, at)
        yield words.PROPOSED_BY.within(at).format(one_line(_proposer(vault, name)))
        if isinstance(body, NewRecovery):
            yield words.WHO_AGREES.within(at)
        elif body.card:
            opens = _opens_history(vault, body)
            yield (words.WITH_HISTORY if opens else words.WITHOUT_HISTORY).within(at)
            yield f"  {' '.join(words_of(body.card))}"


def _asked_for(
    vault: Vault, name: EntryId, body: Propose | NewRecovery, at: Language
) -> str:
    """What a proposal would do, by who is in now: its own words may mislead."""
    if isinstance(body, NewRecovery):
        key = body.recovery
        text = words.NEW_RECOVERY.within(at)
        return text.format(short(name), key.threshold, key.shares)
    role = phrase.ROLES[body.role].within(at)
    person = vault.roster.people.get(body.member)
    if person is None:
        return phrase.WAITS.within(at).format(short(name), one_line(body.name), role)
    if body.card:
        text = words.ANOTHER_DEVICE.within(at)
        return text.format(short(name), one_line(person.name), role)
    old, new = one_line(person.name), one_line(body.name)
    return words.ANOTHER_ROLE.within(at).format(short(name), old, new, role)


def _proposer(vault: Vault, name: EntryId) -> str:
    return vault.roster.names.get(vault.roster.proposals[name], "")


def _opens_history(vault: Vault, body: Propose) -> bool:
    """Whether a card would open what was written before: no more than his others."""
    person = vault.roster.people.get(body.member)
    has_it = person is None or any(one.history for one in person.devices)
    return body.history and has_it


def people_json(vault: Vault) -> Json:
    """The same for programs."""
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
                "history": _opens_history(vault, body),
                "words": list(words_of(body.card)) if body.card else [],
                "proposed_by": _proposer(vault, name),
                "of": vault.roster.names.get(body.member, ""),
            }
            for name, body in waiting(vault).items()
            if isinstance(body, Propose)
        ],
        "recovery_proposals": [
            {
                "id": name.hex(),
                "needed": body.recovery.threshold,
                "shares": body.recovery.shares,
                "proposed_by": _proposer(vault, name),
            }
            for name, body in waiting(vault).items()
            if isinstance(body, NewRecovery)
        ],
        "requests": [
            {"id": name.hex(), "cases": asked.cases, "purpose": asked.purpose}
            for name, asked in open_requests(vault).items()
        ],
        "turns_awaited": [one.name.lower() for one in turns_awaited(vault)],
    }
