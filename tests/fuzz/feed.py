"""Bytes of a fuzzer, taken piece by piece where an input is made of parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Feed:
    """What is left of some bytes; where nothing is left, zeros are given."""

    raw: bytes
    at: int = 0

    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.raw)

    def take(self, length: int) -> bytes:
        """So many bytes."""
        found = self.raw[self.at : self.at + length]
        self.at += length
        return found.ljust(length, b"\x00")

    def number(self, length: int = 1) -> int:
        """A number of so many bytes."""
        return int.from_bytes(self.take(length))

    def pick(self, choices: Sequence[T]) -> T:
        """One of some choices."""
        return choices[self.number() % len(choices)]

    def part(self) -> bytes:
        """A part with its length before it, or as much of it as is left."""
        length = min(self.number(2), max(0, len(self.raw) - self.at))
        return self.take(length)

    def parts(self) -> Iterator[bytes]:
        """All the parts that are left."""
        while not self.is_over():
            yield self.part()

    def rest(self) -> bytes:
        """All that is left."""
        found = self.raw[self.at :]
        self.at = len(self.raw)
        return found


def joined(parts: Sequence[bytes]) -> bytes:
    """Parts as `Feed.parts` takes them apart."""
    return b"".join(len(part).to_bytes(2) + part for part in parts)
