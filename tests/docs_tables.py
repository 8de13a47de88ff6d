"""The tables of docs/: `python -m tests.docs_tables` makes them, a test checks them."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from safeconduct.app.books.library import Library
from safeconduct.assessment.replay import Replay, Replayed
from safeconduct.rulebook.decision import read_docket
from tests.assessment.deadline_kit import (
    IN_WORDS,
    LAW,
    ROOT,
    Content,
    all_deadlines,
    block,
    compute,
    shown,
)

DOCS = ROOT / "docs"
_YES = ("NO", "yes")
DEADLINES = """# Deadlines: every shared case

Made by `python -m tests.docs_tables`. *Due* is the safe day: the earliest reading where
the limit runs against the person, the latest where it runs against an authority.
*Latest* is the last day that can still be argued. A case agrees where its expected day
is one of our days.

| case | limit | from | expected | due | latest | agrees | why not the same |
|---|---|---|---|---|---|---|---|
"""
REPLAY = """# Published decisions, replayed

Made by `python -m tests.docs_tables` from `safeconduct law replay`
(spec/law-replay.md).
*Withheld*: what is firmly said of refugee status without the court's own findings.
*Given*: of refugee status and of the lower protection, as decided, with them. *Not
contradicted*: no firm answer is against the outcome. A decision that disagrees has its
reason in the last column.

The decisions set aside were chosen before most pages were written, and put into our
words by somebody who wrote none. **They were no clean test:** the notes on doctrine
tell of some of them, and their outcomes were printed while rules were still being
changed. Of those of quality A 3 of 8 followed. They were then opened: what their
sources state and had been left out was added, also what hurts; findings that were none
were taken
out; and four gaps in general doctrine that they showed were closed, each with a source.

The last group is the clean test. It was gathered and written down after the pages, by
somebody who had read none of their rules, and **on its first run none of 16 was
contradicted, an element was named in all 16, and the outcome followed in 6 of 16, of
quality A in 3 of 10.** The table below shows it as it stands now, after those gaps
were closed. A decision of which only a summary can be read seldom states all that an
outcome rests on, and what is not stated stays unknown.

Since 23 November 2026 a decision may also say why the harm comes, whether the law of
the home state left a way not to serve, how people fare in that service, what the order
was, and what a passport from the home state means. These five kinds of finding were
made when all three groups had been seen, because decisions of quality A turned on
them; eight of those follow by them, and one by a rule on conscience. **None of the
groups is a test any more:** that such an outcome follows shows that the rulebook can
say it, not that it foresaw it. The figures of the first run above are those of a test.
"""
_COLUMNS = (
    "id", "decision", "quality", "outcome", "withheld", "given", "not contradicted",
    "elements named", "follows", "why not",
)  # fmt: skip
REPLAY_HEAD = f"| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}\n"
GROUPS = {
    "decisions": "Open to those who wrote the pages",
    "set-aside": "Set aside",
    "fresh": "Gathered after the pages",
}
# Where our safe day is not the day that the case names.
WHY = {
    "EARLIER": "the safe day is earlier on purpose (spec/deadline.md §1)",
    "LATER": "runs against an authority: it is late only after the latest reading",
    "RANGE": "the case names a range or a frame; ours begins with its shortest",
    "PAGE": "tests which page holds on a day",
}


def deadline_table() -> str:
    """docs/deadlines.md, from the shared cases and what comes out of them today."""
    shared = tomllib.loads((ROOT / "tests/data/deadline-cases.toml").read_text("utf-8"))
    lines = [_line(case, shared) for case in cast("list[Content]", shared["case"])]
    return DEADLINES + "".join(lines)


def _line(case: Content, shared: Mapping[str, object]) -> str:
    if "page" in case:
        return _page_line(case)
    facts = cast("Content", case["facts"])
    if "deadline" in case:
        found = compute(all_deadlines()[str(case["deadline"])], facts)
    else:
        counting = cast("dict[str, Content]", shared["counting"])
        found = compute(block(**counting[str(case["counting"])]), facts)
    days = {
        str(shown(found, key))
        for key in ("due", "earliest", "latest", "due_at", "latest_at")
    }
    expected = str(case["expected"])
    agrees = IN_WORDS.get(str(case["id"]), expected) in days
    due, latest = shown(found, "due_at") or shown(found, "due"), shown(found, "latest")
    why = ""
    if expected not in days:
        why = WHY["RANGE"]
    elif str(due) != expected:
        why = WHY["EARLIER"] if found.against == "person" else WHY["LATER"]
    start = "; ".join(f"{value}" for value in facts.values())
    limit = case.get("deadline", case.get("period", ""))
    return _row((case["id"], limit, start, expected, due, latest, _YES[agrees], why))


def _page_line(case: Content) -> str:
    """Which version of a page holds on a day."""
    text = (LAW / str(case["page"])).read_text("utf-8")
    head = tomllib.loads(text.split("+++")[1])
    first = cast("date", head.get("applies_from", date.min))
    last = cast("date", head.get("applies_to", date.max))
    holds = first <= date.fromisoformat(str(case["day"])) <= last
    said = ("does not hold", "holds")
    return _row(
        (
            case["id"], case["page"], case["day"], said[bool(case["holds"])],
            said[holds], "", _YES[holds is case["holds"]], WHY["PAGE"],
        )
    )  # fmt: skip


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def replay_table() -> str:
    """docs/replay.md: every published decision, and why we disagree where we do."""
    law = ROOT / "law"
    library = Library(law, Path("/nonexistent"))
    texts = {
        path.name: path.read_text("utf-8")
        for path in sorted((law / "replay").glob("*.toml"))
    }
    docket = read_docket(texts)
    run = Replay(rulebook=library.rulebook, priors=library.priors, docket=docket)
    results = tuple(run.results())
    parts = [REPLAY]
    for name, title in GROUPS.items():
        group = [item for item in results if item.decision.group == name]
        parts += [f"\n## {title}\n\n{REPLAY_HEAD}", *map(_replay_line, group)]
    return "".join(parts)


def _replay_line(item: Replayed) -> str:
    decision = item.decision
    given = item.given
    because = decision.because
    return _row(
        (
            decision.id + ("" if decision.is_scored else " (not counted)"),
            f"{decision.court}, {decision.day}, {decision.cite}",
            decision.quality,
            decision.outcome,
            item.withheld.refugee.value,
            f"{given.refugee.value}, {given.subsidiary.value}",
            _YES[not item.contradicts],
            ", ".join(item.named)
            + (" / not: " if item.unnamed else "")
            + ", ".join(item.unnamed),
            _YES[item.follows],
            "" if because is None or not item.disagrees() else because.en,
        )
    )


def tables() -> Iterator[tuple[Path, str]]:
    """Every table with its place."""
    yield DOCS / "deadlines.md", deadline_table()
    yield DOCS / "replay.md", replay_table()


def main() -> None:
    """Write the tables."""
    DOCS.mkdir(exist_ok=True)
    for path, text in tables():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
