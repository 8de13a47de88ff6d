"""Texts in three languages."""

import pytest

from safeconduct.base.text import LANGUAGES, Language, Text, same


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_given_in_the_language_asked_for(language: Language) -> None:
    assert Text(en="en", ru="ru", fr="fr").within(language) == language


def test_an_id_is_the_same_in_every_language() -> None:
    assert {same("fr.claim").within(language) for language in LANGUAGES} == {"fr.claim"}
