"""Members of a group, each at a machine of their own, who use the command line."""

import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from tests.app.call_kit import Done, Run

WORDS = "six words nobody would ever guess"
OTHER_WORDS = "another six words that open nothing"


@dataclass(kw_only=True)
class Member:
    """One person at one machine; calls give the passphrase by a descriptor."""

    name: str
    home: Path
    cache: Path
    run: Run
    monkeypatch: pytest.MonkeyPatch
    passphrase: str = WORDS

    def __call__(self, *args: str | Path, said: str = "", secret: str = "") -> Done:
        """Call a command; `said` is its input, `secret` another descriptor's text."""
        self.monkeypatch.setenv("SAFECONDUCT_HOME", str(self.home))
        if self.home.is_dir() and not (self.home / "cache").exists():
            # The compiled rulebook is the same everywhere.
            (self.home / "cache").symlink_to(self.cache)
        stream = io.TextIOWrapper(io.BytesIO(said.encode()), encoding="utf-8")
        self.monkeypatch.setattr(sys, "stdin", stream)
        handles = [pipe(self.passphrase)]
        more: list[str | Path] = ["--passphrase-fd", str(handles[0])]
        if secret:
            handles.append(pipe(secret))
            more += ["--administrator-fd", str(handles[1])]
        try:
            return self.run(*args, *more)
        finally:
            for handle in handles:
                os.close(handle)

    def does(self, *args: str | Path, said: str = "", secret: str = "") -> str:
        """Call a command that must end well; what it printed."""
        done = self(*args, said=said, secret=secret)
        assert (done.status, done.told) == (0, ""), (args, done)
        return done.out

    def refused(self, *args: str | Path, said: str = "") -> str:
        """Call a command that must be refused in one line; the line."""
        done = self(*args, said=said)
        assert (done.status, done.out) == (1, ""), (args, done)
        assert len(done.told.splitlines()) == 1, done.told
        return done.told

    def json(self, *args: str | Path) -> Mapping[str, object]:
        """What a command prints for programs."""
        return cast("dict[str, object]", json.loads(self.does(*args, "--json")))


def pipe(text: str) -> int:
    """A descriptor from which a text is read."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


def rows(content: Mapping[str, object], key: str) -> list[dict[str, object]]:
    """A list of tables in some JSON."""
    return cast("list[dict[str, object]]", content[key])


@dataclass(kw_only=True)
class Group:
    """A group that exchanges by a stick, in one folder of a test."""

    folder: Path
    cache: Path
    run: Run
    monkeypatch: pytest.MonkeyPatch

    def member(self, name: str) -> Member:
        """Somebody with a machine that has no vault yet."""
        return Member(
            name=name,
            home=self.folder / name.casefold(),
            cache=self.cache,
            run=self.run,
            monkeypatch=self.monkeypatch,
        )

    def founder(self, name: str = "Anna") -> Member:
        """Somebody who founds the group."""
        found = self.member(name)
        found.does("init", "--group", "Night Bridge", "--name", name)
        return found

    def join(
        self,
        by: Member,
        name: str,
        role: str,
        also: Member | None = None,
        *,
        since: tuple[str, ...] = ("--history",),
    ) -> Member:
        """Somebody who joins with history, with a second person where one is needed."""
        found, card = self.member(name), self.folder / f"{name}.card"
        invitation = self.folder / f"{name}.invitation"
        found.does("init", "--card", card)
        by.does("person", "add", card, "--name", name, "--role", role, *since)
        if also is not None:
            self.carry(by, also)
            (waits,) = rows(also.json("person", "list"), "proposals")
            also.does("person", "approve", str(waits["id"])[:8])
            self.carry(also, by)
        by.does("person", "invite", name, "-o", invitation)
        found.does("init", "--invitation", invitation)
        self.carry(by, found)
        return found

    def carry(self, *members: Member) -> None:
        """Carry all that one has to the next, and so on."""
        stick = self.folder / "stick.bundle"
        for giver, taker in pairwise(members):
            giver.does("export", "--bundle", stick, "--whole")
            taker.does("import", stick)
