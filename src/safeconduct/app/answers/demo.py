"""The main job on the stories that ship: assessments, dossiers, cards, JSON."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from safeconduct.app.answers.document import Documents
from safeconduct.app.books.law_folder import shipped_cases
from safeconduct.app.calls.call import Call, common, progress, say
from safeconduct.app.machine.file import write_whole
from safeconduct.app.screen import phrase
from safeconduct.app.screen.as_json import assessment_json
from safeconduct.app.screen.as_text import assessment_lines
from safeconduct.base.case import Case
from safeconduct.dossier.pdf import open_press

STORIES = ("yevgeny", "farhad", "sparrow", "sportsmaster")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"))
@common(printed=False)
def demo(call: Call, out: Path) -> None:
    """The main job on the four stories, with all documents written to a folder.

    Without --on each story is assessed on the day of its reports and on today.
    """
    library = call.library()
    press = open_press()
    paths = [shipped_cases() / f"{name}.toml" for name in STORIES]
    jobs = [
        (path, day) for path in paths for day in _days(call, call.case(path, library))
    ]
    for place, (path, day) in enumerate(jobs):
        progress(place, len(jobs), f"{path.stem}, {day}")
        at_day = replace(call, on=day)
        documents = Documents(at_day, path, library=library, press=press)
        lines = assessment_lines(
            documents.assessment,
            alias=documents.case.alias,
            at=call.at,
            speaker=documents.assessor.speaker,
        )
        for line in (*lines, ""):
            click.echo(line)
        for file, content in _files(documents, call):
            write_whole(out / path.stem / day.isoformat() / file, content)
    progress(len(jobs), len(jobs), "")
    say(f"{phrase.WROTE.within(call.at)} {out}")


def _days(call: Call, case: Case) -> tuple[date, ...]:
    if call.on_given or case.as_of is None:
        return (call.on,)
    return (case.as_of.latest, call.on)


def _files(documents: Documents, call: Call) -> Iterator[tuple[str, bytes]]:
    content = assessment_json(documents.assessment, documents.assessor.tape, call.at)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    yield "assessment.json", text.encode()
    for kind in (".pdf", ".docx"):
        yield (
            f"dossier{kind}",
            documents.dossier(audience="counsel", for_state="", kind=kind),
        )
    yield "alarm-card.pdf", documents.alarm_card()
    yield "action-pack.pdf", documents.action_pack()
