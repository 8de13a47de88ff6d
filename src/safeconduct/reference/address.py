"""Where each page of the site lies: names that keep, so that links do (law-site.md §2).

An address is relative to the folder of a language: it is the same in each.
"""

from safeconduct.rulebook.record import Page

HOME = "index.html"
COUNTRIES = "country/index.html"
SITUATIONS = "situation/index.html"
RULES = "rule/index.html"
DEADLINES = "deadlines.html"
STATES = "states.html"
UNKNOWN = "unknown.html"
WORDS = "words.html"
INDEX = "a-z.html"
SEARCH = "search.html"
ASSETS = "assets"


def country_file(code: str) -> str:
    """The page of a state, or of one of the two that are none (INT, EU)."""
    return f"country/{code.lower()}.html"


def situation_file(name: str) -> str:
    """The page of a situation."""
    return f"situation/{name}.html"


def family_file(page_id: str) -> str:
    """The page that a law page's id leads to, whatever versions it has."""
    return f"rule/{page_id}.html"


def version_file(page: Page, *, is_only: bool) -> str:
    """The page of one version; an only version has the page of its id."""
    if is_only:
        return family_file(page.id)
    first = page.applies_from or page.binds_from
    return f"rule/{page.id}@{first.isoformat() if first else 'start'}.html"


def anchor(item_id: str) -> str:
    """The place of a finding, parameter, deadline, clock or term within its page."""
    return item_id.replace(".", "-")


def way_up(address: str) -> str:
    """From a page back to the folder of its language."""
    return "../" * address.count("/")
