"""Under which key a device writes into a log (spec/log.md §6, §7)."""

from collections.abc import Sequence

from safeconduct.log.errors import LogError
from safeconduct.log.keys.single import circle_keys, singles_of, unfit_keys
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import CircleKeyNamed, Roster
from safeconduct.log.stores.keyring import Keyring
from safeconduct.sealing.symmetric import CircleKey, LogKey


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
        # Anybody can name a key that he grants to nobody.
        wanted = roster.removed_from(Compartment.ROSTER)
        named = roster.keys[Compartment.ROSTER]
        return _newest_held(ring, log, [one for one in named if wanted <= one.seen])
    if newest.key not in ring.circles.get(log.compartment, {}):
        return _single(ring, roster, log, view)
    if view is None:
        return None
    # What is wrapped may have come as a grant that anybody posted.
    ready = sorted(ring.under(log, newest.key) & _fit(view, roster))
    return _held(ring, log, ready[0]) if ready else None


def newest_key(ring: Keyring, roster: Roster, circle: Compartment) -> CircleKey | None:
    """The newest key of a circle; None where there is none, or it is not held."""
    newest = roster.newest(circle)
    held = ring.circles.get(circle, {})
    return None if newest is None else held.get(newest.key)


def roster_key(ring: Keyring, roster: Roster, log: LogName) -> LogKey:
    """The newest key of the roster that is held, also while it waits for a turn.

    Raises:
        LogError: none is held.
    """
    return _newest_held(ring, log, roster.keys.get(Compartment.ROSTER, []))


def _newest_held(
    ring: Keyring, log: LogName, named: Sequence[CircleKeyNamed]
) -> LogKey:
    held = ring.of_log(log)
    ready = [one.key for one in named if one.key in held]
    return _held(ring, log, ready[-1] if ready else KeyId(b""))


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
    fit = _fit(view, roster)
    own = (
        key
        for one in singles_of(view, roster)
        if one.device == ring.device.id and one.until is None
        for key in reversed(one.keys)
    )
    return _held(ring, log, next((key for key in own if key in fit), KeyId(b"")))


def _fit(view: LogView, roster: Roster) -> frozenset[KeyId]:
    """The keys that the circle has used, and nobody has reason not to use again."""
    return circle_keys(view, roster) - unfit_keys(view, roster)
