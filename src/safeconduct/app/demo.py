"""The main job on the stories that ship: assessments, dossiers, cards, JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from safeconduct.app import phrase
from safeconduct.app.as_json import assessment_json
from safeconduct.app.as_text import assessment_lines
from safeconduct.app.call import Call, common, progress, say
from safeconduct.app.document import Documents
from safeconduct.app.law_folder import shipped_cases
from safeconduct.app.library import write_whole
from safeconduct.dossier.pdf import open_press

STORIES = ("yevgeny", "farhad", "sparrow", "sportsmaster")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"))
@common(printed=False)
def demo(call: Call, out: Path) -> None:
    """The main job on the four stories, with all documents written to a folder."""
    library = call.library()
    press = open_press()
    for place, name in enumerate(STORIES):
        progress(place, len(STORIES), name)
        path = shipped_cases() / f"{name}.toml"
        documents = Documents(call, path, library=library, press=press)
        lines = list(
            assessment_lines(
                documents.assessment,
                alias=documents.case.alias,
                at=call.at,
                speaker=documents.assessor.speaker,
            )
        )
        for line in (*lines, ""):
            click.echo(line)
        for file, content in _files(documents, call):
            write_whole(out / name / file, content)
    progress(len(STORIES), len(STORIES), "")
    say(f"{phrase.WROTE.within(call.at)} {out}")


def _files(documents: Documents, call: Call) -> Iterator[tuple[str, bytes]]:
    content = assessment_json(documents.assessment, documents.assessor.tape, call.at)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    yield "assessment.json", text.encode()
    for kind in (".pdf", ".docx"):
        yield f"dossier{kind}", documents.dossier(
            audience="counsel", for_state="", kind=kind
        )
    yield "alarm-card.pdf", documents.alarm_card()
    yield "action-pack.pdf", documents.action_pack()
