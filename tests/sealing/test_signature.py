"""Keys that sign law packs, and their files."""

import pytest

from safeconduct.base.errors import InputError
from safeconduct.sealing.metadata import tuf_key, tuf_signer
from safeconduct.sealing.signature import (
    LawKey,
    open_key,
    read_public,
    seal_key,
    write_public,
)
from safeconduct.sealing.stretch import Stretch

KEY = LawKey(name="north desk", seed=b"n" * 32)
WORDS = "correct horse battery"
CHEAP = Stretch(memory_kib=64, passes=1, lanes=1)
SEALED = seal_key(KEY, WORDS, salt=b"s" * 16, stretch=CHEAP)
PUBLIC = KEY.public().raw.hex()


def test_a_sealed_key_opens_with_its_passphrase() -> None:
    assert open_key(SEALED, WORDS, file="k") == KEY


def test_without_a_word_the_full_cost_is_asked() -> None:
    text = seal_key(KEY, WORDS, salt=b"s" * 16)
    assert "memory_kib = 65536\npasses = 3\nlanes = 4\n" in text
    assert open_key(text, WORDS, file="k") == KEY


def test_a_key_at_the_least_cost_opens() -> None:
    least = Stretch(memory_kib=16, passes=1, lanes=2)
    text = seal_key(KEY, WORDS, salt=b"s" * 16, stretch=least)
    assert open_key(text, WORDS, file="k") == KEY


def test_a_key_is_never_shown() -> None:
    assert "n" * 32 not in repr(KEY)
    assert KEY.seed.hex() not in SEALED


def test_the_public_half_is_read_from_either_file() -> None:
    text = write_public(KEY.public())
    assert read_public(text, file="k") == read_public(SEALED, file="k") == KEY.public()


def test_two_salts_give_two_boxes() -> None:
    other = seal_key(KEY, WORDS, salt=b"t" * 16, stretch=CHEAP)
    assert other.splitlines()[-1] != SEALED.splitlines()[-1]


def test_what_a_key_signs_its_public_half_knows() -> None:
    signed = tuf_signer(KEY).sign(b"law")
    tuf_key(KEY.public()).verify_signature(signed, b"law")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("", "", "does not open", id="another passphrase"),
        pytest.param("north", "south", "does not open", id="another name"),
        pytest.param(PUBLIC, "ab" * 32, "does not open", id="another public half"),
        pytest.param('"law"', '"portal"', "must be one of: law", id="purpose"),
        pytest.param("format = 1", "format = 2", "from 1 to 1", id="another format"),
        pytest.param("north desk", "../x", "letters, digits", id="a name that leads"),
        pytest.param(PUBLIC, "xy", "32 bytes", id="no key"),
        pytest.param("passes = 1", "passes = 99", "from 1 to 20", id="costly"),
        pytest.param("lanes = 1", "lanes = 9", "8 for each lane", id="many lanes"),
        pytest.param("[sealed]", "[open]", "'sealed' is missing", id="nothing sealed"),
        pytest.param("lanes = 1", 'lanes = 1\nx = ""', "not known", id="more"),
        pytest.param("format = 1", "format =", "not TOML", id="no TOML"),
    ],
)
def test_a_key_that_is_none_is_refused(old: str, new: str, told: str) -> None:
    words = WORDS if old else "another passphrase"
    with pytest.raises(InputError, match=told):
        open_key(SEALED.replace(old, new, 1), words, file="k")


def test_a_public_file_with_more_in_it_is_refused() -> None:
    with pytest.raises(InputError, match="not known"):
        read_public(f"{write_public(KEY.public())}x = 1\n", file="k")
