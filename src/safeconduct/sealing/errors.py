"""Why something sealed is refused, in kinds that nothing later can hide."""

from collections.abc import Sequence
from enum import Enum

from safeconduct.base.errors import Fault, InputError


class Refusal(Enum):
    """The kinds of refusal of a law pack, in the order of the checks (§5)."""

    TOO_LARGE = "too-large"
    NOT_A_PACK = "not-a-pack"
    BAD_NAME = "bad-name"
    DOUBLED = "doubled"
    NOT_PLAIN = "not-plain"
    BAD_METADATA = "bad-metadata"
    MIXED = "mixed"
    NO_TRUST = "no-trust"
    BROKEN_CHAIN = "broken-chain"
    UNSIGNED = "unsigned"
    OLDER = "older"
    EXPIRED = "expired"
    ALTERED = "altered"
    LAW = "law"


class RefusedError(InputError):
    """A pack, root or key is refused; whoever made or sent it can mend that."""

    def __init__(
        self, kind: Refusal, what: str, *, file: str, more: Sequence[Fault] = ()
    ) -> None:
        """Keep the kind beside the faults."""
        self.kind = kind
        super().__init__([Fault(file=file, what=what), *more])
