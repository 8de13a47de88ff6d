"""Where sealed items wait for the desks: what a desk may rely on (spec/log.md §12).

All may be repeated at any time; trying again is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.parcel import ItemId


class Trouble(Enum):
    """Why a mailbox was of no use, by what can be done about it."""

    # Later, or with another address or proxy.
    UNREACHABLE = "The relay cannot be reached."
    # Again.
    BUSY = "The relay cannot take this now."
    # The capability was revoked, or never was.
    REFUSED = "The relay knows no such mailbox, or does not let us use it."
    # Use another address.
    EXPOSED = "The address is neither https nor an onion address reached through Tor."
    # Nothing, until somebody has looked at it.
    UNSOUND = "What answers is no relay of ours, or it is broken."


class MailboxError(InputError):
    """A relay did not do what it was asked; `trouble` says what can be done."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the kind beside the sentence that is shown."""
        self.trouble: Trouble = trouble
        super().__init__([Fault(file="relay", what=trouble.value)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Items by their numbers, and the newest number of the mailbox."""

    items: tuple[tuple[int, bytes], ...]
    last: int


class Mailbox(Protocol):
    """Where sealed items of a circle or a member wait for the desks."""

    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Leave items; each gets its number, or has it already (0: not for us to know).

        Raises:
            MailboxError: some or all may not be there; post them again.
        """
        ...

    def fetch(self, after: int, most_bytes: int) -> Fetched:
        """Items after a number, one at least if there is one.

        Raises:
            MailboxError: nothing was fetched.
        """
        ...

    def drop(self, ids: Sequence[ItemId]) -> None:
        """Delete items that this desk posted, by their ids; others stay.

        Raises:
            MailboxError: some or all may still be there; drop them again.
        """
        ...
