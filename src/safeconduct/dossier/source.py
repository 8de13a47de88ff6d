"""The numbered sources: what, where in it, where to read it, when it was read."""

from collections.abc import Sequence

from safeconduct.dossier.record import Column, Line, Row, Table
from safeconduct.dossier.wording import Wording
from safeconduct.rulebook.record import Source


def source_table(sources: Sequence[Source], wording: Wording) -> Table:
    """One row for each source; the notes of the document lead to it."""
    say = wording.catalogue.say
    return Table(
        columns=(
            Column(title=say("head.number"), weight=6),
            Column(title=say("head.source_full"), weight=64),
            Column(title=say("head.read"), weight=18),
            Column(title=say("head.grade"), weight=12),
        ),
        rows=tuple(
            Row(
                cells=(
                    (Line(text=str(number), tone="strong"),),
                    _what(source),
                    (Line(text=wording.day(source.read)),),
                    (Line(text=say(f"grade.{source.grade}")),),
                ),
                anchor=number,
            )
            for number, source in enumerate(sources, 1)
        ),
    )


def _what(source: Source) -> tuple[Line, ...]:
    lines = [Line(text=source.cite)]
    if source.place:
        lines.append(Line(text=source.place, tone="quiet"))
    if source.address:
        lines.append(
            Line(text=source.address, tone="quiet", link=_safe(source.address))
        )
    return tuple(lines)


def _safe(address: str) -> str:
    """The address as something to open, if it is one of the web."""
    return address if address.startswith(("https://", "http://")) else ""
