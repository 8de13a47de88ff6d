"""What an installation may believe: the client workflow of The Update Framework.

Signatures, thresholds, expiry and hashes are python-tuf's; the order of the checks is
that of the framework's specification, §5. The library's own client does the same, but
opens a socket when it is imported: it judges this one in the tests instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tuf.api.exceptions import LengthOrHashMismatchError, UnsignedMetadataError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Signed,
    Snapshot,
    Targets,
    Timestamp,
)

from safeconduct.base.plain import one_line
from safeconduct.sealing.archive import METADATA, MOST_SHOWN
from safeconduct.sealing.errors import Refusal, RefusedError
from safeconduct.sealing.metadata import (
    Roles,
    S,
    key_name,
    read_role,
    read_roles,
    read_root,
    read_roots,
    role_name,
    root_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an installation has come to trust: the newest root, and what it saw last.

    `timestamp` is empty until the first pack, `root` until a person trusts one.
    """

    root: bytes
    timestamp: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A pack of which all is as it was signed, and what is seen from now on."""

    number: int
    expires: date
    seen: Seen


def check_first_root(raw: bytes, *, file: str) -> None:
    """Whether a root that a person has compared is signed by its own keys.

    Raises:
        RefusedError: it is no root, or not properly signed.
    """
    _check_chain_from(read_root(raw, file=file), (), file=file)


def check_next_root(raw: bytes, trusted: bytes, *, file: str) -> None:
    """Whether a root follows another: signed by the keys before and by its own.

    Raises:
        RefusedError: it does not.
    """
    before = read_root(trusted, file=file)
    _check_chain_from(before, [read_root(raw, file=file)], file=file)


def check_chain(roots: Sequence[bytes], *, file: str) -> None:
    """Whether roots follow each other from the first, each properly signed.

    Raises:
        RefusedError: they do not.
    """
    first, *others = read_roots(roots, file=file)
    _check_chain_from(first, others, file=file)


def verify(
    files: Mapping[str, bytes], seen: Seen, *, today: date, file: str
) -> Verified:
    """Check a pack against what was seen (§5, steps 3 to 7).

    Raises:
        RefusedError: with the kind of the first failure.
    """
    roles = read_roles(files, file=file)
    if not seen.root:
        what = "This installation trusts no root yet: see 'safeconduct law trust'."
        raise RefusedError(Refusal.NO_TRUST, what, file=file)
    root, raw = read_root(seen.root, file=file), seen.root
    newer = [one for one in roles.roots if one.signed.version > root.signed.version]
    _check_chain_from(root, newer, file=file)
    if newer:
        root = newer[-1]
        raw = files[root_name(root.signed.version)]
    now = datetime.combine(today, time(), UTC)
    _check_expiry(root.signed, now, file=file)
    _check_roles(roles, files, root, now, seen=seen, file=file)
    check_content(roles, files, file=file)
    return Verified(
        number=roles.number(),
        expires=roles.expires(),
        seen=Seen(root=raw, timestamp=files[role_name(Timestamp.type)]),
    )


def law_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a pack without its metadata."""
    return {name: raw for name, raw in files.items() if not name.startswith(METADATA)}


def check_content(roles: Roles, files: Mapping[str, bytes], *, file: str) -> None:
    """Whether the law files are exactly those that `targets` names.

    Raises:
        RefusedError: one is missing, too many, or altered.
    """
    law, targets = law_files(files), roles.targets.signed.targets
    foreign = sorted(law.keys() ^ targets.keys())
    if foreign:
        shown = one_line(foreign[0], most=MOST_SHOWN)
        what = f"'{shown}' is missing, or is not among what was signed."
        raise RefusedError(Refusal.ALTERED, what, file=file)
    for name, target in targets.items():
        try:
            target.verify_length_and_hashes(law[name])
        except LengthOrHashMismatchError as error:
            what = f"'{name}' is not what was signed."
            raise RefusedError(Refusal.ALTERED, what, file=file) from error


def _check_chain_from(
    trusted: Metadata[Root], others: Sequence[Metadata[Root]], *, file: str
) -> None:
    """Whether a root is signed by its own keys, and each other one by those before too.

    Raises:
        RefusedError: one is not, or is not the next version.
    """
    before = trusted
    for root in (trusted, *others):
        is_next = root is trusted or root.signed.version == before.signed.version + 1
        if not is_next or not _is_signed(before, root) or not _is_signed(root, root):
            what = f"Root {root.signed.version} is not the next one after root "
            what += f"{before.signed.version}, or is not signed by enough keys of both."
            raise RefusedError(Refusal.BROKEN_CHAIN, what, file=file)
        before = root


def _is_signed(by: Metadata[Root], item: Metadata[S]) -> bool:
    try:
        by.signed.verify_delegate(item.signed.type, item.signed_bytes, item.signatures)
    except UnsignedMetadataError:
        return False
    return True


def _check_roles(
    roles: Roles,
    files: Mapping[str, bytes],
    root: Metadata[Root],
    now: datetime,
    *,
    seen: Seen,
    file: str,
) -> None:
    """Timestamp, snapshot and targets, each as the one before names it."""
    timestamp, snapshot, targets = roles.timestamp, roles.snapshot, roles.targets
    _check_signed(root, timestamp, file=file)
    _check_newer(roles, seen, root, file=file)
    _check_expiry(timestamp.signed, now, file=file)
    meta, name = timestamp.signed.snapshot_meta, role_name(Snapshot.type)
    _check_meta(meta, files[name], Snapshot.type, file=file)
    _check_signed(root, snapshot, file=file)
    _check_expiry(snapshot.signed, now, file=file)
    meta, name = snapshot.signed.meta["targets.json"], role_name(Targets.type)
    _check_meta(meta, files[name], Targets.type, file=file)
    _check_signed(root, targets, file=file)
    _check_expiry(targets.signed, now, file=file)


def _check_signed(by: Metadata[Root], item: Metadata[S], *, file: str) -> None:
    if not _is_signed(by, item):
        found = by.signed.get_verification_result(
            item.signed.type, item.signed_bytes, item.signatures
        )
        names = ", ".join(sorted(map(key_name, found.signed.values()))) or "none"
        what = f"'{item.signed.type}' needs {found.threshold} signatures by the keys "
        what += f"that count; it has {len(found.signed)} ({names})."
        raise RefusedError(Refusal.UNSIGNED, what, file=file)


def _check_expiry(signed: Signed, now: datetime, *, file: str) -> None:
    if signed.is_expired(now):
        what = f"'{signed.type}' has expired: on {signed.expires.date()} it was good "
        what += "no longer."
        raise RefusedError(Refusal.EXPIRED, what, file=file)


def _check_newer(roles: Roles, seen: Seen, root: Metadata[Root], *, file: str) -> None:
    """Whether the pack is newer than the one seen last, expired or not.

    All roles of a pack carry its number, so the timestamp speaks for them all. Under a
    newer root it may no longer be signed: then it does not count (§6).
    """
    if not seen.timestamp:
        return
    before = read_role(seen.timestamp, Timestamp, file=file)
    last, number = before.signed.version, roles.number()
    if _is_signed(root, before) and number <= last:
        what = f"Pack {number} is not newer than pack {last}, which was installed here."
        raise RefusedError(Refusal.OLDER, what, file=file)


def _check_meta(meta: MetaFile, raw: bytes, role: str, *, file: str) -> None:
    try:
        meta.verify_length_and_hashes(raw)
    except LengthOrHashMismatchError as error:
        what = f"'{role}' is not the one that the metadata before it name."
        raise RefusedError(Refusal.ALTERED, what, file=file) from error
