"""The commands that take something out of the vault or bring it in: export, import."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from safeconduct.app.calls.desk_call import PARTS, PATH, Desk, desk_command
from safeconduct.app.exchange import export_phrase
from safeconduct.app.exchange.file_release import (
    Leaving,
    check_new,
    files_of,
    written_out,
)
from safeconduct.app.machine.file import read_file, write_whole
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.case_release import check_consent, release, take_out
from safeconduct.app.vault.stick import pack, unpack
from safeconduct.app.vault.vault_name import find_case, short
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.facts.case_body import plain
from safeconduct.facts.vault_case import case_content, case_of
from safeconduct.log.entries.act import AskExport
from safeconduct.log.exchange.bundle import (
    MAX_BUNDLE_BYTES,
    Carried,
    in_bundles,
    read_bundle,
    write_bundle,
)
from safeconduct.log.name import CaseId, LogName
from safeconduct.log.vault.standing import act_in, open_parts
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
    rulebook, day, purpose = desk.rulebook(), desk.settings.today, asked.purpose
    with desk.opened() as vault:
        cases = tuple(dict.fromkeys(find_case(vault, text) for text in asked.cases))
        released = release(vault, cases, SCOPE, purpose=purpose, day=day)
        content: list[Json] = []
        files: list[Leaving] = []
        for case in cases:
            views = [vault.view(log) for log in _logs(vault, case, asked.parts)]
            case_of(views, rulebook)
            content.append(plain(case_content(views)))
            found = files_of(vault, views) if asked.files is not None else []
            if found:
                check_consent(vault, case, FILES, purpose=purpose, day=day)
            files += found
        beside: AbstractContextManager[None] = nullcontext()
        if asked.files is not None and files:
            check_new(asked.files)
            beside = written_out(vault, files, asked.files)
        raw, what = _printed(content), _what(asked, len(files))
        take_out(vault, released, raw, out=out, what=what, beside=beside)
        desk.tell(phrase.EXPORTED, len(cases), out.name)
        if asked.files is not None:
            text = export_phrase.FILES_OUT if files else export_phrase.NO_FILES
            desk.tell(text, len(files), asked.files.name)


def _printed(content: Sequence[Json]) -> bytes:
    """A case file, or a list of several."""
    whole = content if len(content) > 1 else content[0]
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _what(asked: _Asked, files: int) -> str:
    parts = ", ".join(dict.fromkeys(asked.parts))
    return f"{SCOPE}: {parts}; files: {files}" if files else f"{SCOPE}: {parts}"


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
