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
        """Keep the kind beside the faults, and the one that says it."""
        self.kind = kind
        self.lead = Fault(file=file, what=what)
        self.more = tuple(more)
        super().__init__([self.lead, *more])


class Failure(Enum):
    """What can be wrong with sealed bytes or the key to them (spec/envelope.md)."""

    TRUNCATED = "truncated"
    UNKNOWN_SUITE = "unknown suite"
    NO_KEY = "no key"
    WRONG_KEY = "wrong key"
    DOES_NOT_OPEN = "does not open"
    BAD_PADDING = "bad padding"
    UNKNOWN_FORM = "unknown form"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad signature"
    TOO_LONG = "too long"
    TOO_SHORT = "too short"
    UNREASONABLE_COST = "unreasonable cost"
    TRAILING_BYTES = "trailing bytes"
    WRONG_NAME = "wrong name"
    CHANGED = "changed while read"
    NOT_TOGETHER = "not together"
    TOO_FEW = "too few"


_SAID = {
    Failure.TRUNCATED: "It is cut off, or of another length than it must be.",
    Failure.UNKNOWN_SUITE: "It was sealed by a newer version of Safe Conduct.",
    Failure.NO_KEY: "No key to it is at hand here.",
    Failure.WRONG_KEY: "The key at hand is not the one that it names.",
    Failure.DOES_NOT_OPEN: "The key or passphrase does not open it, or it was altered.",
    Failure.BAD_PADDING: "It opens, but is not padded as it must be.",
    Failure.UNKNOWN_FORM: "Its form is not known here.",
    Failure.MALFORMED: "It is not formed as it must be.",
    Failure.BAD_SIGNATURE: "Its signature is not by whom it names.",
    Failure.TOO_LONG: "It is too long; a long text is kept as a file.",
    Failure.TOO_SHORT: "The passphrase has fewer than 12 characters.",
    Failure.UNREASONABLE_COST: "To open it would take more work than is reasonable.",
    Failure.TRAILING_BYTES: "Something stands after its end.",
    Failure.WRONG_NAME: "It is not the file that was named.",
    Failure.CHANGED: "It was changed while it was read.",
    Failure.NOT_TOGETHER: "The shares do not belong together.",
    Failure.TOO_FEW: "More shares are needed.",
}


class SealError(InputError):
    """Sealed bytes, or the key to them, are at fault; the text holds nothing of them.

    `kind` is the first failure that the spec names for bytes of this form.
    """

    def __init__(self, kind: Failure, what: str) -> None:
        """Keep the kind beside the fault of `what`: an entry, a wrap, a file."""
        self.kind = kind
        super().__init__([Fault(file=what, what=_SAID[kind])])
