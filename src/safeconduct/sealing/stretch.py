"""Keys out of passphrases, at a cost (spec/envelope.md §8, spec/law-pack.md §3)."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from safeconduct.sealing.box import BoxKey

STRETCH_SALT_BYTES = 16
MIN_PASSPHRASE = 12
# The least and the most that a reader will spend.
MEMORY_KIB = (8, 1024 * 1024)
PASSES = (1, 20)
LANES = (1, 16)
KIB_PER_LANE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """How much work a passphrase costs (Argon2id)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4

    def is_reasonable(self) -> bool:
        """Whether a box that asks for this work is opened at all."""
        return (
            MEMORY_KIB[0] <= self.memory_kib <= MEMORY_KIB[1]
            and PASSES[0] <= self.passes <= PASSES[1]
            and LANES[0] <= self.lanes <= LANES[1]
            and self.memory_kib >= KIB_PER_LANE * self.lanes
        )

    def key(self, passphrase: str, salt: bytes) -> BoxKey:
        """The key of a box; `salt` is random and new for each."""
        kdf = Argon2id(
            salt=salt,
            length=32,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        )
        return BoxKey(raw=kdf.derive(passphrase.encode()))
