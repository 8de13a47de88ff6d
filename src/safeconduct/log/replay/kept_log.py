"""Logs as they were read, kept till they change: the last ones used, and few.

What is kept is bounded by the number of entries: one case may have a thousand.
"""

from dataclasses import dataclass, field

from safeconduct.log.name import LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.replay.reading import Readout

# Some 2 kB each, if they are short texts.
MOST_ENTRIES = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLog:
    """A log as it was read, and as it stands."""

    readout: Readout
    view: LogView


@dataclass(slots=True, kw_only=True)
class KeptLogs:
    """Logs that are open; the newest is kept, however long it is."""

    most: int = MOST_ENTRIES
    _logs: dict[LogName, OpenLog] = field(default_factory=dict)
    _entries: int = 0

    def get(self, log: LogName) -> OpenLog | None:
        """A log that is kept; it is now the last that was used."""
        found = self._logs.pop(log, None)
        if found is not None:
            self._logs[log] = found
        return found

    def put(self, log: LogName, found: OpenLog) -> None:
        """Keep a log, and let go of those that were not used for longest."""
        self.forget(log)
        self._logs[log] = found
        self._entries += len(found.readout.entries)
        while self._entries > self.most and len(self._logs) > 1:
            self.forget(next(iter(self._logs)))

    def forget(self, log: LogName) -> None:
        """Let go of a log."""
        found = self._logs.pop(log, None)
        if found is not None:
            self._entries -= len(found.readout.entries)

    def clear(self) -> None:
        """Let go of all."""
        self._logs.clear()
        self._entries = 0
