"""What does not fit on a page, and where its text says it."""

import re
from dataclasses import dataclass

from safeconduct.base.errors import Fault
from safeconduct.base.place import find_word
from safeconduct.rulebook.record import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong: the word that is, what is wrong with it, the mend."""

    word: str
    what: str
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A wrong thing on a page; `line` is that of its rule, `block` the id of its block.

    Where neither is given it may stand anywhere on the page.
    """

    page: Page
    wrong: Wrong
    line: int = 0
    block: str = ""

    def fault(self, text: str) -> Fault:
        """The fault with line and column, as far as the page's text shows them."""
        line = self.line or _block_line(text, self.block)
        place = find_word(text, self.wrong.word, first_line=line)
        return Fault(
            file=self.page.file,
            line=place.line if place is not None else line,
            column=place.column if place is not None else 0,
            what=self.wrong.what,
            mend=self.wrong.mend,
        )


def _block_line(text: str, block: str) -> int:
    """The line on which a block begins; 0 if it is not there."""
    if not block:
        return 0
    fence = rf"^```[ \t]*(?:[a-z]+[ \t]+)?{re.escape(block)}[ \t]*$"
    found = re.search(fence, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found is not None else 0
