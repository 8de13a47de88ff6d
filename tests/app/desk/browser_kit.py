"""What a browser does with the file that lets it in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import httpx

from safeconduct.desk.door.ticket import FIELD, PATH

_FILE = re.compile(r"(/\S+\.html)")
_ACTION = re.compile(r'action="(http://([^"]+))/in"')
_TOKEN = re.compile(r'value="([0-9a-f]{64})"')
_PATIENCE = 60


def ticket_of(process: "Popen[bytes]") -> Path:
    """The file that a desk has written, once it says so."""
    assert process.stderr is not None
    found = _FILE.search(process.stderr.readline().decode())
    assert found
    return Path(found[1])


@contextmanager
def come_in(ticket: Path) -> Iterator[httpx.Client]:
    """A client that the desk has let in."""
    text = ticket.read_text("utf-8")
    action, token = _ACTION.search(text), _TOKEN.search(text)
    assert action
    assert token
    port = action[2].rpartition(":")[2]
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Host": action[2], "Origin": action[1]},
        trust_env=False,
        timeout=_PATIENCE,
    ) as client:
        said = client.post(PATH, data={FIELD: token[1]}, headers={"Origin": "null"})
        assert said.status_code == 200
        yield client
