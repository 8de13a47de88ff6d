"""Authenticated boxes whose key is used once (spec/envelope.md §1)."""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from safeconduct.sealing.errors import Failure, SealError

TAG_BYTES = 16
# Every key seals one text, so the nonce may stay the same.
_NONCE = bytes(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxKey:
    """Seals one text: it comes from a key or a passphrase and a salt used once."""

    raw: bytes = field(repr=False)

    def seal(self, text: bytes, bound: bytes) -> bytes:
        """The box of a text, tied to what is `bound` to it."""
        return ChaCha20Poly1305(self.raw).encrypt(_NONCE, text, bound)

    def open(self, box: bytes, bound: bytes, what: str) -> bytes:
        """The text of a box.

        Raises:
            SealError: *does not open*.
        """
        try:
            return ChaCha20Poly1305(self.raw).decrypt(_NONCE, box, bound)
        except InvalidTag as error:
            raise SealError(Failure.DOES_NOT_OPEN, what) from error
