"""The command that writes an entry into a case."""

import sys
from pathlib import Path

import click

from safeconduct.app import vault_phrase as phrase
from safeconduct.app.desk_call import PARTS, PATH, Desk, desk_command, part_option
from safeconduct.app.file import read_text
from safeconduct.app.saying import PLAIN, SAID_KINDS, read_said
from safeconduct.app.vault_name import find_case, find_entry, short
from safeconduct.base.decode import decode_text
from safeconduct.facts.vault_case import check_body
from safeconduct.log import case_work
from safeconduct.log.name import LogName
from safeconduct.sealing.padding import MOST_PADDED

# Their names and values are the vocabulary's; the rest is words.
_JUDGED = frozenset({"fact", "row", "event", "judgement"})


@click.command()
@click.argument("case", metavar="CASE")
@click.argument("file", type=PATH, required=False)
@part_option
@click.option("--kind", type=click.Choice(SAID_KINDS), default=PLAIN, show_default=True)
@desk_command()
def say(desk: Desk, case: str, file: Path | None, part: str, kind: str) -> None:
    """Write an entry: words, or the fields of its kind as TOML."""
    name = "standard input" if file is None else file.name
    text = _standard_input() if file is None else read_text(file, most=MOST_PADDED)
    with desk.opened() as vault:
        found = find_case(vault, case)
        log = LogName(case=found, compartment=PARTS[part])
        body = read_said(
            text, kind, file=name, find=lambda one: find_entry(vault, found, one)
        )
        if kind in _JUDGED:
            rulebook = desk.rulebook()
            check_body(body, log.compartment, rulebook, file=name)
        desk.tell(phrase.WRITTEN, short(case_work.say(vault, log, body)))


def _standard_input() -> str:
    raw = sys.stdin.buffer.read(MOST_PADDED + 1)
    return decode_text(raw, file="standard input", most=MOST_PADDED)
