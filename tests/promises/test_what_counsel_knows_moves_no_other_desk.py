"""Whatever counsel writes, the disks of all others hold the same bytes.

One group is copied, and lives on in each copy with the same clock and the same
randomness, but for what counsel writes in counsel's part: nothing, or little, or much.
Every file of the other desks is the same then, byte for byte. Of the index of words,
whose library draws for itself, the size is the same, and what it finds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from shutil import copytree

import pytest

from safeconduct.base.override import override
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange import exchange
from safeconduct.log.group.group import open_group
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.search.text_index import FILE as INDEX
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.around import Surroundings
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.town_kit import Town, entropy
from tests.promises.kept import must_fail

OTHERS = ("anna", "dina", "boris")
NAMES = (*OTHERS, "clara")
# What counsel writes, each time that counsel writes.
KNOWN: Sequence[Sequence[str]] = ((), ("He fired.",), ("Он стрелял.", "слово " * 900))
Life = dict[str, bytes | int]


@dataclass(slots=True, kw_only=True)
class StagedTown(Town):
    """A town in which the clock stands still, and randomness is that of the scene."""

    scene: str = ""

    @override
    def around(self, name: str) -> Surroundings:
        """Clock and randomness of one desk."""
        drawn = cache(lambda scene: entropy(f"{name} {scene}"))

        def draw(length: int) -> bytes:
            return drawn(self.scene)(length)

        return Surroundings(minute=lambda: self.minute, entropy=draw)

    def reopen(self) -> None:
        """Open the desks where they lie."""
        for name in NAMES:
            around = self.around(name)
            device = make_device(new_seeds(entropy(f"{name} ")))
            vault = open_group(self.folder / name, device, around)
            self._keep(name, device, around, vault)


def founded(folder: Path) -> tuple[StagedTown, CaseId]:
    """Two coordinators, one of the first line, one counsel, and a case."""
    town = StagedTown(folder=folder)
    town.found()
    town.join("dina", "coordinator")
    town.join("boris", "first_line", also="dina")
    town.join("clara", "counsel", also="dina")
    case = new_case(town.desks["boris"].vault, Opened(alias="Sparrow"))
    town.sync()
    town.sync()
    for desk in town.desks.values():
        desk.vault.close()
    return town, case


def lived(before: StagedTown, folder: Path, case: CaseId, known: Sequence[str]) -> Life:
    """What the others' disks hold after a life in which counsel wrote this."""
    copytree(before.folder, folder)
    town = StagedTown(folder=folder, boxes=deepcopy(before.boxes), scene="opening")
    town.reopen()
    with ExitStack() as held:
        for desk in town.desks.values():
            held.enter_context(closing(desk.vault))
        index = held.enter_context(closing(open_text_index(town.desks["boris"].vault)))
        for number, work in enumerate(scenes(town, case, known)):
            town.scene, town.minute = f"scene {number}", before.minute + number
            work()
        found: Life = {"found": len(index.search("beside"))}
    return found | {name: raw for who in OTHERS for name, raw in left(folder / who)}


def scenes(
    town: StagedTown, case: CaseId, known: Sequence[str]
) -> Iterator[Callable[[], object]]:
    """Counsel writes in both parts, the others in main, and all exchange."""
    main, counsel = main_log(case), LogName(case=case, compartment=Compartment.COUNSEL)

    def written(name: str, log: LogName, *texts: str) -> Callable[[], object]:
        vault = town.desks[name].vault
        return lambda: [say(vault, log, TextWritten(text=text)) for text in texts]

    for _ in range(3):
        yield written("clara", counsel, *known)
        for name in NAMES:
            yield written(name, main, f"beside it, says {name}")
        for name in (*NAMES, *NAMES):
            yield partial(town.sync, name)


def left(folder: Path) -> Iterator[tuple[str, bytes | int]]:
    """What lies in the folder of a desk; of the index how much."""
    for path in folder.rglob("*"):
        if path.is_file():
            name = f"{folder.name}/{path.relative_to(folder)}"
            raw = path.read_bytes()
            yield name, len(raw) if path.name == INDEX else raw


def what_counsel_knows_moves_no_other_desk(folder: Path) -> None:
    """Not a byte, and counsel has written."""
    town, case = founded(folder / "before")
    lives = [
        lived(town, folder / str(number), case, known)
        for number, known in enumerate(KNOWN)
    ]
    assert {"anna/vault.db", "boris/bag.db", "boris/index.db"} <= lives[0].keys()
    assert [life.keys() for life in lives] == [lives[0].keys()] * len(lives)
    for name, raw in lives[0].items():
        assert all(life[name] == raw for life in lives), name
    sizes = {(folder / str(n) / "clara/vault.db").stat().st_size for n in range(3)}
    assert len(sizes) > 1


def test_what_counsel_knows_moves_no_other_desk(tmp_path: Path) -> None:
    what_counsel_knows_moves_no_other_desk(tmp_path)


def test_desks_that_look_into_counsels_mailbox_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "looks_into", lambda *_: True)
    must_fail(lambda: what_counsel_knows_moves_no_other_desk(tmp_path))
