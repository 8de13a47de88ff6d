"""Law packs: put together and signed (spec/law-pack.md §2, §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.plain import one_line
from safeconduct.sealing.archive import METADATA, MOST_SHOWN, is_allowed
from safeconduct.sealing.law_root import check_known
from safeconduct.sealing.metadata import (
    SPEC_VERSION,
    instant,
    key_name,
    read_roles,
    read_roots,
    role_name,
    root_name,
    to_bytes,
    tuf_signer,
)
from safeconduct.sealing.signature import LawKey
from safeconduct.sealing.trust import check_chain, check_content


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSummary:
    """What a person needs to see of a pack; `signed` and `unsigned` are key names."""

    number: int
    expires: date
    files: int
    signed: tuple[str, ...]
    unsigned: tuple[str, ...]
    missing: int


def draft(
    law: Mapping[str, bytes],
    roots: Sequence[bytes],
    *,
    number: int,
    expires: date,
    file: str,
) -> dict[str, bytes]:
    """The files of an unsigned pack.

    Raises:
        InputError: a file does not belong in a pack.
        RefusedError: the roots do not follow each other, properly signed.
    """
    # Metadata that lie in the folder are those of another pack.
    foreign = sorted(
        name for name in law if name.startswith(METADATA) or not is_allowed(name)
    )
    if foreign:
        what = "No file of this name belongs in a folder of law."
        shown = [one_line(name, most=MOST_SHOWN) for name in foreign]
        raise InputError([Fault(file=name, what=what) for name in shown])
    check_chain(roots, file=file)
    until = instant(expires)
    targets = {name: TargetFile.from_data(name, raw) for name, raw in law.items()}
    return {
        **law,
        **{
            root_name(root.signed.version): raw
            for root, raw in zip(read_roots(roots, file=file), roots, strict=True)
        },
        role_name(Targets.type): to_bytes(
            Metadata(Targets(number, SPEC_VERSION, until, targets))
        ),
        role_name(Snapshot.type): to_bytes(
            Metadata(
                Snapshot(
                    number, SPEC_VERSION, until, {"targets.json": MetaFile(number)}
                )
            )
        ),
        role_name(Timestamp.type): to_bytes(
            Metadata(Timestamp(number, SPEC_VERSION, until, MetaFile(number)))
        ),
    }


def sign_pack(
    files: Mapping[str, bytes], key: LawKey, *, file: str
) -> dict[str, bytes]:
    """The files of a pack with one more signature under each of the three roles.

    Raises:
        RefusedError: the pack is not whole, or holds something else than is signed.
        InputError: the key does not count under its newest root.
    """
    roles = read_roles(files, file=file)
    check_content(roles, files, file=file)
    signer = tuf_signer(key)
    known = set(roles.roots[-1].signed.keys)
    check_known(signer.public_key.keyid, known, file=file)
    for role in (roles.targets, roles.snapshot, roles.timestamp):
        role.sign(signer, append=True)
    return {
        **files,
        role_name(Targets.type): to_bytes(roles.targets),
        role_name(Snapshot.type): to_bytes(roles.snapshot),
        role_name(Timestamp.type): to_bytes(roles.timestamp),
    }


def summary(files: Mapping[str, bytes], *, file: str) -> PackSummary:
    """A pack as a person needs to see it.

    Raises:
        RefusedError: its metadata are not whole.
    """
    roles = read_roles(files, file=file)
    root: Root = roles.roots[-1].signed
    signed = set(root.keys)
    for role in (roles.targets, roles.snapshot, roles.timestamp):
        found = root.get_verification_result(
            role.signed.type, role.signed_bytes, role.signatures
        )
        signed &= set(found.signed)
    threshold = max(role.threshold for role in root.roles.values())
    names = {keyid: key_name(key) for keyid, key in root.keys.items()}
    return PackSummary(
        number=roles.number(),
        expires=roles.expires(),
        files=len(roles.targets.signed.targets),
        signed=tuple(sorted(names[keyid] for keyid in signed)),
        unsigned=tuple(sorted(names[keyid] for keyid in set(names) - signed)),
        missing=max(0, threshold - len(signed)),
    )
