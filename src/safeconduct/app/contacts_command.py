"""`contacts`: who helps in a country, each warning before its contact.

Spec: spec/help.md §6. Inside Russia nobody is named: only how to speak safely is said.
"""

from collections.abc import Iterator, Sequence

import click

from safeconduct.app.as_json import source_json
from safeconduct.app.as_text import paragraphs
from safeconduct.app.call import Call, common, known_name
from safeconduct.app.help_folder import country_names, read_directory
from safeconduct.app.reader import GUARDED, names_somebody
from safeconduct.base.digest import Json
from safeconduct.base.text import Language, Text
from safeconduct.rulebook.help import KINDS, Contact, Directory, Kind, Status
from safeconduct.rulebook.help_list import KindList, Listed, contacts_in

HEADING = Text(
    en="Help for a person in: ", ru="Помощь для человека; страна: ",
    fr="Aide pour une personne ; pays : ",
)  # fmt: skip
SAFELY = Text(
    en="For a reader inside Russia", ru="Для читателя в России",
    fr="Pour un lecteur en Russie",
)  # fmt: skip
ABOVE = Text(en="see above", ru="см. выше", fr="voir plus haut")
NOT_FOUND = Text(en="not found", ru="не найдено", fr="non trouvé")
CHANNEL = Text(en="Channel", ru="Связь", fr="Contact")
LANGUAGES = Text(en="Languages", ru="Языки", fr="Langues")
BASE = Text(en="Sits in", ru="Где находится", fr="Siège")
CHECKED = Text(en="As of", ru="По состоянию на", fr="État au")
READ = Text(en="read", ru="прочитано", fr="lu le")
SOURCE = Text(en="Source", ru="Источник", fr="Source")


@click.command()
@click.option("--in", "country", required=True, metavar="COUNTRY", help="such as KZ")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS))
@click.option(
    "--reader-in", "reader", default="", metavar="COUNTRY",
    help="where it will be read (default: the country asked about)",
)  # fmt: skip
@common(day=False, viewpoint=False)
def contacts(call: Call, country: str, kinds: tuple[Kind, ...], reader: str) -> None:
    """Show who helps in a country: first what a contact endangers, then the contact."""
    library = call.library()
    names = country_names(library.rulebook)
    country = known_name(country.upper(), names, "country")
    # A country that nobody knows is refused: a slip must not show names inside Russia.
    reader = known_name((reader or country).upper(), names, "country")
    directory = read_directory(call.law, library.rulebook)
    advice = _advice(directory, reader)
    listed = _listed(directory, country, kinds or KINDS, reader)
    content: Json = {
        "country": country,
        "reader_in": reader,
        "advice": [text.within(call.at) for text in advice],
        "kinds": [_kind_json(item, directory, call.at) for item in listed],
    }
    heading = f"{HEADING.within(call.at)}{names[country].within(call.at)}"
    if reader in GUARDED:
        heading = SAFELY.within(call.at)
    call.put(_lines(heading, advice, listed, directory, call.at), content)


def _advice(directory: Directory, reader: str) -> list[Text]:
    """What this reader is told; inside Russia no text that names somebody."""
    if reader not in GUARDED:
        return list(directory.advice_for("outside"))
    return [text for text in directory.advice_for("inside") if not names_somebody(text)]


def _listed(
    directory: Directory, country: str, kinds: Sequence[Kind], reader: str
) -> Sequence[KindList]:
    """Who helps; nobody at all for a reader inside Russia."""
    return () if reader in GUARDED else contacts_in(directory, country, kinds=kinds)


def _lines(
    heading: str,
    advice: Sequence[Text],
    listed: Sequence[KindList],
    directory: Directory,
    at: Language,
) -> Iterator[str]:
    yield heading
    yield "=" * len(heading)
    for text in advice:
        yield from paragraphs(text.within(at), lead="!! ")
    shown: set[str] = set()
    for item in listed:
        yield ""
        yield item.name.within(at)
        if item.gap is not None:
            yield from paragraphs(item.gap.within(at), lead="  ")
        for found in item.listed:
            if found.contact.id in shown:
                said = f"{found.contact.name.within(at)} ({ABOVE.within(at)})"
                yield from paragraphs(said, lead="  - ")
                continue
            shown.add(found.contact.id)
            yield from _contact_lines(found, directory, at)


def _contact_lines(found: Listed, directory: Directory, at: Language) -> Iterator[str]:
    item = found.contact
    for text in found.warnings:
        yield from paragraphs(text.within(at), lead="  !! ")
    name = item.name.within(at)
    names = [name, *(other for other in item.also if other not in name)]
    yield from paragraphs(" / ".join(names), lead="  - ")
    read = READ.within(at)
    cited = [source for source in item.sources if source.grade != "memory"]
    sources = "; ".join(f"{one.cite} ({read} {one.read})" for one in cited)
    rows = [
        (CHANNEL, item.channel.within(at) if item.channel else ""),
        *([(BASE, item.base.within(at))] if item.base else []),
        (LANGUAGES, ", ".join(_languages(item, directory, at))),
        (CHECKED, str(item.checked or "")),
        (SOURCE, sources),
    ]
    for label, said in rows:
        row = f"{label.within(at)}: {said or NOT_FOUND.within(at)}"
        yield from paragraphs(row, lead="    ")
    yield from paragraphs(item.note.within(at), lead="    ")


def _languages(item: Contact, directory: Directory, at: Language) -> list[str]:
    return [directory.languages[code].name.within(at) for code in item.languages]


def _kind_json(item: KindList, directory: Directory, at: Language) -> Json:
    return {
        "kind": item.kind,
        "name": item.name.within(at),
        "gap": item.gap.within(at) if item.gap is not None else None,
        "contacts": [_contact_json(found, directory, at) for found in item.listed],
    }


def _contact_json(found: Listed, directory: Directory, at: Language) -> Json:
    item = found.contact
    return {
        "id": item.id,
        "warnings": [text.within(at) for text in found.warnings],
        "status": {status.label: _status_json(status, at) for status in item.status},
        "name": item.name.within(at),
        "also": list(item.also),
        "serves": list(item.serves),
        "base": item.base.within(at) if item.base is not None else None,
        "languages": _languages(item, directory, at),
        "channel": item.channel.within(at) if item.channel is not None else None,
        "checked": str(item.checked) if item.checked is not None else None,
        "source": [source_json(source) for source in item.sources],
        "note": item.note.within(at),
    }


def _status_json(status: Status, at: Language) -> Json:
    return {
        "state": status.state,
        "since": str(status.since) if status.since is not None else None,
        "as_of": str(status.as_of),
        "note": status.note.within(at) if status.note is not None else None,
        "source": [source_json(source) for source in status.sources],
    }
