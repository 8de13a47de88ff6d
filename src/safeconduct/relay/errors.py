"""Why a relay does not do what it is asked: each is one status, and no more is said."""

from safeconduct.base.errors import SafeConductError


class RelayError(SafeConductError):
    """A request that is not done."""


class RefusedError(RelayError):
    """Nothing is here for whoever asks: 404, whatever the reason (spec/log.md §12)."""


class TooLongError(RelayError):
    """The request is longer than a relay reads: 413."""


class UnavailableError(RelayError):
    """The database cannot, now: 503. What was asked was not done; ask again."""

    def __init__(self) -> None:
        """Say it to whoever starts the relay; whoever asks it gets the status alone."""
        super().__init__("The database of the relay cannot be used now.")
