"""A relay in a process of its own on loopback, and the mailboxes of a town there."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from safeconduct.log.exchange.exchange import Line
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
    connect,
)
from safeconduct.log.name import Compartment
from tests.log.town_kit import Town
from tests.relay.relay_kit import token_of

_RUN = "from safeconduct.app.command import main; main()"


@contextmanager
def relayed(town: Town, folder: Path) -> Iterator[Mapping[Compartment, Line]]:
    """Lines to the mailboxes of a town, with all that is in them, at a real relay."""
    with _relay(folder) as (address, administrator), connect(address) as line:
        administration = Administration(line, administrator)
        found: dict[Compartment, Line] = {}
        for circle, box in town.boxes.items():
            _, capability = administration.open()
            port = RelayMailbox(line, capability, token_of=token_of)
            port.post([raw for _, raw in sorted(box.items.values())])
            found[circle] = replace(town.line(circle), port=port)
        yield found


@contextmanager
def _relay(folder: Path) -> Iterator[tuple[str, Capability]]:
    """The command itself: where it listens, and its administrator's capability."""
    ours, theirs = os.pipe()
    command = [sys.executable, "-c", _RUN, "relay", "--store", str(folder / "relay.db")]
    options = ["--port", "0", "--administrator-fd", str(theirs)]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        [*command, *options], stderr=subprocess.PIPE, pass_fds=(theirs,), text=True
    ) as running:
        os.close(theirs)
        try:
            with os.fdopen(ours, encoding="ascii") as handed:
                capability = Capability(raw=bytes.fromhex(handed.readline().strip()))
            said = running.stderr.readline() if running.stderr else ""
            yield said.split()[-1].rstrip("."), capability
        finally:
            running.terminate()
