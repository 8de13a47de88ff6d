"""Entry keys: what the devices of authors sign with (spec/envelope.md §4, §7)."""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from safeconduct.sealing.context import exactly

SEED_BYTES = 32
ENTRY_PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPublicKey:
    """Tells what the entry key of a device has signed."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what is no key."""
        exactly(self.raw, ENTRY_PUBLIC_BYTES, "entry key")

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether a signature is of this key; what is no point has signed nothing."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKey:
    """Signs entries and the card of its device, and nothing else; never printed."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no seed."""
        exactly(self.seed, SEED_BYTES, "seed")

    def public(self) -> EntryPublicKey:
        """The half that stands on the card."""
        return EntryPublicKey(raw=self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """A signature; the message begins with a context."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)
