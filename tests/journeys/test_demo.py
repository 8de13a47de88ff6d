"""The journey of the README in a fresh copy: set-up, demo, documents, commands.

What must come out for the four people whose stories the press told in 2024, on the day
of the reports and today.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

ROOT = Path(__file__).parents[2]
REPORTS, TODAY = "2024-06-30", "2026-11-22"
SPOKEN = {REPORTS: "30 June 2024", TODAY: "22 November 2026"}
STORIES = ("yevgeny", "farhad", "sparrow", "sportsmaster")
FILES = (
    "assessment.json",
    "dossier.pdf",
    "dossier.docx",
    "alarm-card.pdf",
    "action-pack.pdf",
)
_CODE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
Content = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A fresh copy of the repository after `make demo`."""

    folder: Path
    printed: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run something in the copy, as a user would."""
        return _run(arguments, self.folder)

    def file(self, story: str, day: str, name: str) -> Path:
        """One file that the demo wrote."""
        return self.folder / "build" / "demo" / story / day / name

    def assessment(self, story: str, day: str) -> Content:
        """What the demo found for a person on a day."""
        text = self.file(story, day, "assessment.json").read_text("utf-8")
        return cast("Content", json.loads(text))

    def findings(self, story: str, day: str) -> dict[str, Content]:
        """The findings by id."""
        items = cast("list[Content]", self.assessment(story, day)["findings"])
        return {str(item["id"]): item for item in items}

    def questions(self, story: str, day: str) -> list[str]:
        """The facts asked for, in order."""
        items = cast("list[Content]", self.assessment(story, day)["questions"])
        return [str(item["fact"]) for item in items]


def _run(arguments: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {"PATH", "HOME", "LANG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}
    kept |= {"HTTPS_PROXY", "https_proxy"}
    surroundings = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251 -- handed on
        if name in kept or name.startswith("PIP_")
    }
    surroundings["SAFECONDUCT_HOME"] = str(folder / "home")
    return subprocess.run(  # noqa: S603 -- make and our own program
        arguments,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=surroundings,
    )


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Copy what git would hold, and run `make demo` in it once."""
    folder = tmp_path_factory.mktemp("journey") / "safeconduct"
    listed = _run(("git", "ls-files", "-co", "--exclude-standard", "-z"), ROOT)
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    # The story is told of this day; `make demo` itself takes today.
    made = _run(("make", "demo"), folder)
    assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
    command = str(folder / ".venv" / "bin" / "safeconduct")
    again = _run((command, "demo", "--on", TODAY, "--out", "build/demo"), folder)
    assert again.returncode == 0, again.stderr
    return Journey(folder=folder, printed=made.stdout)


def words_of(path: Path) -> str:
    """The words of a PDF as a reader extracts them, on one line."""
    document = pypdfium2.PdfDocument(path)
    pages = [
        document[at].get_textpage().get_text_range() for at in range(len(document))
    ]
    document.close()
    text = " ".join(pages).replace("\ufffe", "").replace("\u200b", "")
    return " ".join(text.split())


def letters(text: str) -> str:
    """The letters and digits alone: a reader of PDF drops hyphens."""
    return "".join(filter(str.isalnum, text)).lower()


def truths(found: Mapping[str, Content], *names: str) -> dict[str, tuple[str, str]]:
    """The established and the presumed reading of some findings."""
    return {
        name: (str(found[name]["truth"]), str(found[name]["prima_facie"]))
        for name in names
    }


T, F, U, D = "true", "false", "unknown", "disputed"
HOLDS: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "Yevgeny may be charged with the wound and with desertion": (
        "yevgeny", REPORTS, {"ru.a339": (U, T), "ru.a338_3": (U, T)},
    ),
    "Yevgeny's exclusion is not examined": (
        "yevgeny", REPORTS, {"int.exclusion.unexamined": (U, T)},
    ),
    "having commanded excludes nobody by itself": (
        "yevgeny", REPORTS, {"int.exclusion.membership_not_enough": (T, T)},
    ),
    "Farhad was a serviceman in one version and not in the other": (
        "farhad", REPORTS, {"ru.still_serving": (D, D), "ru.a338_3": (U, D)},
    ),
    "what Farhad was refused were papers and no claim": (
        "farhad", REPORTS,
        {
            "fr.entry_papers.refused_is_not_claim_refused": (T, T),
            "entry.not_a_claim": (T, T),
        },
    ),
    "Farhad's stay has ended": (
        "farhad", REPORTS, {"kz.stay.expired": (T, T), "kz.stay.lawful": (F, F)},
    ),
    "Farhad can be found by the common search": (
        "farhad", REPORTS, {"ru.cis_search": (T, T), "ru.cis_search_here": (T, T)},
    ),
    "Sportsmaster may be charged with the refused order, and had no lawful way out": (
        "sportsmaster", REPORTS, {"ru.a332_2_1": (U, T), "ru.no_discharge": (U, T)},
    ),
    "today nobody knows where Yevgeny is, and the wound is still arguable": (
        "yevgeny", TODAY, {"ru.cis_search_here": (U, U), "ru.a339": (U, T)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("story", "day", "expected"), HOLDS.values(), ids=HOLDS)
def test_it_finds_that(
    journey: Journey, story: str, day: str, expected: dict[str, tuple[str, str]]
) -> None:
    assert truths(journey.findings(story, day), *expected) == expected


@pytest.mark.parametrize(("story", "day", "expected"), HOLDS.values(), ids=HOLDS)
def test_its_dossier_tells_that(
    journey: Journey, story: str, day: str, expected: dict[str, tuple[str, str]]
) -> None:
    found = journey.findings(story, day)
    told = letters(words_of(journey.file(story, day, "dossier.pdf")))
    titles = [str(found[name]["title"]) for name in expected if T in expected[name]]
    assert [title for title in titles if letters(title) not in told] == []


FIRST: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Farhad, whether he was discharged": ("farhad", REPORTS, ("service.discharged",)),
    "Sparrow, a claim where he hides": ("sparrow", REPORTS, ("claim.here",)),
    "Sportsmaster, no discharge": ("sportsmaster", REPORTS, ("claim.here",)),
    **{
        f"{story} today, where he is and whether he is held": (
            story, TODAY, ("place.country", "held.now"),
        )
        for story in STORIES
    },
}  # fmt: skip


@pytest.mark.parametrize(("story", "day", "first"), FIRST.values(), ids=FIRST)
def test_it_asks_first(
    journey: Journey, story: str, day: str, first: tuple[str, ...]
) -> None:
    assert tuple(journey.questions(story, day)[: len(first)]) == first
    asked = cast("list[Content]", journey.assessment(story, day)["questions"])
    told = letters(words_of(journey.file(story, day, "dossier.pdf")))
    assert letters(str(asked[0]["text"])) in told


@pytest.mark.parametrize("day", [REPORTS, TODAY])
@pytest.mark.parametrize("story", STORIES)
def test_no_day_is_made_up_where_none_is_known(
    journey: Journey, story: str, day: str
) -> None:
    found = journey.assessment(story, day)
    deadlines = cast("list[Content]", found["deadlines"])
    assert not [item["id"] for item in deadlines if item["due"]]
    assert not [
        item["id"] for item in cast("list[Content]", found["clocks"]) if item["ends"]
    ]


@pytest.mark.parametrize("story", STORIES)
def test_no_protection_is_promised_while_exclusion_is_open(
    journey: Journey, story: str
) -> None:
    for day in (REPORTS, TODAY):
        found = journey.findings(story, day)
        assert found["int.refugee"]["truth"] == U
        assert found["int.exclusion.unexamined"]["prima_facie"] == T


@pytest.mark.parametrize("day", [REPORTS, TODAY])
@pytest.mark.parametrize("story", STORIES)
def test_every_document_is_there_and_can_be_read(
    journey: Journey, story: str, day: str
) -> None:
    sizes = {name: journey.file(story, day, name).stat().st_size for name in FILES}
    assert all(size > 10_000 for size in sizes.values()), sizes
    dossier = letters(words_of(journey.file(story, day, "dossier.pdf")))
    assert letters(story) in dossier
    assert letters(SPOKEN[day]) in dossier
    pack = letters(words_of(journey.file(story, day, "action-pack.pdf")))
    assert letters(story) in pack
    card = letters(words_of(journey.file(story, day, "alarm-card.pdf")))
    assert letters(story) not in card


def _counsels(journey: Journey) -> list[str]:
    """The names and titles of what is counsel's only."""
    command = str(journey.folder / ".venv" / "bin" / "safeconduct")
    facts = json.loads(journey.run(command, "law", "list", "--facts", "--json").stdout)
    pages = json.loads(journey.run(command, "law", "list", "--json").stdout)
    found = [str(fact["label"]) for fact in facts if "counsel only" in fact["marks"]]
    found += [
        str(finding["title"])
        for page in pages
        if page["counsel_only"]
        for finding in page["findings"]
    ]
    return found


def test_nothing_of_counsel_s_is_in_what_it_prints_and_writes(journey: Journey) -> None:
    secret = [letters(text) for text in (*_counsels(journey), "prisoners of war")]
    assert len(secret) > 10
    texts = {"printed": journey.printed}
    for path in sorted((journey.folder / "build" / "demo").rglob("*")):
        if path.suffix == ".pdf":
            texts[str(path)] = words_of(path)
        elif path.suffix == ".json":
            texts[str(path)] = path.read_text("utf-8")
    for name, text in texts.items():
        plain = letters(text)
        assert [word for word in secret if word in plain] == [], name


def test_the_demo_prints_every_story_on_the_day_of_the_reports(
    journey: Journey,
) -> None:
    for story in STORIES:
        assert f"{story.capitalize()}, as of {REPORTS}" in journey.printed


def _first_block(journey: Journey) -> list[str]:
    """The commands that the README shows first, without their remarks."""
    text = (journey.folder / "README.md").read_text("utf-8")
    found = _CODE.search(text)
    assert found is not None
    return [line.partition("#")[0].strip() for line in found[1].splitlines()]


def test_the_first_commands_of_the_readme_run(journey: Journey) -> None:
    commands = _first_block(journey)
    assert commands[0] == "make demo"
    for command in commands[1:]:
        if command and not command.startswith("make test"):
            done = journey.run(*shlex.split(command))
            assert done.returncode == 0, (command, done.stderr)
            assert done.stdout, command


def test_what_the_readme_shows_is_what_is_printed(journey: Journey) -> None:
    text = (journey.folder / "README.md").read_text("utf-8")
    shown = _CODE.findall(text)[1]
    command = _first_block(journey)[-1]
    printed = journey.run(*shlex.split(command)).stdout
    lines = [line.strip() for line in shown.splitlines() if line.strip(" …")]
    squeezed = " ".join(printed.split())
    assert lines
    assert [line for line in lines if " ".join(line.split()) not in squeezed] == []
