"""The commands that look after what is kept: verify, retention."""

import sys

import click

from safeconduct.app.calls.desk_call import Desk, desk_command
from safeconduct.app.rescue import backup_phrase as phrase
from safeconduct.base.digest import Json
from safeconduct.base.plain import one_line
from safeconduct.log.cases.retention import set_retention
from safeconduct.log.name import NO_ENTRY
from safeconduct.log.rescue.verifying import Finding, is_sound, verify


@click.command("verify")
@desk_command(printed=True)
def look(desk: Desk) -> None:
    """Look at everything that this desk keeps, and name what is wrong."""
    with desk.opened() as vault:
        found = tuple(verify(vault))
    sound = is_sound(found)
    lines = [_line(desk, one) for one in found]
    if sound:
        lines.append(desk.words(phrase.SOUND))
    else:
        weights = [one.weight for one in found]
        counts = weights.count("fault"), weights.count("unseen")
        lines.append(desk.words(phrase.NOT_SOUND, *counts))
    findings: list[Json] = [_json(one) for one in found]
    desk.put(lines, {"sound": sound, "findings": findings})
    if any(one.weight == "fault" for one in found):
        sys.exit(1)


@click.command()
@click.argument("months", type=click.IntRange(1, 600))
@desk_command()
def retention(desk: Desk, months: int) -> None:
    """Say for the group how long a case is kept after its newest entry."""
    with desk.opened() as vault:
        set_retention(vault, months)
        desk.tell(phrase.RETENTION, months)


def _line(desk: Desk, one: Finding) -> str:
    case = f" {one.case or one.log.case.hex()[:8]}" if one.log is not None else ""
    part = f" {one.log.compartment.name.lower()}" if one.log is not None else ""
    author = f" {one.member or one.device.hex()[:8]}" if one.device else ""
    at = f" {one.sequence}" if one.sequence else ""
    name = f" {one.entry.hex()[:8]}" if one.entry != NO_ENTRY else ""
    file = f" {one.file.hex()[:8]}" if one.file else ""
    count = f" ×{one.count}" if one.count > 1 else ""
    what = f" ({one.what})" if one.what else ""
    weight = desk.words(phrase.WEIGHTS[one.weight])
    # An alias and a name say what their writers wanted.
    return one_line(
        f"{weight}: {one.kind}{case}{part}{author}{at}{name}{file}{count}{what}"
    )


def _json(one: Finding) -> Json:
    return {
        "weight": one.weight,
        "kind": one.kind,
        "case": one.log.case.hex() if one.log is not None else "",
        "alias": one.case,
        "part": one.log.compartment.name.lower() if one.log is not None else "",
        "device": one.device.hex(),
        "member": one.member,
        "sequence": one.sequence,
        "entry": one.entry.hex() if one.entry != NO_ENTRY else "",
        "file": one.file.hex(),
        "count": one.count,
        "what": one.what,
    }
