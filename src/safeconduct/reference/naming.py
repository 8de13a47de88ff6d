"""What states, pages and topics are called, and to which topic a page belongs."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from safeconduct.assessment.say import build
from safeconduct.base.text import LANGUAGES, Language, Text, same
from safeconduct.reference.words import read_words, words_in_all
from safeconduct.rulebook.record import Finding, Page
from safeconduct.rulebook.vocabulary import Vocabulary

# The fact whose values are the states that the vocabulary knows.
PLACE = "place.country"
UNION = "EU"
BODIES: Mapping[str, Text] = {
    "INT": Text(en="International", ru="Международное право", fr="International"),
    UNION: Text(en="European Union", ru="Европейский союз", fr="Union européenne"),
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
# A full stop ends no statement before a number or a small letter ("Art. 3").
_END = re.compile(r"\s*[:;]\s|\.(?=\s+\W?[A-ZÀ-ÞА-ЯЁ]|$)")


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
        said = [item.said.title for item in page.deadlines]
        said += [item.said.title for item in page.clocks]
        if len(said) == 1:
            return said[0]
        if page.parameters and not said:
            return page.parameters[0].title
        if page.rules and not said:
            return _opening(page.prose)
        return _joined(self.jurisdiction(page.jurisdiction), _kind_of(page, said))


def _kind_of(page: Page, timed: Sequence[Text]) -> Text:
    """What a page holds that has no conclusion of its own."""
    if timed:
        return _filled("title.deadlines", first=timed[0], count=same(str(len(timed))))
    if page.notices:
        topic = words_in_all(f"notice_topic.{page.notices[0].topic}")
        key = "title.practice" if page.kind == "practice" else "title.advice"
        return _filled(key, topic=topic)
    return words_in_all("title.events" if page.incidents else "title.facts")


def _opening(prose: Text) -> Text:
    """The first statement of a text, in every language."""
    return build(lambda at: _END.split(" ".join(prose.within(at).split()), 1)[0])


def _filled(key: str, **texts: Text) -> Text:
    """The words of a key with texts put in, in every language."""

    def said(at: Language) -> str:
        values = {name: text.within(at) for name, text in texts.items()}
        return read_words(at).say(key, **values)

    return build(said)


def _joined(name: Text, rest: Text) -> Text:
    def said(at: Language) -> str:
        space = "\u00a0" if at == "fr" else ""
        return f"{name.within(at)}{space}: {rest.within(at)}"

    return build(said)


def _heaviest(page: Page) -> Finding:
    """The finding of the page's own name, or the one of most weight."""
    own = [item for item in page.findings if item.id == page.id]
    return max(own or page.findings, key=lambda item: item.goal)


@cache
def _territory(code: str) -> Text:
    def name(at: Language) -> str:
        return str(Locale(at).territories.get(code, code))

    return Text(**{at: name(at) for at in LANGUAGES})
