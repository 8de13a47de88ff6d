"""The contacts of a country as they may be shown: each with its warnings before it.

Spec: spec/help.md §6. Whoever shows a contact shows its warnings first; nothing that
was not found in a source is listed, and nobody at all to a reader inside Russia.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.base.text import Text
from safeconduct.rulebook.help import (
    ANY,
    KINDS,
    Contact,
    Directory,
    Kind,
    Label,
    Status,
)
from safeconduct.rulebook.record import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One contact, with what must be said before it."""

    warnings: tuple[Text, ...]
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class KindList:
    """All who give one kind of help in a country; `gap` where nobody does."""

    kind: Kind
    name: Text
    listed: tuple[Listed, ...]
    gap: Text | None


def contacts_in(
    directory: Directory, country: str, *, kinds: Sequence[Kind] = KINDS
) -> tuple[KindList, ...]:
    """Who helps in a country, by kind, then the nearest first, then by name."""
    near = sorted(
        (
            item
            for item in directory.contacts.values()
            if item.is_sourced() and not {country, ANY}.isdisjoint(item.serves)
        ),
        key=lambda item: (_distance(item, country), item.name.en),
    )
    return tuple(
        _kind_list(directory, kind, [item for item in near if kind in item.kinds])
        for kind in KINDS
        if kind in kinds
    )


def _distance(item: Contact, country: str) -> int:
    """0 for who serves this country alone; far behind, who serves any."""
    if country in item.serves:
        return 0 if len(item.serves) == 1 else 1
    return 2


def _kind_list(
    directory: Directory, kind: Kind, contacts: Sequence[Contact]
) -> KindList:
    name = directory.kinds[kind]
    listed = tuple(
        Listed(warnings=warnings_of(item, directory), contact=item) for item in contacts
    )
    return KindList(
        kind=kind,
        name=name.name,
        listed=listed,
        gap=None if listed else name.gap or _nobody(name.name),
    )


def _nobody(kind: Text) -> Text:
    return Text(
        en=f"{kind.en}: nobody was found in the sources.",
        ru=f"{kind.ru}: в источниках никого не нашли.",
        fr=f"{kind.fr} : personne n'a été trouvé dans les sources.",
    )


def warnings_of(item: Contact, directory: Directory) -> tuple[Text, ...]:
    """What must be said before a contact, the heaviest first; never empty.

    A label that was not found is warned of too: it is unknown, not free.
    """
    by_label = {status.label: status for status in item.status}
    found: list[Text] = []
    unknown: list[Label] = []
    for label in directory.labels.values():
        status = by_label[label.id]
        if status.state == "not_found":
            unknown.append(label)
        else:
            found.append(_listed_as(status, label))
    if unknown:
        day = min(str(by_label[label.id].as_of) for label in unknown)
        found.append(_not_found([label.name for label in unknown], day))
    return tuple(found)


def _listed_as(status: Status, label: Label) -> Text:
    tail = _tail(status)
    if status.state == "lifted":
        return Text(
            en=f"Was listed in Russia as {label.name.en}, lifted {tail.en}: "
            "look into the register again before each use.",
            ru=f"Была в российском списке: {label.name.ru}; исключена {tail.ru}: "
            "перед каждым использованием проверьте реестр.",
            fr=f"A figuré en Russie comme {label.name.fr}, retirée {tail.fr} : "
            "revérifiez le registre avant chaque usage.",
        )
    return Text(
        en=f"Listed in Russia as {label.name.en} {tail.en}: {label.contact.en}.",
        ru=f"В российском списке: {label.name.ru}, {tail.ru}: {label.contact.ru}.",
        fr=f"Inscrite en Russie comme {label.name.fr} {tail.fr} : {label.contact.fr}.",
    )


def _tail(status: Status) -> Text:
    """Since when, why this day, and by which source."""
    source = _first(status.sources)
    note = status.note or Text(en="", ru="", fr="")
    by = f"{source.cite}; " if source is not None else ""
    read = f"{source.read}" if source is not None else f"{status.as_of}"
    day = status.since
    return Text(
        en=(f"since {day}" if day else "since a day that was not found")
        + _in_brackets(note.en, f"{by}read {read}"),
        ru=(f"с {day}" if day else "с какого дня, не найдено")
        + _in_brackets(note.ru, f"{by}прочитано {read}"),
        fr=(f"depuis {day}" if day else "depuis un jour non trouvé")
        + _in_brackets(note.fr, f"{by}lu le {read}"),
    )


def _in_brackets(*parts: str) -> str:
    return f" ({'; '.join(part for part in parts if part)})"


def _first(sources: Iterable[Source]) -> Source | None:
    return next(iter(sources), None)


def _not_found(labels: Sequence[Text], day: str) -> Text:
    return Text(
        en="Unknown whether Russia lists it "
        f"({'; '.join(label.en for label in labels)}): not found up to {day}, the "
        "registers were not read. Unknown is not free: inside Russia treat contact as "
        "punished.",
        ru="Неизвестно, есть ли в российских списках "
        f"({'; '.join(label.ru for label in labels)}): до {day} в источниках не нашли, "
        "реестры не читали. Неизвестно не значит свободна: в России считайте контакт "
        "наказуемым.",
        fr="On ignore si la Russie l'inscrit "
        f"({' ; '.join(label.fr for label in labels)}) : non trouvé jusqu'au {day}, "
        "registres non lus. Inconnu n'est pas libre : en Russie, tenez le contact pour "
        "puni.",
    )
