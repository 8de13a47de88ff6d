"""The keys that a device holds: of circles by grants, of logs by wraps (§2, §7).

Nothing of it is on disk but in the bag, sealed; it lives in one process and ends with
it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safeconduct.log.name import Compartment, KeyId, LogName, read_log_name
from safeconduct.log.stores.bag import Bag
from safeconduct.sealing.device import Device
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import (
    GrantHead,
    grant_circle,
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import open_wrap, read_wrap


@dataclass(slots=True, kw_only=True)
class Keyring:
    """The open keys of one device in one group."""

    group: bytes
    device: Device
    bag: Bag
    circles: dict[Compartment, dict[KeyId, CircleKey]] = field(default_factory=dict)
    _logs: dict[LogName, dict[KeyId, LogKey]] = field(default_factory=dict)

    def load(self) -> None:
        """Open every grant of a circle that the bag has for the device."""
        for subject, grant in self.bag.grants():
            if len(subject) == 1 and subject[0] in set(Compartment):
                self._open_circle(Compartment(subject[0]), grant)
        self._logs.clear()

    def keep(self, circle: Compartment, key: CircleKey) -> None:
        """Hold a circle's new key, from now on and after the next opening."""
        subject = bytes([circle])
        grant = grant_circle(
            key,
            group=self.group,
            circle=subject,
            device=self.device.id,
            to=self.device.card.opening,
        )
        self.bag.put_grants([(subject, grant)])
        self.circles.setdefault(circle, {})[KeyId(key.id)] = key
        self._logs.clear()

    def holds(self, circle: Compartment) -> bool:
        """Whether any key of a circle is held."""
        return bool(self.circles.get(circle))

    def of_log(self, log: LogName) -> dict[KeyId, LogKey]:
        """Every key of a log that can be opened, by its id."""
        if log not in self._logs:
            self._logs[log] = self._open_log(log)
        return self._logs[log]

    def forget(self, log: LogName) -> None:
        """Open the keys of a log anew when they are next asked for."""
        self._logs.pop(log, None)

    def under(self, log: LogName, circle_key: KeyId) -> frozenset[KeyId]:
        """The keys of a log that open under one key of its circle.

        A head alone may be anybody's: who left could name a key that she knows.
        """
        every = self.bag.wraps(log)
        named = (one for one in every if read_wrap(one).circle_key_id == circle_key)
        return frozenset(self._opened(log, named))

    def alone(self, log: LogName) -> tuple[LogKey, ...]:
        """Keys of a log that came to this device only: no key of the circle opens them.

        That a wrap names one says nothing: anybody may have posted it.
        """
        granted = self._granted(log)
        wrapped = self._opened(log, self.bag.wraps(log)) if granted else {}
        return tuple(key for name, key in granted.items() if name not in wrapped)

    def put_wraps(self, wraps: Iterable[bytes]) -> None:
        """Keep wraps; those of logs that are erased must not come here."""
        kept = list(wraps)
        self.bag.put_wraps(kept)
        for wrap in kept:
            log = read_log_name(read_wrap(wrap).log)
            if log is not None:
                self.forget(log)

    def _open_circle(self, circle: Compartment, grant: bytes) -> None:
        try:
            head = read_grant(grant)
            expected = GrantHead(device=self.device.id, key_id=head.key_id)
            key = open_circle_grant(
                grant,
                group=self.group,
                circle=bytes([circle]),
                expected=expected,
                key=self.device.opening_key,
            )
        except SealError:
            # Somebody else's, or damaged: another grant may bring the key.
            return
        self.circles.setdefault(circle, {})[KeyId(key.id)] = key

    def _open_log(self, log: LogName) -> dict[KeyId, LogKey]:
        if log.case == self.group:
            held = self.circles.get(Compartment.ROSTER, {})
            keys = [key.roster_log_key() for key in held.values()]
            return {KeyId(key.id): key for key in keys}
        return self._opened(log, self.bag.wraps(log)) | self._granted(log)

    def picked(
        self, wanted: Mapping[LogName, KeyId]
    ) -> Mapping[LogName, dict[KeyId, LogKey]]:
        """One key of each log, where a wrap has it: what a list of all cases needs.

        After some removals a log has many keys, and only one of them seals its row.
        """
        logs = {log.raw: log for log in wanted}
        found: dict[LogName, dict[KeyId, LogKey]] = {}
        for raw, wrap in self.bag.picked({log.raw: wanted[log] for log in wanted}):
            found.setdefault(logs[raw], {}).update(self._opened(logs[raw], [wrap]))
        return found

    def _opened(self, log: LogName, wraps: Iterable[bytes]) -> dict[KeyId, LogKey]:
        """The keys in some wraps that a key of the circle opens."""
        circle = self.circles.get(log.compartment, {})
        held = {bytes(name): key for name, key in circle.items()}
        found: dict[KeyId, LogKey] = {}
        for wrap in wraps:
            try:
                key = open_wrap(wrap, keys=held)
            except SealError:
                continue
            found[KeyId(key.id)] = key
        return found

    def _granted(self, log: LogName) -> dict[KeyId, LogKey]:
        """Keys of a single log that were granted to the device itself."""
        found: dict[KeyId, LogKey] = {}
        for subject, grant in self.bag.grants(subject=log.raw):
            try:
                head = read_grant(grant)
                key = open_log_grant(
                    grant,
                    group=self.group,
                    log=subject,
                    expected=GrantHead(device=self.device.id, key_id=head.key_id),
                    key=self.device.opening_key,
                )
            except SealError:
                continue
            found[KeyId(key.id)] = key
        return found
