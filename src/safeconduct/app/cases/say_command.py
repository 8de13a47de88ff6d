"""The command that writes an entry into a case."""

import sys
from pathlib import Path

import click

from safeconduct.app.calls.desk_call import PARTS, PATH, Desk, desk_command, part_option
from safeconduct.app.cases.file_type import HEAD_BYTES, kind_of_file
from safeconduct.app.cases.saying import PLAIN, SAID_KINDS, read_said
from safeconduct.app.machine.file import opened_file, read_text
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.vault_name import find_case, find_entry, short
from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.plain import one_line
from safeconduct.facts.vault_case import check_body, evidence_in
from safeconduct.log.cases import case_work
from safeconduct.log.cases.attachment import attach
from safeconduct.log.name import LogName
from safeconduct.log.vault.standing import open_parts
from safeconduct.sealing.padding import MOST_PADDED

# Their names, values and days are a case file's; the rest is words.
_MOST_TITLE = 200
_JUDGED = frozenset({"fact", "row", "event", "evidence", "judgement", "consent"})


@click.command()
@click.argument("case", metavar="CASE")
@click.argument("file", type=PATH, required=False)
@part_option
@click.option("--kind", type=click.Choice(SAID_KINDS), default=PLAIN, show_default=True)
@click.option("--file", "kept", type=PATH, metavar="PATH", help="attach a file instead")
@click.option("--title", default="", metavar="WORDS", help="what the file shows")
@desk_command()
def say(  # noqa: PLR0913 -- words, or a file
    desk: Desk,
    *,
    case: str,
    file: Path | None,
    part: str,
    kind: str,
    kept: Path | None,
    title: str,
) -> None:
    """Write an entry: words, or the fields of its kind as TOML, or a file."""
    if kept is None:
        if title:
            msg = "--title goes with --file."
            raise click.UsageError(msg)
        _say(desk, case, file, part, kind)
    else:
        if file is not None or kind != PLAIN:
            msg = "Give words or --file, not both."
            raise click.UsageError(msg)
        _attach(desk, case, kept, part, title)


def _attach(desk: Desk, case: str, path: Path, part: str, title: str) -> None:
    """Keep a file in a case; nobody is told what its sender called it."""
    if one_line(title, most=_MOST_TITLE) != title:
        what = f"A title is one line of at most {_MOST_TITLE} characters."
        raise InputError([Fault(file="--title", what=what)])
    with desk.opened() as vault, opened_file(path) as (source, length):
        log = LogName(case=find_case(vault, case), compartment=PARTS[part])
        found = kind_of_file(source.read(HEAD_BYTES))
        source.seek(0)
        name = attach(vault, log, source, length=length, kind=found, title=title)
        desk.tell(phrase.WRITTEN, short(name))


def _say(desk: Desk, case: str, file: Path | None, part: str, kind: str) -> None:
    name = "standard input" if file is None else file.name
    text = _standard_input() if file is None else read_text(file, most=MOST_PADDED)
    with desk.opened() as vault:
        found = find_case(vault, case)
        log = LogName(case=found, compartment=PARTS[part])
        body = read_said(
            text, kind, file=name, find=lambda one: find_entry(vault, found, one)
        )
        if kind in _JUDGED:
            lower = [one for one in open_parts(vault, found) if one <= log]
            known = evidence_in([vault.view(one) for one in lower])
            rulebook = desk.rulebook()
            check_body(body, log.compartment, rulebook, file=name, known=known)
        desk.tell(phrase.WRITTEN, short(case_work.say(vault, log, body)))


def _standard_input() -> str:
    raw = sys.stdin.buffer.read(MOST_PADDED + 1)
    return decode_text(raw, file="standard input", most=MOST_PADDED)
