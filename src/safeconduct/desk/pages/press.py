"""Templates and words become the bytes of pages, in one language at a time."""

from datetime import date, timedelta
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from safeconduct.base.catalogue import Catalogue, flat_words
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.desk.views.answering import UNKNOWN, WITNESSES
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.record import Picture

_ROOM = Path(__file__).parent
ASSETS = _ROOM / "assets"
_FIRST = date(1970, 1, 1)


def read_words(language: Language) -> Catalogue:
    """The words of the desk in a language."""
    text = (_ROOM / "catalogue" / f"{language}.toml").read_text("utf-8")
    return Catalogue(language=language, words=flat_words(text))


class Press:
    """Prints pages; every language is read once."""

    def __init__(self) -> None:
        """Read templates and words."""
        self._words = {at: read_words(at) for at in LANGUAGES}
        self._documents = {at: read_catalogue(at) for at in LANGUAGES}
        self._environment = Environment(
            loader=FileSystemLoader(_ROOM / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["drawn"] = _drawn
        self._environment.globals["witnesses"] = WITNESSES
        self._environment.globals["unknown"] = UNKNOWN
        self._environment.globals["languages"] = {
            at: words.say("language") for at, words in self._words.items()
        }

    def page(self, template: str, at: Language, **shows: object) -> bytes:
        """The bytes of a page."""

        def long_day(day: date) -> str:
            return format_date(day, "d MMMM y", locale=at)

        return (
            self._environment.get_template(template)
            .render(
                at=at,
                say=self._words[at].say,
                as_printed=self._documents[at].say,
                long_day=long_day,
                day_of=lambda days: long_day(_FIRST + timedelta(days=days)),
                **shows,
            )
            .encode()
        )


def _drawn(picture: Picture) -> Markup:
    """A picture of the dossier in the page itself; its maker has escaped its texts."""
    return Markup(picture.svg)  # noqa: S704 -- drawn by us, and parsed in the tests
