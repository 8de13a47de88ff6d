"""The command line (interface: commands, exits, one clear line for each fault)."""

import sys
from pathlib import Path

import click

from safeconduct.app.law_folder import read_law, shipped_law
from safeconduct.base.errors import InputError


@click.group()
def main() -> None:
    """Casework for people who refuse to fight."""


@main.group()
def law() -> None:
    """Look at the rulebook and check it."""


@law.command()
@click.option("--law", "folder", type=click.Path(path_type=Path), default=None)
def check(folder: Path | None) -> None:
    """Check the rulebook: every fault with its file and line."""
    from safeconduct.assessment.page_case import case_faults
    from safeconduct.assessment.question import Priors
    from safeconduct.rulebook.book import try_rulebook

    try:
        texts = read_law(folder or shipped_law())
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    rulebook, faults = try_rulebook(texts)
    for fault in faults:
        click.echo(str(fault))
    found = list(case_faults(rulebook, Priors()))
    for fault in found:
        click.echo(str(fault))
    click.echo(f"{len(rulebook.pages)} pages, {len(faults) + len(found)} faults.")
    sys.exit(1 if faults or found else 0)


if __name__ == "__main__":
    main()
