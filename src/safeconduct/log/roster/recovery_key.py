"""Which keys a group can be recovered by (spec/log.md §3, §14)."""

from safeconduct.log.entries.act import RecoveryKey
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.opening import read_opening_key

MOST_SHARES = 16


def is_recovery(key: RecoveryKey) -> bool:
    """Whether keys can be granted to it; one that is no key would stop every turn."""
    try:
        read_opening_key(key.card, "recovery key")
    except SealError:
        return False
    return 2 <= key.threshold <= key.shares <= MOST_SHARES
