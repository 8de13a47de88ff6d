"""The sheets that are open, and how far removed devices count by them (§6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from safeconduct.log.keys.sheet import SheetLine
from safeconduct.log.name import (
    NO_ENTRY,
    Compartment,
    DeviceId,
    EntryId,
    LogName,
    Upto,
)
from safeconduct.log.replay.log_view import Vouched
from safeconduct.log.roster.roster import Roster

NOTHING: Upto = (0, NO_ENTRY)


def furthest(one: Vouched, other: Vouched) -> Vouched:
    """How far devices count by what vouches for most of them."""
    return {
        device: max(found[device] for found in (one, other) if device in found)
        for device in one.keys() | other.keys()
    }


@dataclass(slots=True, kw_only=True)
class SheetBook:
    """Sheets by the act that named them."""

    _lines: dict[EntryId, dict[LogName, dict[DeviceId, Upto]]] = field(
        default_factory=dict
    )

    def add(self, act: EntryId, lines: Sequence[SheetLine]) -> None:
        """A sheet has come; of most logs it says nothing but that they have a key."""
        self._lines[act] = {
            line.log: dict(line.vouched) for line in lines if line.vouched
        }

    def has(self, act: EntryId) -> bool:
        """Whether a sheet is open."""
        return act in self._lines

    def vouched(self, log: LogName, roster: Roster) -> Vouched:
        """How far the entries of removed devices count in a log.

        Before any turn has come that saw a removal, all that is here counts; so does
        all of a device that has come back since. No sheet speaks of a roster: its acts
        are judged one by one.
        """
        if log.compartment is Compartment.ROSTER:
            return {}
        found: dict[DeviceId, Upto] = {}
        turns = roster.keys.get(log.compartment, ())
        back = {device.id for device in roster.holders(log.compartment)}
        for name, removal in roster.removals.items():
            sheets = [
                self._lines.get(turn.act, {}).get(log, {})
                for turn in turns
                if name in turn.seen and turn.act in self._lines
            ]
            for device in removal.devices - back if sheets else ():
                upto = [sheet.get(device, NOTHING) for sheet in sheets]
                found[device] = max([found.get(device, NOTHING), *upto])
        return found
