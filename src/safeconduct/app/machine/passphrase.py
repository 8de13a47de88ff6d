"""A passphrase: typed unseen, or read from a file descriptor by a script."""

import sys

import click

from safeconduct.base.errors import Fault, InputError

MOST_BYTES = 1024


class Passphrase:
    """The passphrase of the vault, asked for once in a call and then known."""

    def __init__(self, handle: int | None) -> None:
        """Read it from a descriptor, or else ask for it."""
        self._handle = handle
        self._found = ""

    def read(self, *, least: int, is_new: bool) -> str:
        """The passphrase, of at least `least` characters.

        Raises:
            InputError: it is too short or no text, or the descriptor cannot be read.
            click.UsageError: nobody is there to ask.
        """
        if not self._found:
            self._found = read_passphrase(self._handle, least=least, is_new=is_new)
        return self._found


def read_passphrase(handle: int | None, *, least: int, is_new: bool) -> str:
    """A passphrase of at least `least` characters; a new one is typed twice.

    Raises:
        InputError: it is too short or no text, or the descriptor cannot be read.
        click.UsageError: nobody is there to ask.
    """
    if handle is not None:
        found = read_secret(handle, name="passphrase")
    elif sys.stdin.isatty():
        found = click.prompt(
            "Passphrase", hide_input=True, confirmation_prompt=is_new, err=True
        )
    else:
        msg = "Nobody can be asked for the passphrase: give --passphrase-fd N."
        raise click.UsageError(msg)
    if len(found) < least:
        what = f"The passphrase has fewer than {least} characters."
        raise InputError([Fault(file="passphrase", what=what)])
    return found


def read_secret(handle: int, *, name: str) -> str:
    """A secret of one line from a descriptor; `name` is what a fault calls it.

    Raises:
        InputError: it is too long or no text, or the descriptor cannot be read.
    """
    try:
        with open(handle, "rb", closefd=False) as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) <= MOST_BYTES:
            return raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
        what = f"The {name} has more than {MOST_BYTES} bytes."
    except (OSError, ValueError):
        what = f"The {name} cannot be read from this descriptor."
    raise InputError([Fault(file=name, what=what)])
