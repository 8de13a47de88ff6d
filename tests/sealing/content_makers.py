"""Vectors of what holds content: boxes, files, items, rows, shares, backups."""

import io
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from unittest.mock import patch

from shamir_mnemonic import Share, generate_mnemonics

from safeconduct.sealing.backup_box import BackupHead, BackupLocks, seal_backup
from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.file_box import seal_file
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    Item,
    PieceItem,
    WrapItem,
    seal_item,
)
from safeconduct.sealing.padding import pad
from safeconduct.sealing.passbox import seal_box
from safeconduct.sealing.row import seal_row
from safeconduct.sealing.share import split
from safeconduct.sealing.stream import CHUNK_BYTES, StreamKey, stream_key
from safeconduct.sealing.symmetric import FileKey, PostKey
from tests.sealing import parcel_makers
from tests.sealing.maker import (
    CHEAP,
    GROUP,
    LATER,
    LOG_KEY,
    MAIN,
    OTHER_KEY,
    PAPERS,
    RECOVERY,
    SEEDS,
    WORDS,
    Made,
    Maker,
    fixed,
    flip,
    frozen,
)  # fmt: skip
from tests.sealing.vector import Inputs


def boxes() -> Made:
    """Boxes under a passphrase (§8)."""
    given = {"name": b"device", "passphrase": WORDS.encode()}
    make, seeds = Maker("box", "§8", given), SEEDS.to_bytes()
    salt = fixed("box", 16)
    good = seal_box(seeds, WORDS, name="device", salt=salt, stretch=CHEAP)
    yield make.opens("opens", "the seeds of a device", good, seeds)
    accent = "pre\u0301fe\u0301rence libre"
    raw = seal_box(seeds, accent, name="device", salt=salt, stretch=CHEAP)
    typed = {"passphrase": "préférence libre".encode()}
    yield make.opens("opens-nfkc", "typed on another keyboard", raw, seeds, other=typed)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "shorter than any box", good[:39])
    for name, cost in (
        ("memory", (1024 * 1024 + 1, 1, 1)),
        ("little-memory", (7, 1, 1)),
        ("lane-memory", (15, 1, 2)),
        ("passes", (64, 21, 1)),
        ("no-pass", (64, 0, 1)),
        ("lanes", (256, 1, 17)),
        ("no-lane", (64, 1, 0)),
    ):
        raw = good[:2] + struct.pack(">IBB", *cost) + good[8:]
        text = "memory, passes, lanes: {}, {}, {}".format(*cost)
        yield make.fails("unreasonable cost", text, raw, f"unreasonable-cost-{name}")
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    other = {"passphrase": b"another passphrase"}
    text = "another passphrase"
    yield make.fails(
        "does not open", text, good, "does-not-open-passphrase", other=other
    )
    text = "a box of another name"
    yield make.fails(
        "does not open", text, good, "does-not-open-name", {"name": b"backup"}
    )


FILE_KEY = FileKey(raw=fixed("file key"))
FILE_SALT = fixed("file salt")


def sealed_file(content: bytes, log: bytes = MAIN) -> bytes:
    """The stored bytes of a file."""
    stored = io.BytesIO()
    seal_file(
        io.BytesIO(content),
        stored,
        key=FILE_KEY,
        log=log,
        salt=FILE_SALT,
        length=len(content),
    )
    return stored.getvalue()


def _chunks(*texts: bytes) -> bytes:
    """A file whose padded content no writer of ours makes."""
    info = context("file", MAIN, FILE_KEY.id)
    key: StreamKey = stream_key(FILE_KEY, salt=FILE_SALT, info=info)
    last = len(texts) - 1
    chunks = (
        key.seal(text, number, is_last=number == last)
        for number, text in enumerate(texts)
    )
    return SUITE + FILE_SALT + b"".join(chunks)


def files() -> Made:
    """Files (§9)."""
    make = Maker("file", "§9", {"log": MAIN, "key": FILE_KEY.raw})
    for name, size in (
        ("opens", 1000),
        ("opens-empty", 0),
        ("opens-two-chunks", 65529),
    ):
        content = fixed("content", size)
        raw, hashed = sealed_file(content), sha256(content).digest()
        named = {"name": sha256(raw).digest()}
        yield make.opens(name, f"a content of {size} bytes", raw, hashed, named)
    good = sealed_file(fixed("content", 1000))
    for kind, name, text, raw in (
        ("unknown suite", "", "of a later suite", LATER + good[2:]),
        ("truncated", "", "it ends in the salt", good[:33]),
        ("truncated", "truncated-tag", "it ends in a tag", good[:49]),
        ("does not open", "", "a bit of the tag was changed", flip(good)),
        ("does not open", "does-not-open-cut", "a byte is missing", good[:-1]),
        ("does not open", "does-not-open-log", "of another log", _of_papers()),
        *_badly_chunked(),
        *_badly_padded(),
    ):
        named = {"name": sha256(raw).digest()}
        yield make.fails(kind, text, raw, name, named)
    text = "another file under the same key"
    yield make.fails("wrong name", text, good, other={"name": fixed("name")})


def _of_papers() -> bytes:
    return sealed_file(fixed("content", 1000), PAPERS)


def _badly_chunked() -> Iterator[tuple[str, str, str, bytes]]:
    long, whole = sealed_file(fixed("content", 65529)), CHUNK_BYTES + 16 + 34
    text = "the last chunk is missing"
    yield "truncated", "truncated-chunk", text, long[:whole]
    full = sealed_file(fixed("content", CHUNK_BYTES - 8))
    yield "trailing bytes", "", "a byte after the last chunk", full + b"\x00"


def _badly_padded() -> Iterator[tuple[str, str, str, bytes]]:
    top = struct.pack(">Q", 5) + b"words"
    text = "a byte after the content is not zero"
    yield "bad padding", "", text, _chunks(top.ljust(4095, b"\x00") + b"x")
    text = "another size than Padmé's"
    yield "bad padding", "bad-padding-size", text, _chunks(top.ljust(4352, b"\x00"))
    text = "the length leads out of it"
    long = struct.pack(">Q", 4089).ljust(4096, b"x")
    yield "bad padding", "bad-padding-length", text, _chunks(long)
    text = "no room for a length"
    yield "bad padding", "bad-padding-short", text, _chunks(b"1234567")
    text = "an empty last chunk"
    full = struct.pack(">Q", CHUNK_BYTES - 8).ljust(CHUNK_BYTES, b"x")
    yield "bad padding", "bad-padding-empty", text, _chunks(full, b"")


POST_KEY = PostKey(raw=fixed("post key"))
MAILBOX = fixed("mailbox", 16)


def _item(item: Item) -> bytes:
    return seal_item(item, mailbox=MAILBOX, key=POST_KEY, salt=fixed("item"))


def _item_of(text: bytes) -> bytes:
    """An item whose text no writer of ours makes."""
    head = SUITE + fixed("item")
    info = context("post", MAILBOX)
    return head + POST_KEY.box_key(salt=fixed("item"), info=info).seal(text, head)


def items() -> Made:
    """Items on their way (§10)."""
    make = Maker("item", "§10", {"mailbox": MAILBOX, "key": POST_KEY.raw})
    raw, name = fixed("payload", 90), fixed("name")
    good = _item(EntryItem(log=MAIN, envelope=raw))
    yield make.opens("opens-entry", "an entry", good, b"\x01" + MAIN + raw)
    yield make.opens("opens-wrap", "a wrap", _item(WrapItem(wrap=raw)), b"\x02" + raw)
    sealed = _item(GrantItem(subject=b"\x01", grant=raw))
    yield make.opens("opens-grant", "a grant", sealed, b"\x03\x01\x01" + raw)
    piece = PieceItem(log=MAIN, name=name, offset=65536, content=raw)
    gives = b"\x04" + MAIN + name + struct.pack(">Q", 65536) + raw
    yield make.opens("opens-piece", "a piece of a file", _item(piece), gives)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "shorter than any item", good[:50])
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    other = {"mailbox": fixed("other mailbox", 16)}
    text = "of another mailbox"
    yield make.fails("does not open", text, good, "does-not-open-mailbox", other)
    yield make.fails("unknown form", "of a later kind", _item_of(b"\x05" + raw))
    text = "an entry shorter than the name of its log"
    yield make.fails("malformed", text, _item_of(b"\x01" + MAIN[:-1]))
    text = "a piece shorter than its place"
    yield make.fails("malformed", text, _item_of(gives[:57]), "malformed-piece")


def grant_items() -> Made:
    """Grants on their way that are none (§10)."""
    make = Maker("item", "§10", {"mailbox": MAILBOX, "key": POST_KEY.raw})
    text = "a grant of what is neither circle nor log"
    bad = _item_of(b"\x03\x02ab" + fixed("payload", 90))
    yield make.fails("malformed", text, bad, "malformed-subject")
    text = "a grant that is cut"
    yield make.fails("malformed", text, _item_of(b"\x03\x01"), "malformed-grant")


def rows() -> Made:
    """Derived rows (§16)."""
    key, text = LOG_KEY.row_key(), "Воробей, 3 entries".encode()
    make = Maker("row", "§16", {"log": MAIN, "store": b"list", "key": key.raw})
    salt = fixed("row")
    good = seal_row(text, key=key, log=MAIN, store="list", salt=salt)
    yield make.opens("opens", "a row of a list", good, text)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "the last byte is missing", good[:-1])
    other = {"key": OTHER_KEY.raw}
    yield make.fails("no key", "another key is at hand", good, other=other)
    under = {**other, "under": LOG_KEY.id}
    said = "another key stands under the id"
    yield make.fails("wrong key", said, good, other=under)
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    said, name = "of another store", "does-not-open-store"
    yield make.fails("does not open", said, good, name, {"store": b"index"})
    said, name = "of another log", "does-not-open-log"
    yield make.fails("does not open", said, good, name, {"log": PAPERS})
    header = SUITE + LOG_KEY.id + salt
    box_key = key.box_key(salt=salt, info=context("row", MAIN, b"list"))
    bad = header + box_key.seal(flip(pad(text, b"", "")), header)
    yield make.fails("bad padding", "a byte behind it is not zero", bad)


def _drawn(name: str) -> AbstractContextManager[object]:
    """SLIP-39 with bytes that a name always gives, as the library allows for tests."""
    return patch("shamir_mnemonic.shamir.RANDOM_BYTES", lambda size: fixed(name, size))


def _split(name: str, needed: int = 3, number: int = 5) -> tuple[str, ...]:
    with _drawn(name):
        return split(RECOVERY, needed=needed, shares=number)


def _foreign(seed: bytes, exponent: int = 1, groups: int = 1) -> tuple[str, ...]:
    """Shares of other parameters than ours."""
    with _drawn("foreign"):
        made = generate_mnemonics(
            1, [(2, 2)] * groups, seed, iteration_exponent=exponent
        )
    return tuple(made[0])


def _altered(words: str) -> str:
    """A share with another value, and a checksum that fits it."""
    share = Share.from_mnemonic(words)
    fields = {name: getattr(share, name) for name in Share.__dataclass_fields__}
    changed = Share(**{**fields, "value": flip(share.value)})
    return str(changed.mnemonic())


def shares() -> Made:
    """Shares of a recovery key (§12): lines of words."""
    make = Maker("shares", "§12", {})
    three, others = _split("split"), _split("another split")
    seed = RECOVERY.seed
    for name, text, which in (
        ("opens", "three of five", three[:3]),
        ("opens-last", "three others, in another order", three[:1:-1]),
        ("opens-all", "all five", three),
    ):
        yield make.opens(name, text, "\n".join(which).encode(), seed)
    word, *more = three[0].split()
    for kind, name, text, which in (
        ("too few", "", "two of three", three[:2]),
        ("too few", "too-few-none", "none", ()),
        ("not together", "", "of two splits", (*three[:2], others[2])),
        ("not together", "not-together-twice", "one of them twice", three[:1] * 3),
        ("malformed", "", "a word that is not in the list", ("oops " + three[0],)),
        ("malformed", "malformed-order", "words in another order",
         (" ".join([*more, word]),)),
        ("malformed", "malformed-exponent", "of another cost", _foreign(seed, 0)),
        ("malformed", "malformed-groups", "of two groups", _foreign(seed, 1, 2)),
        ("malformed", "malformed-size", "of a shorter secret", _foreign(seed[:16])),
        ("does not open", "", "one value was changed",
         (*three[:2], _altered(three[2]))),
    ):  # fmt: skip
        yield make.fails(kind, text, "\n".join(which).encode(), name)


def _backup(*, recovery: bool) -> bytes:
    drawn = iter(("backup key", "backup box", "backup salt"))
    stored, content = io.BytesIO(), fixed("content", 1000)
    public = RECOVERY.public() if recovery else None
    seal_backup(
        io.BytesIO(content),
        stored,
        head=BackupHead(group=GROUP, number=7, expires=20_000),
        locks=BackupLocks(passphrase=WORDS, stretch=CHEAP, recovery=public),
        length=len(content),
        entropy=lambda size: fixed(next(drawn), size),
    )
    return stored.getvalue()


def backups() -> Made:
    """Backups (§15); what HPKE makes is frozen."""
    hashed = sha256(fixed("content", 1000)).digest()
    words: Inputs = {"passphrase": WORDS.encode()}
    make, plain = Maker("backup", "§15", words), _backup(recovery=False)
    sealed = frozen("backup-opens", lambda: _backup(recovery=True))
    yield make.opens("opens", "by its passphrase", sealed, hashed)
    text = "by its passphrase, in a group without a recovery key"
    yield make.opens("opens-without", text, plain, hashed)
    yield make.fails("unknown suite", "of a later suite", LATER + plain[2:])
    for name, length in (("", 20), ("-box", 94), ("-salt", 114), ("-chunk", 144)):
        text = f"it ends after {length} bytes"
        yield make.fails("truncated", text, plain[:length], f"truncated{name}")
    text = "neither with nor without a recovery key"
    yield make.fails("malformed", text, plain[:30] + b"\x02" + plain[31:])
    wrong = {"passphrase": b"another passphrase"}
    yield make.fails("does not open", "another passphrase", plain, other=wrong)
    text, name = "the number was changed", "does-not-open-number"
    yield make.fails("does not open", text, flip(plain, 25), name)
    text, name = "its last day was changed", "does-not-open-day"
    yield make.fails("does not open", text, flip(plain, 29), name)
    yield from _altered_backups(make, plain)
    make = Maker("backup", "§15", {"seed": RECOVERY.seed})
    yield make.opens("opens-recovery", "by the recovery key", sealed, hashed)
    yield make.fails("no key", "it has no part for the recovery key", plain)
    text, name = "another recovery key", "does-not-open-recovery"
    yield make.fails("does not open", text, sealed, name, {"seed": SEEDS.opening})


def _altered_backups(make: Maker, plain: bytes) -> Made:
    text, name = "a bit of the content was changed", "does-not-open-content"
    yield make.fails("does not open", text, flip(plain), name)


def groups() -> tuple[Made, ...]:
    """The vectors of each form."""
    return (
        boxes(),
        files(),
        items(),
        grant_items(),
        *parcel_makers.groups(),
        rows(),
        shares(),
        backups(),
    )
