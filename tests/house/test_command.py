"""The README names every command that there is."""

import importlib
from collections.abc import Iterator

import click


def _leaves(command: click.Command, path: str) -> Iterator[str]:
    """Every command below this one, as it is typed; hidden ones are not named."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from _leaves(below, f"{path} {name}")


def _top() -> click.Group:
    """The one group of the command line that is in no other."""
    found = vars(importlib.import_module("safeconduct.app.command")).values()
    groups = [value for value in found if isinstance(value, click.Group)]
    below = {id(command) for group in groups for command in group.commands.values()}
    (top,) = {id(group): group for group in groups if id(group) not in below}.values()
    return top


def test_every_command_is_in_the_readme(texts: dict[str, str]) -> None:
    commands = list(_leaves(_top(), "safeconduct"))
    assert commands
    assert not [command for command in commands if command not in texts["README.md"]]
