"""The commands that make documents: dossier, alarm card, action pack."""

from functools import partial
from pathlib import Path
from typing import Protocol

import click

from safeconduct.app.answers.document import Documents
from safeconduct.app.calls.call import Call, case_argument, common, say
from safeconduct.app.machine.file import write_whole
from safeconduct.app.screen import phrase
from safeconduct.base.errors import Fault, InputError

out_option = click.option(
    "-o", "out", required=True, type=click.Path(path_type=Path), help="file to write"
)
KINDS = (".pdf", ".docx")


@click.command()
@case_argument
@out_option
@click.option("--for", "for_state", default="", metavar="COUNTRY")
@click.option(
    "--audience",
    type=click.Choice(("counsel", "authority")),
    help="counsel: everything; authority: confirmed and released lines only; "
    "missing: counsel's dossier without what is counsel's only",
)
@common(printed=False)
def dossier(
    call: Call, case: Path, out: Path, for_state: str, audience: str | None
) -> None:
    """The dossier for counsel, or what an authority may be given (PDF or DOCX)."""
    kind = out.suffix.lower()
    if kind not in KINDS:
        fault = Fault(file=out.name, what="A dossier is a .pdf or a .docx file.")
        raise InputError([fault])
    leaving = _leaving(call, case, scope="dossier", to=audience or "counsel")
    documents = Documents(call, case, counsel=audience == "counsel")
    content = documents.dossier(
        audience="authority" if audience == "authority" else "counsel",
        for_state=for_state.upper(),
        kind=kind,
    )
    _write(out, content, call, leaving)


@click.command("alarm-card")
@case_argument
@out_option
@common(printed=False, viewpoint=False)
def alarm_card(call: Call, case: Path, out: Path) -> None:
    """A neutral page that can be carried: what one may say when stopped."""
    # It holds nothing of the case: no consent is needed for it.
    _write(out, Documents(call, case).alarm_card(), call)


@click.command("action-pack")
@case_argument
@out_option
@common(printed=False)
def action_pack(call: Call, case: Path, out: Path) -> None:
    """What the group holds ready for the hours after an arrest."""
    leaving = _leaving(call, case, scope="action-pack", to="arrest")
    _write(out, Documents(call, case).action_pack(), call, leaving)


class _Leaving(Protocol):
    """Writes a document of a case of the vault, and lets group and case know."""

    def __call__(self, content: bytes, *, out: Path) -> None:
        """Write it; if that cannot be told, it is not there."""
        ...


def _leaving(call: Call, case: Path, *, scope: str, to: str) -> _Leaving | None:
    """See that a document may leave the vault; that of a case file always may.

    Raises:
        InputError: there is no consent that covers it, or too many cases left today.
    """
    source = call.in_vault(case)
    if source is None:
        return None
    return partial(source.take_out, source.release(scope, to), what=scope)


def _write(
    out: Path, content: bytes, call: Call, leaving: _Leaving | None = None
) -> None:
    if leaving is None:
        write_whole(out, content)
    else:
        leaving(content, out=out)
    say(f"{phrase.WROTE.within(call.at)} {out}")
