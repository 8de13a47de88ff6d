"""Roots: which keys count. Made, followed and signed (spec/law-pack.md §1, §6)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuf.api.metadata import TOP_LEVEL_ROLE_NAMES, Metadata, Role, Root

from safeconduct.base.errors import Fault, InputError
from safeconduct.sealing.errors import Refusal, RefusedError
from safeconduct.sealing.metadata import (
    SPEC_VERSION,
    THRESHOLD,
    instant,
    key_name,
    last_day,
    read_root,
    to_bytes,
    tuf_key,
    tuf_signer,
)
from safeconduct.sealing.signature import LawKey, LawPublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class RootSummary:
    """What a person needs to see of a root; `signed` and `unsigned` are key names.

    `missing` is how many signatures are still needed at least: one may count for the
    root itself and for the one before it.
    """

    version: int
    expires: date
    fingerprint: str
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    missing: int


def make_root(
    keys: Sequence[LawPublicKey], *, expires: date, after: bytes, file: str
) -> bytes:
    """An unsigned root with these keys: the first, or the next one after `after`.

    Raises:
        RefusedError: the keys are too few or too many, or one stands there twice.
    """
    version = read_root(after, file=file).signed.version + 1 if after else 1
    made = [tuf_key(key) for key in keys]
    ids = sorted({key.keyid for key in made})
    if len(ids) < len(made):
        what = "One key is given twice."
        raise RefusedError(Refusal.BAD_METADATA, what, file=file)
    root = Root(
        version=version,
        spec_version=SPEC_VERSION,
        expires=instant(expires),
        keys={key.keyid: key for key in made},
        roles={
            name: Role(ids, min(THRESHOLD, len(ids) or 1))
            for name in TOP_LEVEL_ROLE_NAMES
        },
        consistent_snapshot=False,
    )
    raw = to_bytes(Metadata(root))
    read_root(raw, file=file)
    return raw


def sign_root(raw: bytes, key: LawKey, *, after: bytes, file: str) -> bytes:
    """A root with one more signature.

    Raises:
        RefusedError: it is no root.
        InputError: the key counts neither for it nor for the root before it, or that
            one is missing.
    """
    root = read_root(raw, file=file)
    before = _before(root.signed, after, file=file)
    if before is None and root.signed.version > 1:
        what = "The root before this one is needed: some of its keys must sign too."
        raise InputError([Fault(file=file, what=what, mend="Give it with --after.")])
    signer = tuf_signer(key)
    known = set(root.signed.keys) | set(before.keys if before else ())
    check_known(signer.public_key.keyid, known, file=file)
    root.sign(signer, append=True)
    return to_bytes(root)


def _before(root: Root, after: bytes, *, file: str) -> Root | None:
    """The root before another; None if none is given.

    Raises:
        RefusedError: it is not the one before.
    """
    if not after:
        return None
    before = read_root(after, file=file).signed
    if before.version != root.version - 1:
        what = f"Root {before.version} is not the one before root {root.version}."
        raise RefusedError(Refusal.BROKEN_CHAIN, what, file=file)
    return before


def check_known(keyid: str, known: set[str], *, file: str) -> None:
    """Whether a key may sign.

    Raises:
        InputError: it is not among those that count.
    """
    if keyid not in known:
        what = "This key is not among those that may sign this file."
        raise InputError([Fault(file=file, what=what)])


def fingerprint(raw: bytes, *, file: str) -> str:
    """What people compare by voice: the SHA-256 of what the keys of a root sign.

    Raises:
        RefusedError: it is no root.
    """
    return hashlib.sha256(read_root(raw, file=file).signed_bytes).hexdigest()


def summary(raw: bytes, *, after: bytes, file: str) -> RootSummary:
    """A root as a person needs to see it; `after` is the root before it, or empty.

    Raises:
        RefusedError: one of them is no root.
    """
    root = read_root(raw, file=file)
    before = _before(root.signed, after, file=file)
    found = root.signed.get_root_verification_result(
        before, root.signed_bytes, root.signatures
    )
    return RootSummary(
        version=root.signed.version,
        expires=last_day(root.signed),
        fingerprint=fingerprint(raw, file=file),
        signed=tuple(sorted(map(key_name, found.signed.values()))),
        unsigned=tuple(sorted(map(key_name, found.unsigned.values()))),
        missing=max(found.first.missing, found.second.missing),
    )
