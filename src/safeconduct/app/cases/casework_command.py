"""The commands about the cases of a vault: open, list, show, share, merge, pass on."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from safeconduct.app.calls.call import MAX_CASE_BYTES, say
from safeconduct.app.calls.desk_call import PARTS, PATH, Desk, desk_command, part_option
from safeconduct.app.cases.case_view import (
    hit_json,
    hit_lines,
    list_json,
    list_lines,
    show_json,
    show_lines,
)
from safeconduct.app.machine.file import read_file
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.vault_name import check_open, find_case, find_entry, short
from safeconduct.facts.case_body import Filed, bodies_of
from safeconduct.log.cases.case_work import (
    merge,
    new_case,
    share,
    split,
    unshare,
)
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.cases.retention import due_cases
from safeconduct.log.entries.body import Opened
from safeconduct.log.group.people import named
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.roster.access import Action, may
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.standing import relation
from safeconduct.log.vault.vault import Vault

_WRITE: dict[Compartment, Action] = {
    Compartment.MAIN: "write_main",
    Compartment.PAPERS: "write_papers",
    Compartment.COUNSEL: "write_counsel",
}


@click.group()
def case() -> None:
    """The cases of the group: what was said about each, by whom, and who may read."""


@case.command()
@click.option("--alias", metavar="A", help="what the group calls the person")
@click.option("--lang-of-person", "languages", multiple=True, metavar="ru")
@click.option("--stage", default="", help="how far the case is, in the group's words")
@click.option("--from", "source", type=PATH, metavar="CASEFILE", help="its entries")
@desk_command()
def new(
    desk: Desk,
    alias: str | None,
    languages: Sequence[str],
    stage: str,
    source: Path | None,
) -> None:
    """Open a case, empty or with what a case file says; who opens it leads it."""
    if (alias is None) == (source is None):
        msg = "Give either --alias or --from."
        raise click.UsageError(msg)
    filed = Filed(
        opened=Opened(alias=alias or "", languages=tuple(languages), stage=stage)
    )
    if source is not None:
        rulebook = desk.rulebook()
        content = read_file(source, most=MAX_CASE_BYTES)
        filed = bodies_of(content, file=source.name, rulebook=rulebook, stage=stage)
    with desk.opened() as vault:
        made = _file_case(desk, vault, filed)
        desk.tell(phrase.OPENED, filed.opened.alias, short(made))


def _file_case(desk: Desk, vault: Vault, filed: Filed) -> CaseId:
    """Open the case and write what the member may write, main first."""
    made = new_case(vault, filed.opened, bodies=filed.bodies.get(Compartment.MAIN, ()))
    for part, bodies in filed.bodies.items():
        if part is Compartment.MAIN:
            continue
        if may(_WRITE[part], vault.me().role, relation(vault, made)):
            log = LogName(case=made, compartment=part)
            vault.append_all(log, [Opened(alias=filed.opened.alias), *bodies])
        else:
            say(desk.words(phrase.NOT_YOURS, len(bodies), part.name.lower()))
    return made


@case.command("list")
@click.option("--search", metavar="WORDS", help="cases in which these words stand")
@desk_command(printed=True)
def show_all(desk: Desk, search: str | None) -> None:
    """List the cases, newest first; or entries that hold some words."""
    with desk.opened() as vault:
        check_open(vault)
        if search is None:
            due = tuple(due_cases(vault, today=desk.settings.today))
            desk.put(list_lines(vault, desk.at, due), list_json(vault, due))
            return
        with closing(open_text_index(vault)) as index:
            hits = index.search(search)
            desk.put(hit_lines(vault, hits, desk.at), hit_json(hits))


@case.command()
@click.argument("case", metavar="CASE")
@part_option
@click.option("--access", is_flag=True, help="who could open it, since when")
@desk_command(printed=True)
def show(desk: Desk, case: str, part: str, *, access: bool) -> None:
    """Show a case: its entries in order, what differs, what is apart and why."""
    with desk.opened() as vault:
        log = LogName(case=find_case(vault, case), compartment=PARTS[part])
        lines = show_lines(vault, vault.view(log), desk.at, access=access)
        desk.put(lines, show_json(vault, vault.view(log), access=access))


@case.command()
@click.argument("case", metavar="CASE")
@click.argument("name")
@part_option
@click.option("--history", is_flag=True, help="with what was written before")
@desk_command()
def grant(desk: Desk, case: str, name: str, part: str, *, history: bool) -> None:
    """Let a member open one part of one case."""
    with desk.opened() as vault:
        log = LogName(case=find_case(vault, case), compartment=PARTS[part])
        who = named(vault, name)
        share(vault, log, who.member, history=history)
        desk.tell(phrase.GRANTED, who.name, part)


@case.command()
@click.argument("case", metavar="CASE")
@click.argument("name")
@part_option
@desk_command()
def revoke(desk: Desk, case: str, name: str, part: str) -> None:
    """End a grant: what is written from now on does not open to the member."""
    with desk.opened() as vault:
        log = LogName(case=find_case(vault, case), compartment=PARTS[part])
        who = named(vault, name)
        unshare(vault, log, who.member)
        desk.tell(phrase.REVOKED, who.name, part)


@case.command("merge")
@click.argument("case", metavar="CASE")
@click.argument("into", metavar="INTO")
@click.option("--why", required=True)
@desk_command()
def join(desk: Desk, case: str, into: str, why: str) -> None:
    """Say that two cases are one person's, in both; the first goes on in the other."""
    with desk.opened() as vault:
        one, other = find_case(vault, case), find_case(vault, into)
        merge(vault, one, other, why=why)
        desk.tell(phrase.MERGED, case, into)


@case.command("split")
@click.argument("case", metavar="CASE")
@click.argument("entries", metavar="ENTRY…", nargs=-1, required=True)
@click.option("--alias", required=True, metavar="A")
@desk_command()
def part_off(desk: Desk, case: str, entries: Sequence[str], alias: str) -> None:
    """Give some entries a case of their own; they stay readable where they were."""
    with desk.opened() as vault:
        found = find_case(vault, case)
        names = [find_entry(vault, found, text) for text in entries]
        other = split(vault, found, Opened(alias=alias), names)
        desk.tell(phrase.OPENED, alias, short(other))


@case.command("pass")
@click.argument("case", metavar="CASE")
@click.argument("entry", metavar="ENTRY")
@desk_command()
def pass_on(desk: Desk, case: str, entry: str) -> None:
    """Pass an entry of main to counsel alone; its words leave every other desk."""
    with desk.opened() as vault:
        found = find_case(vault, case)
        pass_to_counsel(vault, found, find_entry(vault, found, entry))
        desk.tell(phrase.PASSED)
