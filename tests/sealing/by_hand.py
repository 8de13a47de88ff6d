"""A second implementation, from the standards: only SHA, ML-KEM and X25519 are taken.

HKDF is RFC 5869, ChaCha20-Poly1305 RFC 8439, HPKE RFC 9180 with X-Wing.
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

_WORD = 0xFFFFFFFF
_ROUNDS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
_XWING = bytes.fromhex("5c2e2f2f5e5c")
_HPKE_SUITE = b"HPKE" + bytes.fromhex("647a00010003")


def extract(salt: bytes, key: bytes) -> bytes:
    """HKDF-Extract with SHA-256."""
    return hmac.digest(salt or bytes(32), key, "sha256")


def expand(secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand with SHA-256, up to 32 bytes."""
    return hmac.digest(secret, info + b"\x01", "sha256")[:length]


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return expand(extract(salt, key), info, 32)


def bound(purpose: str, *parts: bytes) -> bytes:
    """A context, from spec/envelope.md §2."""
    joined = b"".join(struct.pack(">H", len(part)) + part for part in parts)
    return b"safeconduct/1 " + purpose.encode("ascii") + bytes(1) + joined


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = struct.unpack("<16I", b"expand 32-byte k" + key + bytes(16))
    first = [*start[:12], counter, *struct.unpack("<3I", nonce)]
    state = list(first)
    for _ in range(10):
        for a, b, c, d in _ROUNDS:
            for left, right, other, turn in (
                (a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7),
            ):  # fmt: skip
                state[left] = (state[left] + state[right]) & _WORD
                mixed = state[other] ^ state[left]
                state[other] = (mixed << turn | mixed >> (32 - turn)) & _WORD
    added = ((one + two) & _WORD for one, two in zip(state, first, strict=True))
    return struct.pack("<16I", *added)


def _crypt(key: bytes, nonce: bytes, text: bytes) -> bytes:
    count = -(-len(text) // 64)
    stream = b"".join(_block(key, number + 1, nonce) for number in range(count))
    return bytes(one ^ two for one, two in zip(text, stream, strict=False))


def _tag(key: bytes, message: bytes) -> bytes:
    factor = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        part = int.from_bytes(message[at : at + 16] + b"\x01", "little")
        total = (total + part) * factor % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(
        16, "little"
    )


def unbox(key: bytes, nonce: bytes, box: bytes, aad: bytes) -> bytes:
    """Open ChaCha20-Poly1305."""
    text, tag = box[:-16], box[-16:]
    padded = b"".join(part + bytes(-len(part) % 16) for part in (aad, text))
    sizes = struct.pack("<QQ", len(aad), len(text))
    assert tag == _tag(_block(key, 0, nonce)[:32], padded + sizes)
    return _crypt(key, nonce, text)


def unwing(seed: bytes, encapsulated: bytes) -> bytes:
    """The shared secret that X-Wing has encapsulated."""
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    first, second = encapsulated[:1088], encapsulated[1088:]
    shared = mlkem.decapsulate(first)
    shared += x25519.exchange(X25519PublicKey.from_public_bytes(second))
    public = x25519.public_key().public_bytes_raw()
    return hashlib.sha3_256(shared + second + public + _XWING).digest()


def unhpke(seed: bytes, sealed: bytes, info: bytes) -> bytes:
    """Open HPKE in base mode."""

    def labeled(salt: bytes, label: bytes, text: bytes) -> bytes:
        return extract(salt, b"HPKE-v1" + _HPKE_SUITE + label + text)

    def out(label: bytes, length: int) -> bytes:
        top = struct.pack(">H", length) + b"HPKE-v1" + _HPKE_SUITE
        return expand(secret, top + label + schedule, length)

    schedule = bytes(1) + labeled(b"", b"psk_id_hash", b"")
    schedule += labeled(b"", b"info_hash", info)
    secret = labeled(unwing(seed, sealed[:1120]), b"secret", b"")
    return unbox(out(b"key", 32), out(b"base_nonce", 12), sealed[1120:], b"")
