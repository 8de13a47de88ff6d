"""Shares of a recovery key in words, by SLIP-39 (spec/envelope.md §12)."""

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, Share, generate_mnemonics, recover_ems
from shamir_mnemonic.shamir import ShareGroup

from safeconduct.base.errors import Fault, InputError
from safeconduct.sealing.author import SEED_BYTES
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import OpeningKey, OpeningPublicKey

LEAST_SHARES = 2
MOST_SHARES = 16
_EXPONENT = 1
_WHAT = "shares"


def split(key: OpeningKey, *, needed: int, shares: int) -> tuple[str, ...]:
    """Shares of a recovery key, of which `needed` open it and fewer say nothing.

    Raises:
        InputError: these numbers make no sense.
    """
    if not LEAST_SHARES <= needed <= shares <= MOST_SHARES:
        what = f"A key is split into {LEAST_SHARES} to {MOST_SHARES} shares, "
        what += f"of which {LEAST_SHARES} or more open it."
        raise InputError([Fault(file=_WHAT, what=what)])
    (group,) = generate_mnemonics(
        1,
        [(needed, shares)],
        key.seed,
        extendable=True,
        iteration_exponent=_EXPONENT,
    )
    return tuple(group)


def combine(shares: Sequence[str]) -> OpeningKey:
    """The recovery key; more shares than are needed must all belong together.

    Raises:
        SealError: the first failure of §12.
    """
    found = [_read(share) for share in shares]
    if not found:
        raise SealError(Failure.TOO_FEW, _WHAT)
    splits = {share.group_parameters() for share in found}
    if len(splits) > 1 or len({share.index for share in found}) < len(found):
        raise SealError(Failure.NOT_TOGETHER, _WHAT)
    needed: int = found[0].member_threshold
    if len(found) < needed:
        raise SealError(Failure.TOO_FEW, _WHAT)
    # The library takes as many as are needed; each further one stands in for the last.
    base, others = found[: needed - 1], found[needed - 1 :]
    seeds = {_seed([*base, other]) for other in others}
    if len(seeds) > 1:
        raise SealError(Failure.NOT_TOGETHER, _WHAT)
    return OpeningKey(seed=seeds.pop())


def drill(shares: Sequence[str], recovery: OpeningPublicKey) -> bool:
    """Whether these shares would open the published recovery key."""
    try:
        return combine(shares).public() == recovery
    except SealError:
        return False


def _read(words: str) -> Share:
    try:
        share = Share.from_mnemonic(words)
    except MnemonicError:
        # The library's own words would show the share.
        raise SealError(Failure.MALFORMED, _WHAT) from None
    is_ours = (
        share.extendable
        and share.iteration_exponent == _EXPONENT
        and share.group_count == 1
        and share.group_index == 0
        and share.member_threshold >= LEAST_SHARES
        and len(share.value) == SEED_BYTES
    )
    if not is_ours:
        raise SealError(Failure.MALFORMED, _WHAT)
    return share


def _seed(shares: Sequence[Share]) -> bytes:
    group = ShareGroup()
    for share in shares:
        group.add(share)
    try:
        seed: bytes = recover_ems({0: group}).decrypt(b"")
    except MnemonicError:
        raise SealError(Failure.DOES_NOT_OPEN, _WHAT) from None
    return seed
