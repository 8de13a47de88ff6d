"""Who is refused something reads why in a language of his own."""

from string import Formatter
from typing import get_args

import pytest

from safeconduct.app.screen.refusal import REFUSALS, told
from safeconduct.app.screen.refusal_word import WORDS
from safeconduct.base.text import LANGUAGES, Text
from safeconduct.log.entries.act import Role
from safeconduct.log.exchange.mailbox import Trouble
from safeconduct.log.roster.access import Action
from safeconduct.sealing.errors import Failure, SealError
from tests.app.desk_kit import Group
from tests.app.screen.refusals import refusals

KNOWN = frozenset(text.en for text in REFUSALS)
SEALS = frozenset(SealError(kind, "x").faults[0].what for kind in Failure)
TROUBLES = frozenset(trouble.value for trouble in Trouble)


def test_whatever_is_refused_at_a_vault_has_its_three_texts() -> None:
    assert refusals() | SEALS | TROUBLES == KNOWN
    assert len(REFUSALS) == len(KNOWN)


def test_every_role_and_act_has_a_word() -> None:
    words = {text.en for text in WORDS}
    actions = {action.replace("_", " ") for action in get_args(Action)}
    assert set(get_args(Role)) | actions <= words


@pytest.mark.parametrize("text", [*REFUSALS, *WORDS], ids=lambda text: text.en[:40])
def test_no_language_loses_a_value(text: Text) -> None:
    held = [
        sorted(name for _, name, _, _ in Formatter().parse(text.within(at)) if name)
        for at in LANGUAGES
    ]
    assert held[0] == held[1] == held[2]
    assert len(set(held[0])) == len(held[0])
    assert any("а" <= letter <= "я" for letter in text.ru)


def test_a_value_to_be_typed_again_is_not_translated() -> None:
    what = "No consent of the person covers this: export, for 'counsel'."
    assert "export" in told(what, "ru")
    assert "«counsel»" in told(what, "ru")
    role = "A member with the role 'counsel' may not do this: erase."
    assert told(role, "fr") == (
        "Un membre du rôle « avocat » n'en a pas le droit : effacer."
    )


def test_a_sentence_of_nobody_stays_as_it_is() -> None:
    assert told("Nobody has said this.", "ru") == "Nobody has said this."
    assert not told("", "fr")


def test_a_command_refuses_in_the_language_of_its_desk(group: Group) -> None:
    anna = group.member("Anna")
    assert "На этой машине нет хранилища" in anna.refused(
        "case", "list", "--lang", "ru"
    )
    assess = ("assess", "vault:Sparrow", "--lang", "fr")
    assert "Il n'y a pas de coffre" in anna.refused(*assess)
    anna = group.founder()
    wrong = anna.refused("person", "remove", "Eve", "--why", "left", "--lang", "ru")
    assert "Такого участника нет" in wrong
