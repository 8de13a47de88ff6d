"""Where the desk is: a name that nobody guesses, on this machine (spec/desk.md §1)."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

_LABEL_BYTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The name and the port by which one browser reaches the desk."""

    label: str
    port: int

    @property
    def host(self) -> str:
        """What the header Host must say, to the letter."""
        return f"{self.label}.localhost:{self.port}"

    @property
    def address(self) -> str:
        """What the header Origin must say, to the letter."""
        return f"http://{self.host}"


def make_label(entropy: Callable[[int], bytes]) -> str:
    """A name of 160 random bits, in letters and digits that a host name may have."""
    return base64.b32encode(entropy(_LABEL_BYTES)).decode().lower()
