"""What the commands of a vault share: their options, and what they are called with."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, cast

import click

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import find_pack
from safeconduct.app.calls.call import called_with, passphrase_option, print_result
from safeconduct.app.machine.passphrase import Passphrase
from safeconduct.app.machine.settings import Settings, read_settings
from safeconduct.app.vault.vault_home import has_vault, no_vault, open_vault
from safeconduct.base.digest import Json
from safeconduct.base.plain import one_line
from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault
from safeconduct.rulebook.record import Rulebook
from safeconduct.sealing.stretch import MIN_PASSPHRASE

P = ParamSpec("P")
PATH = click.Path(path_type=Path)
PARTS: dict[str, Compartment] = {
    one.name.lower(): one for one in Compartment if one is not Compartment.ROSTER
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One call of a command of the vault: surroundings and common options."""

    settings: Settings
    at: Language
    as_json: bool
    passphrase: Passphrase

    @property
    def home(self) -> Path:
        """The folder of the vault."""
        return self.settings.vault

    @contextmanager
    def opened(self) -> Iterator[Vault]:
        """The vault of this machine, as long as it is used.

        Raises:
            InputError: there is none, it does not open, or is open elsewhere.
        """
        if not has_vault(self.home):
            raise no_vault()
        with open_vault(self.home, self.secret()) as vault:
            yield vault

    def secret(self, *, is_new: bool = False) -> str:
        """The passphrase of this machine; one for a new device is typed twice.

        Raises:
            InputError: it is too short, or cannot be read.
        """
        return self.passphrase.read(least=MIN_PASSPHRASE, is_new=is_new)

    def rulebook(self) -> Rulebook:
        """The rulebook of this installation, whose vocabulary names facts and norms.

        Raises:
            InputError: the law pack in use is not as it was installed.
        """
        found = find_pack(self.settings.home, None)
        folder = shipped_law() if found is None else found[0]
        return Library(folder, self.settings.cache).rulebook

    def put(self, lines: Iterable[str], content: Json = None) -> None:
        """Print the result: JSON where asked for, else lines."""
        print_result(lines, content, as_json=self.as_json)

    def tell(self, text: Text, *values: object) -> None:
        """Print one line of the result in the language asked for."""
        click.echo(self.words(text, *values))

    def words(self, text: Text, *values: object) -> str:
        """A text in the language asked for, with values put in, each on one line."""
        return text.within(self.at).format(*(one_line(str(one)) for one in values))


def desk_command(
    *, printed: bool = False
) -> Callable[[Callable[Concatenate[Desk, P], None]], Callable[P, None]]:
    """Give a command the options of the vault; it is called with a `Desk` first."""

    def wrap(command: Callable[Concatenate[Desk, P], None]) -> Callable[P, None]:
        whole = passphrase_option(called_with(_desk, command))
        whole = click.option("--lang", type=click.Choice(LANGUAGES), default="en")(
            whole
        )
        if printed:
            whole = click.option("--json", "as_json", is_flag=True)(whole)
        return whole

    return wrap


part_option = click.option(
    "--part",
    type=click.Choice(tuple(PARTS)),
    default="main",
    show_default=True,
    help="compartment of the case",
)


def _desk(options: dict[str, object]) -> Desk:
    return Desk(
        settings=read_settings(),
        at=cast("Language", options.pop("lang", "en")),
        as_json=bool(options.pop("as_json", False)),
        passphrase=Passphrase(cast("int | None", options.pop("handle", None))),
    )
