"""The nearest right name for a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """A mend such as "Did you mean 'left.day'?", or an empty text."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean '{found[0]}'?" if found else ""
