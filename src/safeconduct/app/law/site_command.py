"""`law site`: the law as a folder of pages without server, script or network."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import click

from safeconduct import __version__
from safeconduct.app.books.help_folder import try_help
from safeconduct.app.books.law_folder import read_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.term_file import try_terms
from safeconduct.app.calls.call import Call, common, say
from safeconduct.app.machine.file import resolved
from safeconduct.app.screen import phrase
from safeconduct.app.screen.reader import GUARDED
from safeconduct.base.errors import Fault, InputError

MADE_BY = "safeconduct law site"
MARKER = "site.json"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common(printed=False, viewpoint=False)
def site(call: Call, folder: Path) -> None:
    """Write the law as a site of plain files; an earlier site in DIR is replaced."""
    # Templates are needed by no other command: their library loads slowly.
    from safeconduct.reference.material import Material  # noqa: PLC0415
    from safeconduct.reference.site import site_files  # noqa: PLC0415
    from safeconduct.rulebook.book import read_rulebook  # noqa: PLC0415

    target = resolved(folder)
    refuse_other(target)
    # The compiled rulebook has no cases, and the site shows them as examples.
    rulebook = read_rulebook(read_law(call.law))
    terms, faults = try_terms(call.law)
    directory, wrong = try_help(call.law, rulebook)
    faults += wrong
    if faults:
        raise InputError(faults)
    good_until = call.pack.expires if call.pack is not None else None
    library = Library(
        call.law, call.settings.cache, rulebook=rulebook, good_until=good_until
    )
    material = Material(
        rulebook=library.rulebook,
        holidays=library.holidays,
        terms=terms,
        help=directory,
        guarded=GUARDED,
        on=call.on,
        known_on=call.known_on,
        engine=__version__,
    )
    count = write_folder(target, site_files(material))
    say(f"{phrase.WROTE.within(call.at)} {folder}: {count}")


def refuse_other(target: Path) -> None:
    """Refuse a place that holds anything but an earlier site.

    Raises:
        InputError: it is a file, or a folder of something else.
    """
    if not target.exists():
        return
    if target.is_dir() and (not any(target.iterdir()) or _is_site(target)):
        return
    what = "This is no empty folder and no earlier site: nothing is written."
    mend = "Name a new folder."
    raise InputError([Fault(file=target.name, what=what, mend=mend)])


def _is_site(target: Path) -> bool:
    try:
        found: object = json.loads((target / MARKER).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("made_by") == MADE_BY


def write_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write a folder whole or not at all, in place of what was there; count its files.

    Raises:
        InputError: the place cannot be written to.
    """
    written: set[str] = set()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target.parent, prefix=".site-", ignore_cleanup_errors=True
        ) as beside:
            new, old = Path(beside) / "new", Path(beside) / "old"
            for name, content in files:
                _check_name(name, written)
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written.add(name)
            _replace(target, new, old)
    except OSError as error:
        what = f"The folder cannot be written ({error.strerror})."
        raise InputError([Fault(file=target.name, what=what)]) from error
    return len(written)


def _replace(target: Path, new: Path, old: Path) -> None:
    """Put a folder in the place of another, which goes back if that fails.

    Raises:
        OSError: it failed.
    """
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _check_name(name: str, written: set[str]) -> None:
    """Names are made of what pages of law say of themselves: those may be anybody's.

    Raises:
        InputError: the file would lie outside the folder, or over another one.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name in written:
        what = "A page of law asks for a file of this name: nothing is written."
        raise InputError([Fault(file=name, what=what)])
