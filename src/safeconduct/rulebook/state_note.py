"""What a page says of its state in one short line, for the table of states.

Spec: spec/law-page.md §4. A note concludes nothing: it sums up what the page states.
"""

from typing import get_args

from safeconduct.base.table import Table
from safeconduct.rulebook.record import Page, StateColumn, StateNote

COLUMNS: tuple[StateColumn, ...] = get_args(StateColumn)
LONGEST = 200


def read_state_note(table: Table, name: str, page: Page) -> StateNote | None:
    """Read the note of one column; None after noting a fault."""
    text = table.text("text")
    source = table.integer("source", 0)
    if not 0 <= source < len(page.sources):
        table.fault("source", f"There is no source number {source} (from 0).")
    if name not in COLUMNS:
        columns = ", ".join(COLUMNS)
        table.fault("", f"The table of states has no column '{name}' ({columns}).")
    table.done()
    if text is None or name not in COLUMNS:
        return None
    if max(len(text.en), len(text.ru), len(text.fr)) > LONGEST:
        table.fault("text", f"A line of the table has at most {LONGEST} letters.")
    return StateNote(column=name, text=text, source=source)
