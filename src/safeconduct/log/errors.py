"""What can be wrong with foreign bytes and with acts (spec/log.md §3, §4)."""

from typing import Literal

from safeconduct.base.errors import Fault, InputError

Kind = Literal[
    "unknown form", "malformed", "misplaced", "not allowed", "not there", "no key",
    "closed", "taken", "refused", "damaged", "full",
]  # fmt: skip


class LogError(InputError):
    """Something in a log, a vault or a bundle is not as it must be.

    `kind` is the name of the fault; the text holds nothing of a case.
    """

    def __init__(self, what: str, *, kind: Kind) -> None:
        """Keep the kind beside the sentence that is shown."""
        self.kind: Kind = kind
        super().__init__([Fault(file="vault", what=what)])
