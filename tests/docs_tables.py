"""The tables of docs/: `python -m tests.docs_tables` makes them, a test checks them."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast

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


def tables() -> Iterator[tuple[Path, str]]:
    """Every table with its place."""
    yield DOCS / "deadlines.md", deadline_table()


def main() -> None:
    """Write the tables."""
    DOCS.mkdir(exist_ok=True)
    for path, text in tables():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
