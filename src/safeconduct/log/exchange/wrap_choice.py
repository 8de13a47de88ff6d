"""Which wraps are kept of those that came: anybody may post false ones (§11, §12).

A key of a log has one wrap under each key of its circle, the same whoever makes it.
"""

from collections.abc import Iterable, Mapping

from safeconduct.log.name import LogName, read_log_name
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.symmetric import CircleKey
from safeconduct.sealing.wrap import open_wrap, read_wrap

# Of those for one key that nobody here can try yet: one at most is true.
MOST_UNTRIED = 8


def kept_wraps(vault: Vault, wraps: Iterable[bytes]) -> list[bytes]:
    """Those that open, and the first few for a key of which nobody here can say."""
    untried: dict[LogName, set[bytes]] = {}
    found: list[bytes] = []
    for wrap in wraps:
        head = read_wrap(wrap)
        log = read_log_name(head.log)
        if log is None:
            continue
        held = _held(vault, log)
        if head.circle_key_id in held:
            if _opens(wrap, held):
                found.append(wrap)
            continue
        there = untried.setdefault(log, set(vault.bag.wraps(log)))
        same = sum(read_wrap(one) == head for one in there)
        if wrap not in there and same < MOST_UNTRIED:
            there.add(wrap)
            found.append(wrap)
    return found


def _held(vault: Vault, log: LogName) -> Mapping[bytes, CircleKey]:
    circle = vault.ring.circles.get(log.compartment, {})
    return {bytes(name): key for name, key in circle.items()}


def _opens(wrap: bytes, held: Mapping[bytes, CircleKey]) -> bool:
    try:
        open_wrap(wrap, keys=held)
    except SealError:
        return False
    return True
