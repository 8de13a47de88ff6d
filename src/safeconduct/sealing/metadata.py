"""The four roles of a law pack, read strictly (spec/law-pack.md §1, §2).

What python-tuf allows and this project does not is refused here; whether signatures
are good is asked in `trust.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, Key, SSlibKey
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    TOP_LEVEL_ROLE_NAMES,
    Metadata,
    Root,
    Signed,
    Snapshot,
    Targets,
    Timestamp,
)

from safeconduct.sealing.archive import METADATA
from safeconduct.sealing.errors import Refusal, RefusedError
from safeconduct.sealing.signature import KEY_NAME, LawKey, LawPublicKey

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)
THRESHOLD = 2
MAX_KEYS = 16
MAX_ROOTS = 64
SPEC_VERSION = "1.0.31"
_NAME = "x-name"
_NOT_BEFORE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The metadata of one pack; `roots` begin at version 1, the newest is last."""

    roots: tuple[Metadata[Root], ...]
    targets: Metadata[Targets]
    snapshot: Metadata[Snapshot]
    timestamp: Metadata[Timestamp]

    def number(self) -> int:
        """The number of the pack."""
        return self.targets.signed.version

    def expires(self) -> date:
        """The last day of the pack: the first of the three."""
        signed = self.targets.signed, self.snapshot.signed, self.timestamp.signed
        return min(last_day(item) for item in signed)


def tuf_key(key: LawPublicKey) -> SSlibKey:
    """A public key as metadata hold it, with its name."""
    made = SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(key.raw))
    made.unrecognized_fields[_NAME] = key.name
    return made


def tuf_signer(key: LawKey) -> CryptoSigner:
    """What signs metadata."""
    return CryptoSigner(key.private(), tuf_key(key.public()))


def key_name(key: Key) -> str:
    """How the group calls a key."""
    return str(key.unrecognized_fields.get(_NAME, ""))


def instant(day: date) -> datetime:
    """The midnight that ends a last day."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def last_day(signed: Signed) -> date:
    """The last day on which metadata are good."""
    return signed.expires.date() - timedelta(days=1)


def to_bytes(metadata: Metadata[S]) -> bytes:
    """Metadata as they are written: the same whoever signed first."""
    metadata.signatures = dict(sorted(metadata.signatures.items()))
    return metadata.to_bytes()


def root_name(version: int) -> str:
    """The name of a root in an archive."""
    return f"{METADATA}{version}.root.json"


def role_name(role: str) -> str:
    """The name of another role in an archive."""
    return f"{METADATA}{role}.json"


def read_role(raw: bytes, role: type[S], *, file: str) -> Metadata[S]:
    """Read the metadata of one role; its signatures are not looked at.

    Raises:
        RefusedError: they are not as a pack holds them.
    """
    try:
        found = Metadata[S].from_bytes(raw)
        is_role = isinstance(found.signed, role) and bool(found.signed_bytes)
    except RepositoryError as error:
        what = f"The metadata of '{role.type}' cannot be read."
        raise RefusedError(Refusal.BAD_METADATA, what, file=file) from error
    signed = found.signed
    is_midnight = signed.expires.time() == time() and signed.expires.year > _NOT_BEFORE
    # A version may be a broken number or `true` in JSON.
    if not is_role or not is_midnight or type(signed.version) is not int:
        what = f"The metadata of '{role.type}' are not as a pack holds them."
        raise RefusedError(Refusal.BAD_METADATA, what, file=file)
    return found


def read_root(raw: bytes, *, file: str) -> Metadata[Root]:
    """Read a root that keeps to §1; its signatures are not looked at.

    Raises:
        RefusedError: it does not, or is no root.
    """
    found = read_role(raw, Root, file=file)
    what = _root_fault(found.signed)
    if what:
        raise RefusedError(Refusal.BAD_METADATA, what, file=file)
    return found


def read_roots(raws: Sequence[bytes], *, file: str) -> tuple[Metadata[Root], ...]:
    """Read the roots from version 1 on; their signatures are not looked at.

    Raises:
        RefusedError: one is no root that keeps to §1, or they leave a version out.
    """
    roots = tuple(read_root(raw, file=file) for raw in raws)
    versions = [root.signed.version for root in roots]
    counted = list(range(1, len(versions) + 1))
    if not versions or len(versions) > MAX_ROOTS or versions != counted:
        what = "The roots do not follow each other from version 1 without a gap."
        raise RefusedError(Refusal.BROKEN_CHAIN, what, file=file)
    return roots


def read_roles(files: Mapping[str, bytes], *, file: str) -> Roles:
    """Read the metadata of a pack; no signature is looked at.

    Raises:
        RefusedError: a role is missing, breaks §1, or the numbers differ.
    """
    end = ".root.json"
    names = sorted((name for name in files if name.endswith(end)), key=_version_in)
    missing = {role_name(role) for role in TOP_LEVEL_ROLE_NAMES - {Root.type}}
    missing -= files.keys()
    if missing or not names:
        what = "A role is missing in the metadata of the pack."
        raise RefusedError(Refusal.BAD_METADATA, what, file=file)
    roots = read_roots([files[name] for name in names], file=file)
    if names != [root_name(root.signed.version) for root in roots]:
        what = "A root stands under the name of another version."
        raise RefusedError(Refusal.BROKEN_CHAIN, what, file=file)
    roles = Roles(
        roots=roots,
        targets=read_role(files[role_name(Targets.type)], Targets, file=file),
        snapshot=read_role(files[role_name(Snapshot.type)], Snapshot, file=file),
        timestamp=read_role(files[role_name(Timestamp.type)], Timestamp, file=file),
    )
    _check_one_pack(roles, file=file)
    return roles


def _version_in(name: str) -> int:
    return int(name.removeprefix(METADATA).partition(".")[0])


def _check_one_pack(roles: Roles, *, file: str) -> None:
    targets, snapshot = roles.targets.signed, roles.snapshot.signed
    if targets.delegations is not None or set(snapshot.meta) != {"targets.json"}:
        what = "The pack delegates to other metadata; packs never do."
        raise RefusedError(Refusal.BAD_METADATA, what, file=file)
    numbers = {
        targets.version,
        snapshot.version,
        roles.timestamp.signed.version,
        snapshot.meta["targets.json"].version,
        roles.timestamp.signed.snapshot_meta.version,
    }
    if len(numbers) > 1:
        what = "The metadata of different packs are mixed: their numbers differ."
        raise RefusedError(Refusal.MIXED, what, file=file)


def _root_fault(root: Root) -> str:
    """What is wrong with a root; empty if nothing is."""
    roles = [root.roles[name] for name in sorted(TOP_LEVEL_ROLE_NAMES)]
    if any(set(role.keyids) != set(root.keys) for role in roles):
        return "A role has other keys than the root; all four are held by the same."
    if not THRESHOLD <= len(root.keys) <= MAX_KEYS:
        return f"There must be {THRESHOLD} to {MAX_KEYS} keys."
    for role in roles:
        is_whole = type(role.threshold) is int
        if not is_whole or not THRESHOLD <= role.threshold <= len(root.keys):
            return f"Each role must need at least {THRESHOLD} of its keys."
    return _keys_fault(list(root.keys.values()))


def _keys_fault(keys: Sequence[Key]) -> str:
    if not all(_is_ours(key) for key in keys):
        return "A key is not as a pack holds them (Ed25519, named, under its own id)."
    # One key under two ids would let one person sign twice.
    raws = {key.keyval["public"].lower() for key in keys}
    names = {key_name(key) for key in keys}
    if min(len(raws), len(names)) < len(keys):
        return "Two keys are the same, or have the same name."
    return ""


def _is_ours(key: Key) -> bool:
    try:
        raw = bytes.fromhex(str(key.keyval.get("public")))
        own = tuf_key(LawPublicKey(name=key_name(key), raw=raw))
    except ValueError:
        return False
    return KEY_NAME.fullmatch(own.unrecognized_fields[_NAME]) is not None and key == own
