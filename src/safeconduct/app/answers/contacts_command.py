"""`contacts`: who helps in a country, each warning before its contact.

Spec: spec/help.md §6. Inside Russia nobody is named: only how to speak safely is said.
"""

from collections.abc import Iterator

import click

from safeconduct.app.books.help_folder import country_names, read_directory
from safeconduct.app.calls.call import Call, common, known_name
from safeconduct.app.calls.expiry import expiry_warnings
from safeconduct.app.screen.as_json import source_json
from safeconduct.app.screen.as_text import paragraphs
from safeconduct.app.screen.reader import GUARDED, names_somebody
from safeconduct.base.digest import Json
from safeconduct.base.text import Language, Text
from safeconduct.reference.help_view import HelpKind, HelpRow, HelpView, help_view
from safeconduct.rulebook.help import KINDS, Kind, Status

HEADING = Text(
    en="Help for a person in: ", ru="Помощь для человека; страна: ",
    fr="Aide pour une personne ; pays : ",
)  # fmt: skip
SAFELY = Text(
    en="For a reader inside Russia", ru="Для читателя в России",
    fr="Pour un lecteur en Russie",
)  # fmt: skip
EXPIRED_EFFECT = Text(
    en=": since then Russia may have put more helpers on its lists, and a channel may "
    "have changed. Look into the registers again before each contact. Install a newer "
    "pack.",
    ru=": с тех пор в российские списки могли попасть и другие, а канал связи мог "
    "смениться. Перед каждым обращением проверьте реестры. Установите более новый "
    "пакет.",
    fr=" : depuis, la Russie a pu inscrire d'autres aides sur ses listes, et un canal "
    "a pu changer. Revérifiez les registres avant chaque contact. Installez un paquet "
    "plus récent.",
)
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
    rulebook = call.library().rulebook
    names = country_names(rulebook)
    country = known_name(country.upper(), names, "country")
    # A country that nobody knows is refused: a slip must not show names inside Russia.
    reader = known_name((reader or country).upper(), names, "country")
    guarded = reader in GUARDED
    view = help_view(
        read_directory(call.law, rulebook),
        country,
        guarded=guarded,
        kinds=kinds or KINDS,
    )
    # No text that names somebody reaches a guarded reader, whatever the files say.
    advice = [text for text in view.advice if not (guarded and names_somebody(text))]
    warned = expiry_warnings(call, rulebook, EXPIRED_EFFECT)
    heading = f"{HEADING.within(call.at)}{names[country].within(call.at)}"
    if guarded:
        heading = SAFELY.within(call.at)
    content: Json = {
        "country": country,
        "reader_in": reader,
        "warnings": [text.within(call.at) for text in warned],
        "advice": [text.within(call.at) for text in advice],
        "kinds": [_kind_json(item, call.at) for item in view.kinds],
    }
    call.put(_lines(heading, (*warned, *advice), view, call.at), content)


def _lines(
    heading: str, first: tuple[Text, ...], view: HelpView, at: Language
) -> Iterator[str]:
    yield heading
    yield "=" * len(heading)
    for text in first:
        yield from paragraphs(text.within(at), lead="!! ")
    for kind in view.kinds:
        yield ""
        yield kind.name.within(at)
        if kind.gap is not None:
            yield from paragraphs(kind.gap.within(at), lead="  ")
        for row in kind.rows:
            yield from _contact_lines(row, at)


def _contact_lines(row: HelpRow, at: Language) -> Iterator[str]:
    item, name = row.contact, row.contact.name.within(at)
    if not row.is_first:
        yield from paragraphs(f"{name} ({ABOVE.within(at)})", lead="  - ")
        return
    for text in row.warnings:
        yield from paragraphs(text.within(at), lead="  !! ")
    names = [name, *(other for other in item.also if other not in name)]
    yield from paragraphs(" / ".join(names), lead="  - ")
    read = READ.within(at)
    sources = "; ".join(f"{one.cite} ({read} {one.read})" for one in row.sources)
    pairs = [
        (CHANNEL, item.channel.within(at) if item.channel else ""),
        *([(BASE, item.base.within(at))] if item.base else []),
        (LANGUAGES, ", ".join(_languages(row, at))),
        (CHECKED, str(item.checked or "")),
        (SOURCE, sources),
    ]
    for label, said in pairs:
        line = f"{label.within(at)}: {said or NOT_FOUND.within(at)}"
        yield from paragraphs(line, lead="    ")
    yield from paragraphs(item.note.within(at), lead="    ")


def _languages(row: HelpRow, at: Language) -> list[str]:
    return [name.within(at) for name in row.languages]


def _kind_json(item: HelpKind, at: Language) -> Json:
    return {
        "kind": item.id,
        "name": item.name.within(at),
        "gap": item.gap.within(at) if item.gap is not None else None,
        "contacts": [_contact_json(row, at) for row in item.rows],
    }


def _contact_json(row: HelpRow, at: Language) -> Json:
    item = row.contact
    return {
        "id": item.id,
        "warnings": [text.within(at) for text in row.warnings],
        "status": {status.label: _status_json(status, at) for status in item.status},
        "name": item.name.within(at),
        "also": list(item.also),
        "serves": list(item.serves),
        "base": item.base.within(at) if item.base is not None else None,
        "languages": _languages(row, at),
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
