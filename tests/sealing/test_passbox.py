"""Boxes under a passphrase; the vectors hold what a reader refuses."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.passbox import open_box, seal_box
from safeconduct.sealing.stretch import Stretch
from tests.sealing.maker import CHEAP, WORDS, fixed

SALT = fixed("box", 16)


def test_a_box_opens_with_its_passphrase() -> None:
    box = seal_box(b"text", WORDS, name="device", salt=SALT, stretch=CHEAP)
    assert open_box(box, WORDS, name="device") == b"text"


def test_the_usual_cost_is_reasonable() -> None:
    box = seal_box(b"text", WORDS, name="device", salt=SALT, stretch=Stretch())
    assert open_box(box, WORDS, name="device") == b"text"


def test_twelve_characters_and_no_text_are_enough() -> None:
    box = seal_box(b"", WORDS[:12], name="device", salt=SALT, stretch=CHEAP)
    assert open_box(box, WORDS[:12], name="device") == b""


@pytest.mark.parametrize("words", ["eleven char", "ﬃ" * 3])
def test_a_short_passphrase_is_not_taken(words: str) -> None:
    with pytest.raises(SealError) as caught:
        seal_box(b"text", words, name="device", salt=SALT, stretch=CHEAP)
    assert caught.value.kind is Failure.TOO_SHORT


def test_no_box_is_made_that_no_reader_would_open() -> None:
    costly = Stretch(memory_kib=64, passes=21, lanes=1)
    with pytest.raises(SealError) as caught:
        seal_box(b"text", WORDS, name="device", salt=SALT, stretch=costly)
    assert caught.value.kind is Failure.UNREASONABLE_COST


def test_a_salt_of_another_size_is_our_fault() -> None:
    with pytest.raises(OurFaultError):
        seal_box(b"text", WORDS, name="device", salt=SALT[1:], stretch=CHEAP)
