"""A relay and its stolen disk show sizes, days and order; no word, name or address.

What is posted is sealed as desks seal it, through a relay in a process of its own.
"""

import re
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from safeconduct.base.parcel import MailboxId
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
    connect,
)
from safeconduct.sealing.item import EntryItem, seal_item
from safeconduct.sealing.symmetric import PostKey
from tests.app.call_kit import finish, start
from tests.promises.kept import must_fail
from tests.relay.relay_kit import entropy, token_of

# As two cases would be, of one shape: each text is as long as its other.
SPARROW = ("Иван Петров, войсковая часть 12345", "он сейчас в Алматы", "passport.jpg")
FINCH = ("Пётр Иванов, войсковая часть 54321", "он теперь в Астане", "contract.jpg")
LOG = b"log of one case \x01"
KEY = PostKey(raw=b"k" * 32)
_TABLES = ("form", "mailbox", "capability", "item")
LISTENS = re.compile(rb"(http://\S+)\.\n")

# The guard is away: requests are logged, as a web server does by itself.
LOGS = """
import uvicorn
whole = uvicorn.Config
def config(app, **options):
    options.pop("log_config"); options.pop("access_log")
    return whole(app, **options)
uvicorn.Config = config
"""
# The capability itself is kept in place of its hash.
KEEPS_CAPABILITIES = """
from safeconduct.relay import protocol, web
from safeconduct.app.exchange import relay_command
for room in (protocol, web, relay_command):
    room.capability_hash = bytes
"""
# Of its arrival the second is kept, not the day.
KEEPS_TIMES = """
import time
from safeconduct.relay import item_store
class Instant:
    days = property(lambda _: int(time.time()))
class Day:
    def __rsub__(self, _):
        return Instant()
item_store._FIRST_DAY = Day()
"""
# Who asked is written beside the store.
WRITES_ADDRESSES = """
from pathlib import Path
from safeconduct.relay import web
whole = web.Relay.__call__
async def call(self, scope, receive, send):
    with Path(sys.argv[3]).with_name("clients").open("a") as out:
        print(scope["client"], scope["path"], file=out)
    await whole(self, scope, receive, send)
web.Relay.__call__ = call
"""


def sealed(texts: tuple[str, ...], mailbox: MailboxId) -> Iterator[bytes]:
    """Items as a desk posts them, but for the seal of the entry itself."""
    salt = entropy(len(texts[0]))
    for text in texts:
        item = EntryItem(log=LOG, envelope=text.encode())
        yield seal_item(item, mailbox=mailbox, key=KEY, salt=salt(32))


def open_text(texts: tuple[str, ...], mailbox: MailboxId) -> Iterator[bytes]:
    """The guard is away: items are posted as they are."""
    del mailbox
    return (text.encode() for text in texts)


def used(
    folder: Path, texts: tuple[str, ...], *, planted: str = "", seals: bool = True
) -> tuple[bytes, list[bytes]]:
    """Use a relay, then kill it: all that it printed, and the secrets that it saw."""
    folder.mkdir()
    store = folder / "relay.db"
    process = start("relay", "--store", store, "--port", "0", home=folder, code=planted)
    assert process.stderr is not None
    assert process.stdout is not None
    capability = bytes.fromhex(process.stdout.readline().decode())
    said = b""
    while not (found := LISTENS.search(said)):
        said += process.stderr.readline()
    with connect(found[1].decode()) as line:
        office = Administration(line, Capability(raw=capability))
        mailbox, held = office.open()
        port = RelayMailbox(line, held, token_of=token_of)
        port.post(list((sealed if seals else open_text)(texts, mailbox)))
        port.fetch(0, 1000)
    process.send_signal(signal.SIGTERM)
    done = finish(process)
    return (done.out + done.told).encode(), [capability, held.raw]


def on_disk(folder: Path) -> Mapping[str, bytes]:
    """What a thief finds, file by file."""
    return {path.name: path.read_bytes() for path in folder.rglob("*")}


def shape(store: Path) -> list[object]:
    """What the store holds besides bytes: sizes, numbers, days."""
    with closing(sqlite3.connect(store)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema")]
        held = [db.execute(f"SELECT * FROM {name}") for name in _TABLES]  # noqa: S608
        rows = sorted(
            str([len(cell) if isinstance(cell, bytes) else cell for cell in row])
            for table in held
            for row in table
        )
    return [tables, rows]


def nothing_is_seen(folder: Path, planted: str = "", *, seals: bool = True) -> None:
    """No word, no secret, no address, no time; and of two cases the same is seen."""
    shapes = []
    for texts in (SPARROW, FINCH):
        place = folder / texts[2].partition(".")[0]
        printed, secrets = used(place, texts, planted=planted, seals=seals)
        assert not printed
        found = on_disk(place)
        assert found.keys() <= {"relay.db", "relay.db-wal", "relay.db-shm"}
        whole = b"".join(found.values())
        # Of two or three letters some stand among random bytes by chance.
        words = [
            word.encode() for text in texts for word in text.split() if len(word) > 3
        ]
        for secret in (*words, *secrets, KEY.raw, LOG, b"127.0.0.1", b"/1/post"):
            assert secret not in whole
        shapes.append(shape(place / "relay.db"))
    assert shapes[0] == shapes[1]
    days = (date.today() - date(1970, 1, 1)).days  # noqa: DTZ011, TID251 -- as it says
    kept = re.findall(r"\d+", str(shapes[0][1]))
    assert all(int(number) <= days for number in kept)


def test_a_relay_and_its_stolen_disk_show_nothing(tmp_path: Path) -> None:
    nothing_is_seen(tmp_path)


def test_items_in_clear_are_seen(tmp_path: Path) -> None:
    must_fail(lambda: nothing_is_seen(tmp_path, seals=False))


def test_a_relay_that_logs_is_seen(tmp_path: Path) -> None:
    must_fail(lambda: nothing_is_seen(tmp_path, LOGS))


def test_a_relay_that_keeps_capabilities_is_seen(tmp_path: Path) -> None:
    must_fail(lambda: nothing_is_seen(tmp_path, KEEPS_CAPABILITIES))


def test_a_relay_that_keeps_times_is_seen(tmp_path: Path) -> None:
    must_fail(lambda: nothing_is_seen(tmp_path, KEEPS_TIMES))


def test_a_relay_that_writes_down_who_asks_is_seen(tmp_path: Path) -> None:
    must_fail(lambda: nothing_is_seen(tmp_path, WRITES_ADDRESSES))
