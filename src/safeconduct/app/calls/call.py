"""What the commands share: their common options, and what they are called with."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar, cast

import click

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import KeptPack, find_pack
from safeconduct.app.machine.file import read_file
from safeconduct.app.machine.passphrase import Passphrase
from safeconduct.app.machine.settings import Settings, read_settings
from safeconduct.app.screen.refused import refused_in
from safeconduct.base.case import Case
from safeconduct.base.day import DayRange
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.base.text import LANGUAGES, Language

if TYPE_CHECKING:
    from safeconduct.app.vault.vault_source import VaultSource

P = ParamSpec("P")
MAX_CASE_BYTES = 1024 * 1024
VAULT = "vault:"


class _InLanguage(Protocol):
    @property
    def at(self) -> Language:
        """The language that was asked for."""
        ...


C = TypeVar("C", bound=_InLanguage)


def full_day(text: str) -> date:
    """Read a full day of the command line, such as 2024-06-30.

    Raises:
        click.BadParameter: it is none (wrong use, exit 2).
    """
    try:
        found = DayRange.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if not found.is_exact():
        msg = f"'{text}' is not a full day: write 2024-06-30."
        raise click.BadParameter(msg)
    return found.earliest


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a command: surroundings and common options.

    `pack` is the installed law pack that `law` is the folder of, if it is one.
    """

    settings: Settings
    law: Path
    at: Language
    as_json: bool
    on: date
    on_given: bool
    known_on: date
    counsel: bool
    reader_in: str
    pack: KeptPack | None = None
    passphrase: Passphrase = field(default_factory=lambda: Passphrase(None))

    def library(self) -> Library:
        """The law of this call.

        Raises:
            InputError: the folder or a file in it is at fault.
        """
        good_until = self.pack.expires if self.pack is not None else None
        return Library(self.law, self.settings.cache, good_until=good_until)

    def case(self, path: Path, library: Library) -> Case:
        """Read a case file, or a case of the vault (`vault:ALIAS`).

        Raises:
            InputError: the file is at fault, or there is no such case.
        """
        source = self.in_vault(path)
        if source is not None:
            return source.case(library.rulebook)
        # Commands about the law alone read no case.
        from safeconduct.facts.case_file import read_case  # noqa: PLC0415

        content = read_file(path, most=MAX_CASE_BYTES)
        return read_case(content, file=path.name, rulebook=library.rulebook)

    def in_vault(self, path: Path) -> "VaultSource | None":
        """A case of the vault that was named (`vault:ALIAS`); None for a file."""
        if not str(path).startswith(VAULT):
            return None
        # What opens envelopes loads slowly, and most cases here are files.
        from safeconduct.app.vault.vault_source import VaultSource  # noqa: PLC0415

        return VaultSource(
            settings=self.settings,
            passphrase=self.passphrase,
            alias=str(path).removeprefix(VAULT),
        )

    def put(
        self, lines: Iterable[str], content: Json | Callable[[], Json] = None
    ) -> None:
        """Print the result: JSON where asked for, else lines.

        What is dear to make comes as a function that makes it.
        """
        print_result(lines, content, as_json=self.as_json)


def print_result(
    lines: Iterable[str], content: Json | Callable[[], Json], *, as_json: bool
) -> None:
    """Print a result: JSON where asked for and there is any, else lines."""
    if as_json and content is not None:
        made = content() if callable(content) else content
        click.echo(json.dumps(made, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)


def case_argument(command: Callable[P, None]) -> Callable[P, None]:
    """Give a command a case: a file, or one of the vault with its passphrase."""
    whole = click.argument(
        "case", type=click.Path(path_type=Path), metavar="CASE|vault:ALIAS"
    )(command)
    return passphrase_option(whole)


def passphrase_option(command: Callable[P, None]) -> Callable[P, None]:
    """Let a script give the passphrase of the vault."""
    return click.option(
        "--passphrase-fd", "handle", type=int, metavar="N", help="read it from there"
    )(command)


def say(text: str) -> None:
    """Tell something that is not the result."""
    click.echo(text, err=True)


def progress(done: int, whole: int, what: str) -> None:
    """Show how far a long run is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done == whole else ""
        click.echo(f"\r\x1b[K[{done}/{whole}] {what}{end}", nl=False, err=True)


def common(
    *, day: bool = True, printed: bool = True, viewpoint: bool = True
) -> Callable[[Callable[Concatenate[Call, P], None]], Callable[P, None]]:
    """Give a command the common options; it is called with a `Call` first."""

    def wrap(command: Callable[Concatenate[Call, P], None]) -> Callable[P, None]:
        called = called_with(_call, command)
        return _with_options(called, day=day, printed=printed, viewpoint=viewpoint)

    return wrap


def called_with(
    make: Callable[[dict[str, object]], C], command: Callable[Concatenate[C, P], None]
) -> Callable[P, None]:
    """A command called first with what `make` takes out of its options.

    What it refuses is said in the language of that.
    """

    def called(*args: P.args, **options: P.kwargs) -> None:
        made = make(options)
        with refused_in(made.at):
            command(made, *args, **options)

    called.__name__ = command.__name__
    called.__doc__ = command.__doc__
    inherited = getattr(command, "__click_params__", [])
    called.__click_params__ = list(inherited)  # type: ignore[attr-defined]
    return called


def _with_options(
    command: Callable[P, None], *, day: bool, printed: bool, viewpoint: bool
) -> Callable[P, None]:
    path = click.Path(path_type=Path)
    options = [
        click.option("--law", "law_folder", type=path, help="folder of law pages"),
        click.option("--lang", type=click.Choice(LANGUAGES), default="en"),
    ]
    if printed:
        options.append(click.option("--json", "as_json", is_flag=True))
    if day:
        options += [
            click.option(
                "--on", type=full_day, metavar="DAY", help="day of the question"
            ),
            click.option(
                "--known-on", type=full_day, metavar="DAY", help="known as of"
            ),
        ]
    if viewpoint:
        options.append(
            click.option("--counsel", is_flag=True, help="with what is counsel's only")
        )
        options.append(click.option("--reader-in", default="", metavar="COUNTRY"))
    for option in reversed(options):
        command = option(command)
    return command


def _call(options: dict[str, object]) -> Call:
    settings = read_settings()
    known_on = cast("date | None", options.pop("known_on", None))
    on = cast("date | None", options.pop("on", None))
    asked = cast("Path | None", options.pop("law_folder", None))
    found = find_pack(settings.home, asked)
    folder, pack = (asked or shipped_law(), None) if found is None else found
    return Call(
        settings=settings,
        law=folder,
        pack=pack,
        at=cast("Language", options.pop("lang", "en")),
        as_json=bool(options.pop("as_json", False)),
        on=on or settings.today,
        on_given=on is not None,
        known_on=known_on or settings.today,
        counsel=bool(options.pop("counsel", False)),
        reader_in=str(options.pop("reader_in", "")).upper(),
        passphrase=Passphrase(cast("int | None", options.pop("handle", None))),
    )


def known_name(name: str, known: Iterable[str], what: str) -> str:
    """A name that must be there.

    Raises:
        InputError: it is not; the nearest is proposed.
    """
    names = list(known)
    if name not in names:
        fault = Fault(
            file="command line",
            what=f"No {what} is called '{name}'.",
            mend=nearest(name, names),
        )
        raise InputError([fault])
    return name
