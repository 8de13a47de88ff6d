"""Keys that sign law packs, and their files (spec/law-pack.md §3).

Whatever a law key signs is metadata of The Update Framework, which names its own kind
inside what is signed.
"""

import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from safeconduct.base.digest import Json, canonical
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.sealing.box import TAG_BYTES
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.stretch import (
    KIB_PER_LANE,
    LANES,
    MEMORY_KIB,
    PASSES,
    STRETCH_SALT_BYTES,
    Stretch,
)

LAW = "law"
FORMAT = 1
SEED_BYTES = 32
KEY_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 -]{0,38}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPublicKey:
    """Tells what a law key has signed; `raw` are its 32 bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LawKey:
    """Signs law packs and nothing else; never printed."""

    name: str
    seed: bytes = field(repr=False)

    def private(self) -> Ed25519PrivateKey:
        """The key as the library takes it."""
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def public(self) -> LawPublicKey:
        """The half that is handed to the others."""
        raw = self.private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return LawPublicKey(name=self.name, raw=raw)


def write_public(key: LawPublicKey) -> str:
    """The file that is handed to the others."""
    return (
        f'format = {FORMAT}\npurpose = "{LAW}"\nname = "{key.name}"\n'
        f'public = "{key.raw.hex()}"\n'
    )


def seal_key(
    key: LawKey, passphrase: str, *, salt: bytes, stretch: Stretch | None = None
) -> str:
    """The private file of a key; `salt` is random and never used twice."""
    cost = stretch or Stretch()
    public = key.public()
    box = cost.key(passphrase, salt).seal(key.seed, _bound(public))
    return (
        f'{write_public(public)}[sealed]\nsalt = "{salt.hex()}"\n'
        f"memory_kib = {cost.memory_kib}\npasses = {cost.passes}\n"
        f'lanes = {cost.lanes}\nbox = "{box.hex()}"\n'
    )


def read_public(text: str, *, file: str) -> LawPublicKey:
    """Read the public half, from either file.

    Raises:
        InputError: this is no file of a law key.
    """
    faults = FaultList(file=file, text=text)
    table = _table(faults)
    found = _public(table)
    table.raw("sealed")
    table.done()
    _raise(faults)
    return found


def open_key(text: str, passphrase: str, *, file: str) -> LawKey:
    """Open a private file.

    Raises:
        InputError: this is no private file of a law key, or the passphrase is wrong.
    """
    faults = FaultList(file=file, text=text)
    table = _table(faults)
    public = _public(table)
    inner = table.table("sealed", required=True)
    _raise(faults)
    sealed = inner or table
    salt = _hex(sealed, "salt", STRETCH_SALT_BYTES)
    box = _hex(sealed, "box", SEED_BYTES + TAG_BYTES)
    stretch = Stretch(
        memory_kib=_between(sealed, "memory_kib", *MEMORY_KIB),
        passes=_between(sealed, "passes", *PASSES),
        lanes=_between(sealed, "lanes", *LANES),
    )
    if stretch.memory_kib < KIB_PER_LANE * stretch.lanes:
        sealed.fault("memory_kib", "'memory_kib' must be at least 8 for each lane.")
    sealed.done()
    table.done()
    _raise(faults)
    try:
        seed = stretch.key(passphrase, salt).open(box, _bound(public), file)
    except SealError as error:
        what = "The passphrase does not open this key, or the file was altered."
        raise InputError([Fault(file=file, what=what)]) from error
    return LawKey(name=public.name, seed=seed)


def _bound(public: LawPublicKey) -> bytes:
    """What a box is bound to: no name or purpose can be put before another seed."""
    raw = public.raw.hex()
    head: dict[str, Json] = {"format": FORMAT, "purpose": LAW, "name": public.name}
    return canonical({**head, "public": raw}).encode()


def _table(faults: FaultList) -> Table:
    content = read_toml(faults)
    _raise(faults)
    return Table(content=content or {}, path=(), faults=faults)


def _public(table: Table) -> LawPublicKey:
    table.choice("purpose", [LAW])
    _between(table, "format", FORMAT, FORMAT)
    name = table.string("name")
    if not KEY_NAME.fullmatch(name):
        what = "'name' must be 1 to 40 letters, digits, spaces or hyphens."
        table.fault("name", what)
    return LawPublicKey(name=name, raw=_hex(table, "public", 32))


def _hex(table: Table, key: str, length: int) -> bytes:
    text = table.string(key)
    if not re.fullmatch(rf"[0-9a-f]{{{2 * length}}}", text):
        table.fault(key, f"'{key}' must be {length} bytes in hexadecimal digits.")
        return b""
    return bytes.fromhex(text)


def _between(table: Table, key: str, least: int, most: int) -> int:
    number = table.integer(key)
    if not least <= number <= most:
        table.fault(key, f"'{key}' must be from {least} to {most}.")
    return number


def _raise(faults: FaultList) -> None:
    if faults.found:
        raise InputError(faults.found)
