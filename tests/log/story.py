"""Entries with short names, of which a vector is made (spec/log.md §15)."""

from collections.abc import Sequence

from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import write_frame
from safeconduct.log.name import LogName
from tests.log.group_kit import MAIN, device
from tests.log.vector import ALL_COUNTS, Said, Vector


class Story:
    """What some devices wrote into one log, in the order in which it came."""

    def __init__(
        self, section: str, comment: str, *, log: LogName = MAIN, reader: str = "anna"
    ) -> None:
        """Begin with nothing."""
        self.section, self.comment = section, comment
        self.log, self.reader = log, reader
        self.lines: dict[str, int] = {}
        self.frames: list[bytes] = []
        self.devices = {reader}
        self.inputs: dict[str, tuple[str, ...]] = {}

    def came(self, **entries: Entry) -> None:
        """Entries come, under their short names."""
        for name, item in entries.items():
            self.raw(name, write_frame(item.frame))

    def raw(self, name: str, frame: bytes) -> None:
        """Bytes come that may be no entry."""
        self.frames.append(frame)
        self.lines[name] = len(self.frames)

    def among(self, *names: str) -> None:
        """Name devices that wrote, or are spoken of."""
        self.devices |= set(names)

    def vouched(self, name: str, number: int, entry: str) -> None:
        """A sheet vouches for what a removed device wrote, up to an entry."""
        line = f"{device(name).hex()} {number} {self.lines[entry]}"
        self.inputs["vouched"] = (*self.inputs.get("vouched", ()), line)

    def makes(self, expect: str = ALL_COUNTS, **said: str | Sequence[str]) -> Vector:
        """What is to come of it; entries stand under their short names in braces."""
        lines = {name: str(line) for name, line in self.lines.items()}
        every = {
            name: (told,) if isinstance(told, str) else told
            for name, told in said.items()
        }
        outcome: Said = {
            name: tuple(value.format(**lines) for value in values)
            for name, values in every.items()
        }
        inputs: Said = {
            "log": (self.log.raw.hex(),),
            "reader": (device(self.reader).hex(),),
            "device": tuple(
                f"{device(name).hex()} {name}" for name in sorted(self.devices)
            ),
            **self.inputs,
        }
        return Vector(
            expect=expect,
            section=self.section,
            comment=self.comment,
            inputs=inputs,
            outcome=outcome,
            frames=tuple(self.frames),
        )
