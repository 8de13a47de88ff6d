"""The alarm card: rights of anybody who is detained, to be carried.

Found in a pocket it tells nothing about its bearer: no case goes into it, so two cases
in one country give the same bytes (spec/dossier.md §8).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from safeconduct.base.catalogue import flat_words
from safeconduct.dossier.catalogue import CATALOGUE_FOLDER
from safeconduct.dossier.pdf import Press, compile_pdf

# A day that is nobody's: the card must not tell when it was made.
_DAY = date(2020, 1, 1)
LINES: tuple[str, ...] = (
    "lawyer", "silence", "interpreter", "reason", "copy", "inform", "consulate",
    "court", "torture", "doctor",
)  # fmt: skip
BLANKS = ("lawyer", "phone", "person", "phone", "health")
# The language of the state, where the catalogue has it.
HOST_LANGUAGES: Mapping[str, str] = {
    "AM": "hy", "AR": "es", "AT": "de", "BE": "fr", "CH": "de", "DE": "de",
    "ES": "es", "FR": "fr", "GE": "ka", "IT": "it", "KZ": "kk", "PL": "pl",
    "RS": "sr", "TR": "tr",
}  # fmt: skip
_COMMON = ("ru", "en")
# States of which the card is in the state's own language without a third one.
SPEAKS_COMMON = frozenset({"RU", "BY", "KG", "GB", "US", "CA"})
# There asking for asylum aloud is no protection, and paper that says so a danger.
_NO_ASYLUM = frozenset({"RU", "BY"})


def has_host_language(host: str) -> bool:
    """Whether the card can speak an official language of the state."""
    return host in HOST_LANGUAGES or host in SPEAKS_COMMON


def alarm_card(host: str, press: Press, *, asylum: bool = False) -> bytes:
    """Print the card for a state (its code; empty or unknown: English and Russian).

    `asylum` adds the sentence that asks for asylum and names UNHCR. It is off unless
    a caseworker chose it with the person: on paper it tells what the person wants.

    Raises:
        OurFaultError: the compiler refused or warned.
    """
    words = flat_words((CATALOGUE_FOLDER / "card.toml").read_text("utf-8"))
    languages = [language for language in (HOST_LANGUAGES.get(host),) if language]
    languages += [language for language in _COMMON if language not in languages]
    lines = LINES
    if asylum and host not in _NO_ASYLUM:
        lines = (*LINES, "asylum")
    data: dict[str, object] = {
        "title": words["en.title"],
        "panels": [
            {
                "language": language,
                "title": words[f"{language}.title"],
                "lines": [words[f"{language}.{line}"] for line in lines],
            }
            for language in languages
        ],
        "blanks": [_labels(words, languages, blank) for blank in BLANKS],
    }
    return compile_pdf("card.typ", data, day=_DAY, press=press)


def _labels(
    words: Mapping[str, str], languages: Sequence[str], blank: str
) -> list[dict[str, str]]:
    """A blank's label in each language, a word that is the same only once."""
    found: dict[str, str] = {}
    for language in languages:
        found.setdefault(words[f"{language}.blank_{blank}"], language)
    return [{"language": language, "text": text} for text, language in found.items()]
