"""The journey of a group: two people, two machines, one relay, one stick.

Everything is a process of its own, as people run it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from tests.app.desk_kit import WORDS, pipe

ROOT = Path(__file__).parents[2]
CASES = ROOT / "cases"
LISTENS = re.compile(r"(http://\S+)\.\n")
REPORTS = ("--on", "2024-06-30", "--known-on", "2026-11-22")
PROGRAM = (sys.executable, "-c", "from safeconduct.app.command import main; main()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One person's machine."""

    home: Path

    def __call__(self, *args: str | Path, said: str = "", secret: str = "") -> str:
        """Run a command that must end well; what it printed."""
        done = self.tried(*args, said=said, secret=secret)
        assert done.returncode == 0, (args, done.stderr)
        return done.stdout

    def tried(
        self, *args: str | Path, said: str = "", secret: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command, however it ends."""
        handles = [pipe(WORDS), *([pipe(secret)] if secret else [])]
        more = ["--passphrase-fd", str(handles[0])]
        more += ["--administrator-fd", str(handles[1])] if secret else []
        surroundings = {
            **os.environ,  # noqa: TID251 -- handed on
            "SAFECONDUCT_HOME": str(self.home),
        }
        try:
            return subprocess.run(  # noqa: S603 -- our own program
                [*PROGRAM, *map(str, args), *more],
                input=said,
                capture_output=True,
                text=True,
                check=False,
                env=surroundings,
                pass_fds=handles,
            )
        finally:
            for handle in handles:
                os.close(handle)

    def cases(self) -> list[object]:
        """The aliases of the cases here."""
        whole = json.loads(self("case", "list", "--json"))
        return [row["alias"] for row in whole["cases"]]

    def entries(self) -> list[Mapping[str, object]]:
        """The entries of the one case."""
        whole = json.loads(self("case", "show", "Sparrow", "--json"))
        return cast("list[Mapping[str, object]]", whole["entries"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A relay that runs, and its administrator's capability."""

    address: str
    capability: str


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    """A relay on loopback, gone afterwards."""
    arguments = ("relay", "--store", tmp_path / "relay.db", "--port", "0")
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stdout is not None
    said = ""
    while not (found := LISTENS.search(said)):
        line = process.stderr.readline()
        assert line, said
        said += line
    yield Relay(address=found[1], capability=process.stdout.readline().strip())
    process.terminate()
    process.communicate(timeout=60)


def words(text: str) -> str:
    """The ten words in what a command printed."""
    (line,) = [line for line in text.splitlines() if "words: " in line]
    return line.partition("words: ")[2]


def begin(anna: Machine, boris: Machine, relay: Relay, folder: Path) -> None:
    """They found the group, compare words, and open mailboxes."""
    card, invitation = folder / "card", folder / "invitation"
    founded = anna("init", "--group", "Night Bridge", "--name", "Anna")
    asked = words(boris("init", "--card", card))
    added = anna("person", "add", card, "--name", "Boris", "--role", "first_line")
    assert words(added) == asked
    anna("mailboxes", relay.address, secret=relay.capability)
    anna("person", "invite", "Boris", "-o", invitation)
    assert words(boris("init", "--invitation", invitation)) == words(founded)
    boris("sync")


def open_a_case(anna: Machine, boris: Machine) -> None:
    """What one opened the other assesses, as the file it came from."""
    anna("case", "new", "--from", CASES / "sparrow.toml")
    anna("sync")
    boris("sync")
    assert boris.cases() == ["Sparrow"]
    in_vault = json.loads(boris("assess", "vault:Sparrow", *REPORTS, "--json"))
    on_disk = json.loads(boris("assess", CASES / "sparrow.toml", *REPORTS, "--json"))
    assert in_vault["findings"] == on_disk["findings"]


def travel(anna: Machine, boris: Machine, stick: Path) -> None:
    """Boris writes where there is no network; what comes twice is there once."""
    boris("say", "Sparrow", said="He called from the border.")
    boris("export", "--bundle", stick)
    anna("import", stick)
    newest = anna.entries()[-1]
    assert (newest["name"], newest["kind"]) == ("Boris", "text")
    boris("sync")
    anna("sync")
    assert anna.entries()[-1] == newest


def part(anna: Machine, boris: Machine) -> None:
    """What is written after the removal does not open to who was removed."""
    anna("person", "remove", "Boris", "--why", "left")
    anna("say", "Sparrow", said="He has a new number.")
    anna("sync")
    boris("sync")
    assert "new number" not in boris("case", "show", "Sparrow")
    refused = boris.tried("say", "Sparrow", said="I still write")
    assert refused.returncode == 1
    assert "not in the group" in refused.stderr


def test_two_people_work_on_one_case_and_part(relay: Relay, tmp_path: Path) -> None:
    anna, boris = Machine(home=tmp_path / "a"), Machine(home=tmp_path / "b")
    begin(anna, boris, relay, tmp_path)
    open_a_case(anna, boris)
    travel(anna, boris, tmp_path / "stick")
    part(anna, boris)
    anna("erase", "Sparrow", "--word", "Sparrow")
    anna("sync")
    assert anna.cases() == []
    raw = b"".join(path.read_bytes() for path in anna.home.glob("*.db*"))
    assert b"new number" not in raw
    assert "nothing is wrong" in anna("verify")
