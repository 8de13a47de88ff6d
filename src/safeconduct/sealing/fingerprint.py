"""Fingerprints in words, to be compared by voice (spec/envelope.md §7, §11)."""

from hashlib import sha256

from shamir_mnemonic.wordlist import WORDLIST

from safeconduct.sealing.context import GROUP_BYTES, exactly
from safeconduct.sealing.device import Card

_WORDS = 10
_WORD_BITS = 10
_HASH_BITS = 256


def card_fingerprint(card: Card) -> tuple[str, ...]:
    """Ten words for the card of a device."""
    return _words(card.to_bytes())


def group_fingerprint(group: bytes, first_act: bytes) -> tuple[str, ...]:
    """Ten words for a group: its id, and the entry id of its first act."""
    return _words(exactly(group, GROUP_BYTES, "group") + first_act)


def _words(named: bytes) -> tuple[str, ...]:
    digest = sha256(b"safeconduct/1 fingerprint" + named).digest()
    number = int.from_bytes(digest) >> (_HASH_BITS - _WORDS * _WORD_BITS)
    shifts = range((_WORDS - 1) * _WORD_BITS, -1, -_WORD_BITS)
    words: list[str] = WORDLIST
    return tuple(words[number >> shift & (len(words) - 1)] for shift in shifts)
