"""The commands that make documents: dossier, alarm card, action pack."""

from pathlib import Path

import click

from safeconduct.app import phrase
from safeconduct.app.call import Call, common, say
from safeconduct.app.document import Documents
from safeconduct.app.file import write_whole
from safeconduct.base.errors import Fault, InputError

case_argument = click.argument("case", type=click.Path(path_type=Path))
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
    documents = Documents(call, case, counsel=audience == "counsel")
    content = documents.dossier(
        audience="authority" if audience == "authority" else "counsel",
        for_state=for_state.upper(),
        kind=kind,
    )
    _write(out, content, call)


@click.command("alarm-card")
@case_argument
@out_option
@common(printed=False, viewpoint=False)
def alarm_card(call: Call, case: Path, out: Path) -> None:
    """A neutral page that can be carried: what one may say when stopped."""
    _write(out, Documents(call, case).alarm_card(), call)


@click.command("action-pack")
@case_argument
@out_option
@common(printed=False)
def action_pack(call: Call, case: Path, out: Path) -> None:
    """What the group holds ready for the hours after an arrest."""
    _write(out, Documents(call, case).action_pack(), call)


def _write(out: Path, content: bytes, call: Call) -> None:
    write_whole(out, content)
    say(f"{phrase.WROTE.within(call.at)} {out}")
