"""A passphrase: typed unseen, or read from a file descriptor by a script."""

import sys

import click

from safeconduct.base.errors import Fault, InputError

MOST_BYTES = 1024


def read_passphrase(handle: int | None, *, least: int, is_new: bool) -> str:
    """A passphrase of at least `least` characters; a new one is typed twice.

    Raises:
        InputError: it is too short or no text, or the descriptor cannot be read.
        click.UsageError: nobody is there to ask.
    """
    if handle is not None:
        found = _from_descriptor(handle)
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


def _from_descriptor(handle: int) -> str:
    try:
        with open(handle, "rb", closefd=False) as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) <= MOST_BYTES:
            return raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
        what = f"The passphrase has more than {MOST_BYTES} bytes."
    except (OSError, ValueError):
        what = "The passphrase cannot be read from this descriptor."
    raise InputError([Fault(file="passphrase", what=what)])
