"""The commands about the law itself: list, show, record; the others beside it."""

from collections.abc import Iterator
from importlib import import_module

import click

from safeconduct.app.books.law_folder import read_law, recorded_days
from safeconduct.app.calls.call import Call, common, known_name, say
from safeconduct.app.machine.file import write_whole
from safeconduct.app.screen import phrase
from safeconduct.app.screen.as_json import source_json
from safeconduct.app.screen.as_text import paragraphs
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.override import override
from safeconduct.base.text import Language
from safeconduct.rulebook.record import Page, Rulebook
from safeconduct.rulebook.vocabulary import FactSpec, ListSpec

# Each imported when it is called: what draws pages or checks signatures loads slowly.
LATER = {
    "check": "check_command",
    "diff": "difference_command",
    "replay": "replay_command",
    "site": "site_command",
    **dict.fromkeys(
        ("key", "root", "pack", "sign", "trust", "install", "packs"), "pack_command"
    ),
}


class _Law(click.Group):
    """The commands about law; most are imported when one of them is called."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, those about packs last."""
        return [*super().list_commands(ctx), *LATER]

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command of that name, if there is one."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"safeconduct.app.law.{LATER[cmd_name]}")
        found: object = getattr(module, cmd_name)
        return found if isinstance(found, click.Command) else None


@click.group(cls=_Law)
def law() -> None:
    """The rulebook: check it, browse it, compare two of them, pack and sign it."""


@law.command("list")
@click.option("--facts", is_flag=True, help="every fact instead of every page")
@common(day=False, viewpoint=False)
def list_law(call: Call, *, facts: bool) -> None:
    """List the pages with their findings, or (with --facts) the vocabulary."""
    rulebook = call.library().rulebook
    if facts:
        content: list[Json] = [
            _fact_json(item, call.at) for item in rulebook.vocabulary.facts
        ]
        content += [_list_json(item, call.at) for item in rulebook.vocabulary.lists]
        lines = (
            f"{item.name}  ({item.type})  {item.label.within(call.at)}"
            for item in rulebook.vocabulary.facts
        )
        call.put(lines, content)
        return
    call.put(
        _page_lines(rulebook, call.at), [_page_json(p, call.at) for p in rulebook.pages]
    )


def _page_lines(rulebook: Rulebook, at: Language) -> Iterator[str]:
    for page in rulebook.pages:
        yield f"{page.version()}  [{page.kind}, {page.bears}]  {page.file}"
        for finding in page.findings:
            if finding.goal:
                yield from paragraphs(
                    f"{finding.id}: {finding.title.within(at)}", lead="    "
                )


def _page_json(page: Page, at: Language) -> Json:
    return {
        "id": page.id,
        "version": page.version(),
        "file": page.file,
        "kind": page.kind,
        "jurisdiction": page.jurisdiction,
        "bears": page.bears,
        "review_by": page.review_by.isoformat(),
        "counsel_only": page.counsel_only,
        "sources": [source_json(source) for source in page.sources],
        "missing": [text.within(at) for text in page.missing],
        "findings": [
            {
                "id": item.id,
                "kind": item.kind,
                "goal": item.goal,
                "title": item.title.within(at),
            }
            for item in page.findings
        ],
        "deadlines": [item.id for item in page.deadlines],
        "clocks": [item.id for item in page.clocks],
        "parameters": [item.id for item in page.parameters],
    }


def _fact_json(item: FactSpec, at: Language) -> Json:
    return {
        "name": item.name,
        "type": item.type,
        "values": list(item.values),
        "cardinality": item.cardinality,
        "of": list(item.of),
        "label": item.label.within(at),
        "question": item.ask.within(at),
        "marks": ["counsel only"] if item.counsel_only else [],
        "cost": item.cost,
        "distress": item.distress,
        "danger": item.danger,
    }


def _list_json(item: ListSpec, at: Language) -> Json:
    return {
        "name": item.name,
        "type": "list",
        "cardinality": "many",
        "label": item.label.within(at),
        "question": item.ask.within(at),
        "marks": ["counsel only"] if item.counsel_only else [],
        "columns": [
            {"name": column.name, "type": column.type, "values": list(column.values)}
            for column in item.columns
        ],
    }


@law.command()
@click.argument("name")
@common(day=False, viewpoint=False)
def show(call: Call, name: str) -> None:
    """Show the page of an id: a page, a finding, a deadline or a clock."""
    rulebook = call.library().rulebook
    homes: dict[str, list[Page]] = {}
    for page in rulebook.pages:
        for key in {page.id, page.version(), *_names_on(page)}:
            homes.setdefault(key, []).append(page)
    known_name(name, homes, "page or finding")
    texts = read_law(call.law).pages
    pages = homes[name]
    lines = (line for page in pages for line in texts[page.file].decode().split("\n"))
    call.put(
        lines,
        [
            {"page": _page_json(page, call.at), "text": texts[page.file].decode()}
            for page in pages
        ],
    )


def _names_on(page: Page) -> list[str]:
    """The ids of a page's blocks."""
    return [
        *(item.id for item in page.findings),
        *(item.id for item in page.deadlines),
        *(item.id for item in page.clocks),
        *(item.id for item in page.parameters),
    ]


@law.command()
@common(printed=False, viewpoint=False)
def record(call: Call) -> None:
    """Write down when each page was first recorded; known pages keep their day."""
    if call.pack is not None:
        what = "An installed law pack is never edited: name your own folder with --law."
        raise InputError([Fault(file="law", what=what)])
    rulebook = call.library().rulebook
    path = call.law / "recorded.toml"
    kept = dict(recorded_days(path))
    lines = ["# Written by `safeconduct law record`, never by hand.", "[recorded]"]
    for page in sorted(rulebook.pages, key=Page.version):
        day = kept.get(page.version(), call.settings.today)
        lines.append(f'"{page.version()}" = {day.isoformat()}')
    write_whole(path, ("\n".join(lines) + "\n").encode())
    say(f"{phrase.WROTE.within(call.at)} {path.name}: {len(rulebook.pages)}")
