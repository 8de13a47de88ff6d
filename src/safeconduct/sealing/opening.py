"""Opening keys: X-Wing, and HPKE to them (spec/envelope.md §1, §7)."""

from dataclasses import dataclass, field
from hashlib import shake_256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from safeconduct.sealing.author import SEED_BYTES
from safeconduct.sealing.box import TAG_BYTES
from safeconduct.sealing.context import check_length, exactly
from safeconduct.sealing.errors import Failure, SealError

OPENING_PUBLIC_BYTES = 1216
HPKE_OVERHEAD_BYTES = 1120 + TAG_BYTES
_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_EXPANDED_BYTES = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPublicKey:
    """Seals what only one opening key opens."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what is no key."""
        exactly(self.raw, OPENING_PUBLIC_BYTES, "opening key")

    def seal(self, text: bytes, info: bytes, what: str) -> bytes:
        """The text for the holder of the key; `info` is a context.

        Raises:
            SealError: *malformed*: nothing can be sealed to this key.
        """
        first, second = self.raw[:_MLKEM_PUBLIC_BYTES], self.raw[_MLKEM_PUBLIC_BYTES:]
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(first)
            x25519 = X25519PublicKey.from_public_bytes(second)
            public = MLKEM768X25519PublicKey(mlkem, x25519)
            return _suite().encrypt(text, public, info)
        except ValueError as error:
            raise SealError(Failure.MALFORMED, what) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningKey:
    """Opens what was sealed to a device, or to a group's recovery; never printed."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no seed."""
        exactly(self.seed, SEED_BYTES, "seed")

    def public(self) -> OpeningPublicKey:
        """The half that is shown to the others."""
        mlkem, x25519 = self._halves()
        raw = mlkem.public_key().public_bytes_raw()
        return OpeningPublicKey(raw=raw + x25519.public_key().public_bytes_raw())

    def open(self, sealed: bytes, info: bytes, what: str) -> bytes:
        """What was sealed to this key in this context.

        Raises:
            SealError: *does not open*.
        """
        try:
            private = MLKEM768X25519PrivateKey(*self._halves())
            return _suite().decrypt(sealed, private, info)
        except InvalidTag as error:
            raise SealError(Failure.DOES_NOT_OPEN, what) from error

    def _halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = shake_256(self.seed).digest(_EXPANDED_BYTES)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:]),
        )


def read_opening_key(raw: bytes, what: str) -> OpeningPublicKey:
    """An opening key that came from somebody else.

    Raises:
        SealError: *truncated*, or *malformed*: nothing can be sealed to it. Whoever
            could bring such a key in would hold up every turn.
    """
    check_length(raw, OPENING_PUBLIC_BYTES, what)
    key = OpeningPublicKey(raw=raw)
    key.seal(b"", b"", what)
    return key


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
