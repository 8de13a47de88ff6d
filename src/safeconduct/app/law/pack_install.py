"""Installing a law pack: checked to the end, then written (spec/law-pack.md §5, §8)."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safeconduct.app.books.decision_folder import read_decisions
from safeconduct.app.books.help_folder import try_help
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import (
    Installed,
    KeptPack,
    archive_digest,
    digest_on_disk,
    locked,
    pack_folder,
    read_installed,
    write_installed,
    write_pack,
)
from safeconduct.app.books.term_file import try_terms
from safeconduct.app.machine.file import read_file, write_whole
from safeconduct.assessment.replay import Replay
from safeconduct.base.errors import InputError
from safeconduct.rulebook.record import Rulebook
from safeconduct.sealing.archive import MAX_BYTES, read_archive
from safeconduct.sealing.errors import Refusal, RefusedError
from safeconduct.sealing.trust import Seen, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPack:
    """A pack in which everything holds; `state` is what is to be kept with it.

    Another pack may be the one in use (`state.current`): an earlier one was mended.
    """

    kept: KeptPack
    files: Mapping[str, bytes]
    pages: int
    state: Installed


def install(path: Path, home: Path, *, today: date) -> CheckedPack:
    """Check a pack and install it; one that was installed here before is mended.

    Raises:
        InputError: something does not hold; then nothing is installed.
    """
    raw = read_file(path, most=MAX_BYTES, plain=True)
    with locked(home):
        state = read_installed(home)
        checked = _known(raw, state, file=path.name) or check(
            raw, state, today=today, file=path.name
        )
        folder = pack_folder(home, checked.kept.number)
        if digest_on_disk(folder) != checked.kept.files:
            write_pack(home, checked.kept.number, checked.files)
        write_installed(home, checked.state)
    return checked


def check(raw: bytes, state: Installed, *, today: date, file: str) -> CheckedPack:
    """Check everything of a pack, in the order of §5.

    Raises:
        RefusedError: with the kind of the first failure.
    """
    files = read_archive(raw, file=file)
    seen = Seen(root=state.root, timestamp=state.timestamp)
    verified = verify(files, seen, today=today, file=file)
    if state.pack(verified.number) is not None:
        what = f"Another pack with the number {verified.number} was installed here."
        raise RefusedError(Refusal.OLDER, what, file=file)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "law"
        unpack(folder, files)
        rulebook = _read_law(folder, file=file)
        digest = digest_on_disk(folder)
    kept = KeptPack(
        number=verified.number,
        expires=verified.expires,
        installed=today,
        archive=archive_digest(raw),
        files=digest,
        rulebook=rulebook.digest,
    )
    after = Installed(
        root=verified.seen.root,
        timestamp=verified.seen.timestamp,
        current=kept.number,
        packs=(*state.packs, kept),
    )
    return CheckedPack(kept=kept, files=files, pages=len(rulebook.pages), state=after)


def unpack(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a pack to a folder that is thrown away again."""
    for name, content in files.items():
        write_whole(folder / name, content)


def read_whole(folder: Path) -> Rulebook:
    """Read everything in a folder of law that a pack holds, whatever will use it.

    Raises:
        InputError: a file is at fault.
    """
    # Not the user's cache: what is refused leaves no trace.
    with tempfile.TemporaryDirectory() as cache:
        library = Library(folder, Path(cache))
        for name in library.holidays.tables:
            library.holidays.tables[name]
    faults = [*try_help(folder, library.rulebook)[1], *try_terms(folder)[1]]
    if faults:
        raise InputError(faults)
    docket = read_decisions(folder)
    if docket is not None:
        Replay(rulebook=library.rulebook, priors=library.priors, docket=docket).check()
    return library.rulebook


def _read_law(folder: Path, *, file: str) -> Rulebook:
    try:
        return read_whole(folder)
    except InputError as error:
        what = "The law in the pack is at fault; nothing is installed."
        raise RefusedError(Refusal.LAW, what, file=file, more=error.faults) from error


def _known(raw: bytes, state: Installed, *, file: str) -> CheckedPack | None:
    """A pack that is byte for byte one that was checked and installed here."""
    name = archive_digest(raw)
    for kept in state.packs:
        if kept.archive == name:
            files = read_archive(raw, file=file)
            pages = sum(path.endswith(".md") for path in files)
            return CheckedPack(kept=kept, files=files, pages=pages, state=state)
    return None
