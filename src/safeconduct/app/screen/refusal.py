"""Why something is refused, in the language of who is refused.

The rooms below say it in English; each of their sentences has its three texts here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from safeconduct.app.screen.desk_refusal import DESK
from safeconduct.app.screen.log_refusal import LOG
from safeconduct.app.screen.refusal_word import WORDS
from safeconduct.app.screen.seal_refusal import SEAL
from safeconduct.base.errors import InputError
from safeconduct.base.override import override
from safeconduct.base.text import Language, Text

REFUSALS = (*LOG, *SEAL, *DESK)
_VALUE = re.compile(r"\\\{\d\\\}")


def refusal(error: InputError, at: Language) -> InputError:
    """The same refusal in a language."""
    return InputError(
        [
            replace(fault, what=told(fault.what, at), mend=told(fault.mend, at))
            for fault in error.faults
        ]
    )


def told(sentence: str, at: Language) -> str:
    """A sentence of ours in a language, with the values that stand in it."""
    return _told(sentence, at, REFUSALS)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in a sentence; as `{0:word}` it is a word of ours, else not to touch.

    A purpose or an alias may be spelt like a word of ours, and has to be typed again.
    """

    text: str
    at: Language

    @override
    def __format__(self, spec: str) -> str:
        """The value, or the word in its language."""
        return _told(self.text, self.at, (*WORDS, *LOG)) if spec else self.text


def _told(sentence: str, at: Language, known: Sequence[Text]) -> str:
    for text in known:
        found = _pattern(text.en).fullmatch(sentence)
        if found is not None:
            values = (_Value(value, at) for value in found.groups())
            return text.within(at).format(*values)
    return sentence


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_VALUE.sub("(.*?)", re.escape(template)), re.DOTALL)
