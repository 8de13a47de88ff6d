"""The commands that let go of things: erase a case, panic (spec/log.md §13)."""

import sys
from pathlib import Path

import click

from safeconduct.app import vault_phrase as phrase
from safeconduct.app.desk_call import Desk, desk_command
from safeconduct.app.settings import read_settings
from safeconduct.app.stick import slot_of
from safeconduct.app.vault_home import DEVICE_FILE, LOCK_FILE, has_device, no_vault
from safeconduct.app.vault_name import find_case, short
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.errors import LogError
from safeconduct.log.group.line_book import addresses, newest
from safeconduct.log.stores.lock import take_lock

# What opens the rest; without it everything else in the folder is noise.
_KEYS = (DEVICE_FILE, "bag.db", "bag.db-journal")


@click.command()
@click.argument("case", metavar="CASE")
@click.option("--word", metavar="ALIAS", help="the alias once more, for scripts")
@desk_command()
def erase(desk: Desk, case: str, word: str | None) -> None:
    """Erase a case on this desk, and on every other when it next exchanges."""
    with desk.opened() as vault:
        found = find_case(vault, case)
        alias = next(row.alias for row in vault.cases() if row.log.case == found)
        _confirm(desk.words(phrase.ERASE_WORD, alias), alias, word)
        # What was posted is dropped at the next exchange.
        used = newest(item for item in addresses(vault) if item.relay)
        vault.slots.update({circle: slot_of(item) for circle, item in used.items()})
        erase_case(vault, found)
        desk.tell(phrase.ERASED, alias, short(found))
        desk.tell(phrase.ERASED_REMAINS)


@click.command()
@click.option("--word", metavar="WORD", help="the word, for scripts")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
def panic(word: str | None, lang: Language) -> None:
    """Delete the keys of this machine at once, so that nothing here opens again."""
    home = read_settings().vault
    if not has_device(home):
        raise no_vault()
    _confirm(phrase.PANIC_ASK.within(lang), phrase.PANIC_WORD, word)
    holder = _holder(home)
    for name in _KEYS:
        _delete(home / name)
    click.echo(phrase.PANICKED.within(lang))
    if holder:
        click.echo(phrase.STILL_OPEN.within(lang).format(holder))


def _confirm(question: str, wanted: str, given: str | None) -> None:
    """Ask for one word; nothing is done without it.

    Raises:
        InputError: another word was given.
        click.UsageError: nobody is there to ask.
    """
    if given is None:
        if not sys.stdin.isatty():
            msg = "Nobody can be asked for the word: give --word."
            raise click.UsageError(msg)
        given = click.prompt(question, err=True)
    if str(given).strip().casefold() != wanted.casefold():
        what = "That is not the word; nothing was done."
        raise InputError([Fault(file="command line", what=what)])


def _holder(home: Path) -> str:
    """Who has the vault open, if anybody has."""
    try:
        take_lock(home / LOCK_FILE).close()
    except LogError as error:
        return error.faults[0].what
    return ""


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        what = f"It cannot be deleted ({error.strerror})."
        mend = "Take the machine apart from its disk."
        raise InputError([Fault(file=path.name, what=what, mend=mend)]) from error
