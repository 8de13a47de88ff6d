"""The commands that take something out of the vault or bring it in: export, import."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from safeconduct.app import vault_phrase as phrase
from safeconduct.app.case_release import check_consent, record
from safeconduct.app.desk_call import PARTS, PATH, Desk, desk_command
from safeconduct.app.file import read_file, write_whole
from safeconduct.app.stick import pack, unpack
from safeconduct.app.vault_name import find_case, open_parts, short
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.facts.case_body import plain
from safeconduct.facts.vault_case import case_content, case_of
from safeconduct.log.access import MANY_CASES
from safeconduct.log.act import AskExport
from safeconduct.log.bundle import MAX_BUNDLE_BYTES, read_bundle, write_bundle
from safeconduct.log.name import CaseId, LogName
from safeconduct.log.people import act_in
from safeconduct.log.vault import Vault

SCOPE = "export"


@click.command("export")
@click.argument("cases", metavar="[CASE]…", nargs=-1)
@click.option("-o", "--out", type=PATH, metavar="FILE", help="the cases as JSON")
@click.option("--for", "purpose", default="", metavar="PURPOSE")
@click.option(
    "--part",
    "parts",
    type=click.Choice(tuple(PARTS)),
    multiple=True,
    help="beside main",
)
@click.option("--ask", type=int, metavar="N", help="ask to take out so many at once")
@click.option("--bundle", type=PATH, metavar="FILE", help="sealed, for other desks")
@click.option("--whole", is_flag=True, help="the bundle holds all, not the new alone")
@desk_command()
def hand_over(  # noqa: PLR0913 -- three ways out
    desk: Desk,
    *,
    cases: Sequence[str],
    out: Path | None,
    purpose: str,
    parts: Sequence[str],
    ask: int | None,
    bundle: Path | None,
    whole: bool,
) -> None:
    """Take cases out in clear, with the person's consent; or write a sealed bundle."""
    if [out, ask, bundle].count(None) != 2:
        msg = "Give one of -o, --ask, --bundle."
        raise click.UsageError(msg)
    if bundle is not None:
        _write_bundle(desk, bundle, whole=whole)
        return
    if not purpose:
        msg = "Say with --for what it is for."
        raise click.UsageError(msg)
    if ask is not None:
        with desk.opened() as vault:
            name = act_in(vault, AskExport(cases=ask, purpose=purpose))
            desk.tell(phrase.ASKED_FOR, short(name))
    elif out is not None:
        if not cases:
            msg = "Name the cases."
            raise click.UsageError(msg)
        _export(desk, cases, out, purpose=purpose, parts=["main", *parts])


def _export(
    desk: Desk, texts: Sequence[str], out: Path, *, purpose: str, parts: Sequence[str]
) -> None:
    rulebook = desk.rulebook()
    with desk.opened() as vault:
        found = list(dict.fromkeys(find_case(vault, text) for text in texts))
        _check_many(vault, len(found), purpose)
        today = desk.settings.today
        consents = [
            check_consent(vault, case, SCOPE, purpose=purpose, day=today)
            for case in found
        ]
        content: list[Json] = []
        for case in found:
            views = [vault.view(log) for log in _logs(vault, case, parts)]
            case_of(views, rulebook)
            content.append(plain(case_content(views)))
        whole = content if len(content) > 1 else content[0]
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        write_whole(out, f"{text}\n".encode(), durable=True)
        record(
            vault,
            dict(zip(found, consents, strict=True)),
            out=out,
            to=purpose,
            what=f"{SCOPE}: {', '.join(dict.fromkeys(parts))}",
        )
        desk.tell(phrase.EXPORTED, len(found), out.name)


def _logs(vault: Vault, case: CaseId, parts: Sequence[str]) -> list[LogName]:
    """The logs of some compartments that have entries, main first.

    Raises:
        InputError: one of them does not open here.
    """
    wanted = {PARTS[part] for part in parts}
    opened = open_parts(vault, case)
    missing = wanted - {log.compartment for log in opened}
    for part in missing:
        what = f"There is nothing in '{part.name.lower()}' of the case that opens here."
        raise InputError([Fault(file="vault", what=what)])
    return [log for log in opened if log.compartment in wanted]


def _check_many(vault: Vault, number: int, purpose: str) -> None:
    """More than a few cases at once leave only with a second person's consent.

    Raises:
        InputError: nobody has allowed so many for that.
    """
    if number <= MANY_CASES:
        return
    allowed = [
        asked
        for name, asked in vault.roster.allowed.items()
        if asked.cases >= number
        and vault.roster.authors.get(vault.graph.by_id[name].device)
        == vault.me().member
    ]
    if any(asked.purpose == purpose for asked in allowed):
        return
    what = f"More than {MANY_CASES} cases at once leave only if a second person allows."
    mend = f"Ask: safeconduct export --ask {number} --for PURPOSE"
    known = nearest(purpose, (asked.purpose for asked in allowed))
    raise InputError([Fault(file="vault", what=what, mend=known or mend)])


def _write_bundle(desk: Desk, out: Path, *, whole: bool) -> None:
    with desk.opened() as vault:
        carried = pack(vault, whole=whole)
        write_whole(out, write_bundle(carried, file=out.name), durable=True)
        desk.tell(phrase.BUNDLED, len(carried), out.name)
        if not carried:
            desk.tell(phrase.NOTHING_WAITS)


@click.command("import")
@click.argument("file", type=PATH)
@desk_command()
def bring_in(desk: Desk, file: Path) -> None:
    """Take what a bundle brings; nothing is taken from one that is damaged."""
    carried = read_bundle(read_file(file, most=MAX_BUNDLE_BYTES), file=file.name)
    with desk.opened() as vault:
        desk.tell(phrase.TAKEN, unpack(vault, carried).entries)
