"""What states, pages and topics are called, and to which topic a page belongs."""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.rulebook.record import Finding, Page
from safeconduct.rulebook.vocabulary import Vocabulary

# The fact whose values are the states that the vocabulary knows.
PLACE = "place.country"
BODIES: Mapping[str, Text] = {
    "INT": Text(en="International", ru="Международное право", fr="International"),
    "EU": Text(en="European Union", ru="Европейский союз", fr="Union européenne"),
}
TOPICS: Mapping[str, str] = {
    "entry": "entry papers passport visa exit consulate border",
    "stay": "stay residence permit living provisional remain",
    "registration": "registration",
    "work": "work",
    "asylum": "claim refugee refuser subsidiary conscience credibility internal "
    "regime cessation unhcr refusal asylum protection status hiding waiting appeal "
    "dublin transfer civilian ruling procedure",
    "exclusion": "excluded exclusion",
    "handover": "extradition handover removal consul interpol cis hours remedies "
    "absentia surrender return detention hold measures",
    "practice": "practice coi refusers",
    "risk": "place risk incidents screening",
    "charges": "criminal prosecution leniency evader speech draft mercenary "
    "offence exiles",
    "service": "mobilisation callup alternative service discharge treatment",
    "family": "relatives families family",
    "crisis": "crisis",
    "deadlines": "deadline",
}
_TOPIC_OF = {word: topic for topic, words in TOPICS.items() for word in words.split()}
_BETWEEN_WORDS = re.compile(r"[._]")


def topic_of(page: Page) -> str:
    """The topic of a page, by the words of its id; `other` where none is known."""
    if page.deadlines and not page.rules:
        return "deadlines"
    words = _BETWEEN_WORDS.split(page.id)[1:]
    if words[:1] == ["practice"]:
        return "practice"
    known = [_TOPIC_OF[word] for word in words if word in _TOPIC_OF]
    specific = [topic for topic in known if topic not in {"practice", "risk"}]
    return (specific or known or ["other"])[0]


class Names:
    """The names of states and pages, in three languages."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the names of states that the vocabulary gives."""
        place = vocabulary.fact_table().get(PLACE)
        labels = place.value_labels if place is not None else ()
        self._states = {code: text for code, text in labels if code.isupper()}
        self.states = tuple(sorted(self._states))

    def jurisdiction(self, code: str) -> Text:
        """What a state is called, or one of the two that are none."""
        return BODIES.get(code) or self._states.get(code) or _territory(code)

    def page(self, page: Page) -> Text:
        """What a law page is called: by what weighs most on it."""
        if page.findings:
            return _heaviest(page).title
        said = [item.said for item in page.deadlines]
        said += [item.said for item in page.clocks]
        if len(said) == 1:
            return said[0].title
        name = self.jurisdiction(page.jurisdiction)
        if said:
            return _joined(name, DEADLINES_OF)
        if page.parameters:
            return page.parameters[0].title
        return _joined(name, ADVICE_OF if page.notices else FACTS_OF)


DEADLINES_OF = Text(en="deadlines", ru="сроки", fr="délais")
ADVICE_OF = Text(en="advice", ru="советы", fr="conseils")
FACTS_OF = Text(
    en="how facts hang together", ru="как связаны факты", fr="liens entre les faits"
)


def _joined(name: Text, rest: Text) -> Text:
    return Text(
        en=f"{name.en}: {rest.en}",
        ru=f"{name.ru}: {rest.ru}",
        fr=f"{name.fr} : {rest.fr}",
    )


def _heaviest(page: Page) -> Finding:
    """The finding of the page's own name, or the one of most weight."""
    own = [item for item in page.findings if item.id == page.id]
    return max(own or page.findings, key=lambda item: item.goal)


@cache
def _territory(code: str) -> Text:
    def name(at: Language) -> str:
        return str(Locale(at).territories.get(code, code))

    return Text(**{at: name(at) for at in LANGUAGES})
