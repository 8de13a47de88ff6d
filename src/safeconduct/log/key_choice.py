"""Under which key a device writes into a log (spec/log.md §6, §7)."""

from safeconduct.log.errors import LogError
from safeconduct.log.keyring import Keyring
from safeconduct.log.log_view import LogView
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.roster import Roster
from safeconduct.log.single import circle_keys, singles_of, unfit_keys
from safeconduct.sealing.symmetric import LogKey


def choose_key(
    ring: Keyring, roster: Roster, log: LogName, view: LogView | None
) -> LogKey | None:
    """The key to write under; None where a new one is to be made first.

    Whoever has seen a removal writes nothing before the circle has turned.

    Raises:
        LogError: the circle waits for a turn, or no key to write under is held.
    """
    newest = roster.newest(log.compartment)
    if newest is None:
        msg = "Somebody left and the keys have not turned yet: sync, or wait."
        raise LogError(msg, kind="no key")
    if log.compartment is Compartment.ROSTER:
        return _held(ring, log, newest.key)
    if newest.key not in ring.circles.get(log.compartment, {}):
        return _single(ring, roster, log, view)
    unfit = unfit_keys(view, roster) if view is not None else frozenset()
    ready = sorted(ring.under(log, newest.key) - unfit)
    return _held(ring, log, ready[0]) if ready else None


def roster_key(ring: Keyring, roster: Roster, log: LogName) -> LogKey:
    """The newest key of the roster that is held, also while it waits for a turn.

    Raises:
        LogError: none is held.
    """
    held = ring.of_log(log)
    named = [item.key for item in roster.keys.get(Compartment.ROSTER, [])]
    fit = [name for name in named if name in held]
    return _held(ring, log, fit[-1] if fit else KeyId(b""))


def _held(ring: Keyring, log: LogName, name: KeyId) -> LogKey:
    key = ring.of_log(log).get(name)
    if key is None:
        msg = "This device holds no key to write there."
        raise LogError(msg, kind="no key")
    return key


def _single(
    ring: Keyring, roster: Roster, log: LogName, view: LogView | None
) -> LogKey:
    """The newest key granted for the log alone that somebody of its circle uses."""
    if view is None:
        return _held(ring, log, KeyId(b""))
    fit = circle_keys(view, roster) - unfit_keys(view, roster)
    own = (
        key
        for one in singles_of(view, roster)
        if one.device == ring.device.id and one.until is None
        for key in reversed(one.keys)
    )
    return _held(ring, log, next((key for key in own if key in fit), KeyId(b"")))
