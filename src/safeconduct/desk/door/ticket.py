"""The ticket: a file that only its owner reads, and that lets one browser in once.

Nothing secret stands in an address: those reach histories and lists of processes.
Spec: spec/desk.md §1.
"""

import secrets
from collections.abc import Callable
from html import escape

from safeconduct.base.text import Language, Text
from safeconduct.desk.door.origin import Origin

PATH = "/in"
FIELD = "ticket"
_BYTES = 32
_OPEN = Text(en="Open the desk", ru="Открыть рабочий стол", fr="Ouvrir le bureau")
_PAGE = """<!doctype html>
<html lang="{at}">
<meta charset="utf-8">
<title>Safe Conduct</title>
<form method="post" action="{action}">
<input type="hidden" name="{field}" value="{token}">
<p><button autofocus>{open}</button></p>
</form>
<script>document.forms[0].submit()</script>
</html>
"""


class Ticket:
    """What lets a browser in; spent after the first use."""

    def __init__(self, entropy: Callable[[int], bytes]) -> None:
        """Make one that counts."""
        self._token = entropy(_BYTES).hex()

    def page(self, origin: Origin, at: Language) -> bytes:
        """The file that posts it to the desk, by itself or by its one button."""
        text = _PAGE.format(
            at=at,
            action=escape(origin.address + PATH),
            field=FIELD,
            token=self._token,
            open=escape(_OPEN.within(at)),
        )
        return text.encode()

    def spend(self, given: str) -> bool:
        """Whether this is the ticket, and it counted till now."""
        is_it = bool(self._token) and secrets.compare_digest(
            given.encode(), self._token.encode()
        )
        if is_it:
            self._token = ""
        return is_it
