"""What we seal, another implementation opens: the vectors, read from the standards."""

import hashlib
import struct

from securesystemslib._vendor.ed25519.ed25519 import checkvalid
from shamir_mnemonic.wordlist import WORDLIST

from safeconduct.sealing.device import read_card
from safeconduct.sealing.fingerprint import card_fingerprint
from safeconduct.sealing.opening import OpeningKey
from tests.sealing import by_hand
from tests.sealing.maker import CIRCLE_KEY, MAIN
from tests.sealing.vector import FOLDER, Vector

ZERO = bytes(12)
# From the draft of X-Wing, appendix C: a seed, and how its public key begins.
XWING_SEED = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
XWING_PUBLIC = (
    "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d"
)


def vector(name: str) -> Vector:
    return Vector.from_text((FOLDER / f"{name}.txt").read_text("utf-8"))


def key_id(key: bytes) -> bytes:
    return by_hand.hkdf(key, b"", by_hand.bound("commit"))


def test_an_entry_is_opened_and_its_author_known() -> None:
    one = vector("entry-opens")
    log, key = one.inputs["log"], one.inputs["key"]
    header, box = one.raw[:66], one.raw[66:]
    assert header[2:34] == key_id(key)
    info = by_hand.bound("entry key", log, header[2:34])
    padded = by_hand.unbox(by_hand.hkdf(key, header[34:], info), ZERO, box, header)
    (length,) = struct.unpack_from(">I", padded)
    frame, signature = padded[4 : 4 + length], padded[4 + length : 68 + length]
    assert frame == one.inputs["gives"]
    assert len(padded) == 256
    assert not any(padded[68 + length :])
    signed = by_hand.bound("entry", log) + header + frame
    checkvalid(signature, signed, one.inputs["author"])  # type: ignore[no-untyped-call]  # ships no types


def test_a_wrap_is_opened() -> None:
    one = vector("wrap-opens")
    key, head = one.inputs["key"], one.raw[:83]
    log, named = head[2:19], head[19:51]
    info = by_hand.bound("wrap", log[16:], key_id(key), log)
    text = by_hand.unbox(by_hand.hkdf(key, named, info), ZERO, one.raw[83:], head)
    assert text == one.inputs["gives"]
    assert named == key_id(text)


def test_a_grant_is_opened() -> None:
    one = vector("grant-opens")
    given = one.inputs
    parts = given["group"], given["circle"], given["key id"], given["device"]
    info = by_hand.bound("grant", *parts)
    assert by_hand.unhpke(given["seed"], one.raw[50:], info) == given["gives"]


def test_a_card_is_checked() -> None:
    one = vector("card-opens")
    card, signature = one.raw[:-64], one.raw[-64:]
    assert one.inputs["gives"] == hashlib.sha256(one.raw).digest()[:16]
    checkvalid(signature, by_hand.bound("device") + card, card[1:33])  # type: ignore[no-untyped-call]  # ships no types


def test_a_file_is_opened() -> None:
    one = vector("file-opens-empty")
    log, key, salt = one.inputs["log"], one.inputs["key"], one.raw[2:34]
    info = by_hand.bound("file", log, key_id(key))
    nonce = bytes(11) + b"\x01"
    text = by_hand.unbox(by_hand.hkdf(key, salt, info), nonce, one.raw[34:], b"")
    assert text == bytes(4096)
    assert one.inputs["name"] == hashlib.sha256(one.raw).digest()


def test_the_key_of_a_sheet_is_derived() -> None:
    info = by_hand.bound("sheet", MAIN)
    assert CIRCLE_KEY.sheet_key(MAIN).raw == by_hand.hkdf(CIRCLE_KEY.raw, b"", info)


def test_an_item_is_opened() -> None:
    one = vector("item-opens-entry")
    info = by_hand.bound("post", one.inputs["mailbox"])
    key = by_hand.hkdf(one.inputs["key"], one.raw[2:34], info)
    text = by_hand.unbox(key, ZERO, one.raw[34:], one.raw[:34])
    assert text == one.inputs["gives"]


def test_a_row_is_opened() -> None:
    one = vector("row-opens")
    info = by_hand.bound("row", one.inputs["log"], one.inputs["store"])
    key = by_hand.hkdf(one.inputs["key"], one.raw[34:66], info)
    padded = by_hand.unbox(key, ZERO, one.raw[66:], one.raw[:66])
    text = one.inputs["gives"]
    assert padded[: 4 + len(text)] == struct.pack(">I", len(text)) + text


def test_a_backup_is_opened_by_the_recovery_key() -> None:
    one = vector("backup-opens-recovery")
    info = by_hand.bound("backup", one.raw[2:18], one.raw[18:26], one.raw[26:30])
    assert one.raw[30] == 1
    key = by_hand.unhpke(one.inputs["seed"], one.raw[31:1199], info)
    salt, chunk = one.raw[1271:1303], one.raw[1303:]
    nonce = bytes(11) + b"\x01"
    text = by_hand.unbox(by_hand.hkdf(key, salt, info), nonce, chunk, b"")
    (length,) = struct.unpack_from(">Q", text)
    content = text[8 : 8 + length]
    assert hashlib.sha256(content).digest() == one.inputs["gives"]


def test_an_invitation_is_opened() -> None:
    one = vector("invitation-opens")
    info = by_hand.bound("invite", one.raw[2:18], one.raw[18:34])
    padded = by_hand.unhpke(one.inputs["seed"], one.raw[34:], info)
    (length,) = struct.unpack_from(">I", padded)
    text, rest = padded[4 : 4 + length], padded[4 + length :]
    assert one.raw[2:18] + text == one.inputs["gives"]
    assert len(padded) == 256
    assert not any(rest)
    first, keys = text[:32], text[34:100]
    assert first == hashlib.sha256(b"first act 0").digest()
    assert struct.unpack_from(">H", text, 32) == (2,)
    assert (keys[0], keys[33]) == (0, 2)


def test_a_published_seed_gives_the_published_key() -> None:
    key = OpeningKey(seed=bytes.fromhex(XWING_SEED))
    assert key.public().raw.hex().startswith(XWING_PUBLIC)


def test_a_fingerprint_is_the_first_hundred_bits() -> None:
    one = vector("card-opens")
    digest = hashlib.sha256(b"safeconduct/1 fingerprint" + one.raw).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)
    words = tuple(WORDLIST[int(bits[at : at + 10], 2)] for at in range(0, 100, 10))
    assert card_fingerprint(read_card(one.raw)) == words
