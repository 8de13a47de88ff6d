"""The commands that take something out of the vault or bring it in: export, import."""

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from safeconduct.app import export_phrase
from safeconduct.app import vault_phrase as phrase
from safeconduct.app.case_release import check_consent, record
from safeconduct.app.desk_call import PARTS, PATH, Desk, desk_command
from safeconduct.app.file import read_file, write_whole
from safeconduct.app.file_release import Leaving, files_of, written_out
from safeconduct.app.permission import act_of_export
from safeconduct.app.stick import pack, unpack
from safeconduct.app.vault_name import find_case, open_parts, short
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.facts.case_body import plain
from safeconduct.facts.vault_case import case_content, case_of
from safeconduct.log.entries.act import AskExport, Exported
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.bundle import (
    MAX_BUNDLE_BYTES,
    Carried,
    in_bundles,
    read_bundle,
    write_bundle,
)
from safeconduct.log.name import CaseId, EntryId, LogName
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault

SCOPE, FILES = "export", "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which cases are to leave, for what, and which parts of them."""

    cases: Sequence[str]
    purpose: str
    parts: Sequence[str]
    files: Path | None


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
@click.option("--files", type=PATH, metavar="DIR", help="the files too, in clear")
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
    files: Path | None,
    bundle: Path | None,
    whole: bool,
) -> None:
    """Take cases out in clear, with the person's consent; or write a sealed bundle."""
    if [out, ask, bundle].count(None) != 2:
        msg = "Give one of -o, --ask, --bundle."
        raise click.UsageError(msg)
    if files is not None and out is None:
        msg = "--files goes with -o."
        raise click.UsageError(msg)
    if bundle is not None:
        _write_bundles(desk, bundle, whole=whole)
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
        asked = _Asked(
            cases=cases, purpose=purpose, parts=["main", *parts], files=files
        )
        _export(desk, asked, out)


def _export(desk: Desk, asked: _Asked, out: Path) -> None:
    rulebook = desk.rulebook()
    with desk.opened() as vault:
        cases = tuple(dict.fromkeys(find_case(vault, text) for text in asked.cases))
        act = act_of_export(vault, cases, purpose=asked.purpose)
        consents = {case: _consent(desk, vault, case, SCOPE, asked) for case in cases}
        content: list[Json] = []
        files: list[Leaving] = []
        for case in cases:
            views = [vault.view(log) for log in _logs(vault, case, asked.parts)]
            case_of(views, rulebook)
            content.append(plain(case_content(views)))
            found = files_of(vault, views) if asked.files is not None else []
            if found:
                _consent(desk, vault, case, FILES, asked)
            files += found
        with ExitStack() as stack:
            if asked.files is not None and files:
                stack.enter_context(written_out(vault, files, asked.files))
            _write_cases(content, out)
            what = _what(asked, len(files))
            _record(vault, act, consents, out=out, to=asked.purpose, what=what)
        desk.tell(phrase.EXPORTED, len(cases), out.name)
        if asked.files is not None:
            text = export_phrase.FILES_OUT if files else export_phrase.NO_FILES
            desk.tell(text, len(files), asked.files.name)


def _consent(
    desk: Desk, vault: Vault, case: CaseId, scope: str, asked: _Asked
) -> EntryId:
    day = desk.settings.today
    return check_consent(vault, case, scope, purpose=asked.purpose, day=day)


def _write_cases(content: Sequence[Json], out: Path) -> None:
    whole = content if len(content) > 1 else content[0]
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    write_whole(out, f"{text}\n".encode(), durable=True)


def _what(asked: _Asked, files: int) -> str:
    parts = ", ".join(dict.fromkeys(asked.parts))
    return f"{SCOPE}: {parts}; files: {files}" if files else f"{SCOPE}: {parts}"


def _record(
    vault: Vault,
    act: Exported,
    consents: Mapping[CaseId, EntryId],
    *,
    out: Path,
    to: str,
    what: str,
) -> None:
    """Write into the group's log and into each case that it left.

    Raises:
        LogError: it could not be written; the file is gone again.
    """
    try:
        act_in(vault, act)
    except LogError:
        out.unlink(missing_ok=True)
        raise
    record(vault, consents, out=out, to=to, what=what)


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


def _write_bundles(desk: Desk, out: Path, *, whole: bool) -> None:
    """One bundle, or several numbered ones where one does not hold it all."""
    with desk.opened() as vault:
        written = 0
        for written, some in enumerate(in_bundles(pack(vault, whole=whole)), 1):
            path = out if written == 1 else out.with_stem(f"{out.stem}-{written}")
            write_whole(path, write_bundle(some, file=path.name), durable=True)
            desk.tell(phrase.BUNDLED, len(some), path.name)
            if not some:
                desk.tell(phrase.NOTHING_WAITS)
        if written > 1:
            desk.tell(export_phrase.CARRY_ALL, written)


@click.command("import")
@click.argument("files", type=PATH, metavar="FILE…", nargs=-1, required=True)
@desk_command()
def bring_in(desk: Desk, files: Sequence[Path]) -> None:
    """Take what bundles bring; nothing is taken from one that is damaged."""
    with desk.opened() as vault:
        new = sum(unpack(vault, _bundle(file)).entries for file in files)
        desk.tell(phrase.TAKEN, new)


def _bundle(file: Path) -> tuple[Carried, ...]:
    return read_bundle(read_file(file, most=MAX_BUNDLE_BYTES), file=file.name)
