"""The commands that let go of things: erase a case, panic (spec/log.md §13)."""

import os
import signal
import sys
from pathlib import Path

import click

from safeconduct.app.calls.desk_call import Desk, desk_command
from safeconduct.app.machine.settings import read_settings
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.screen.refused import refused_in
from safeconduct.app.vault.vault_home import (
    DEVICE_FILE,
    LOCK_FILE,
    has_device,
    no_vault,
)
from safeconduct.app.vault.vault_name import find_case, short
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.stores.lock import holder

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
        # Its name may have been given before this desk came: then its id is the word.
        name = alias or short(found)
        _confirm(desk.words(phrase.ERASE_WORD, name), name, word)
        erase_case(vault, found)
        desk.tell(phrase.ERASED, name, short(found))
        desk.tell(phrase.ERASED_REMAINS)


@click.command()
@click.option("--word", metavar="WORD", help="the word, for scripts")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
def panic(word: str | None, lang: Language) -> None:
    """Delete the keys of this machine at once, so that nothing here opens again."""
    home = read_settings().vault
    with refused_in(lang):
        if not has_device(home):
            raise no_vault()
        _confirm(phrase.PANIC_ASK.within(lang), phrase.PANIC_WORD, word)
        holding = holder(home / LOCK_FILE)
        for name in _KEYS:
            _delete(home / name)
    if holding:
        # What it holds in its memory goes with it; a vault outlasts that.
        os.kill(holding, signal.SIGKILL)
    click.echo(phrase.PANICKED.within(lang))


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


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        what = f"It cannot be deleted ({error.strerror})."
        mend = "Take the machine apart from its disk."
        raise InputError([Fault(file=path.name, what=what, mend=mend)]) from error
