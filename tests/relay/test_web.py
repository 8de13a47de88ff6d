"""What a relay answers to whoever asks, however hostile."""

import gzip
import socket
from dataclasses import dataclass

import pytest

from safeconduct.base.parcel import (
    EVERY_RIGHT,
    MAX_BODY_BYTES,
    MAX_ITEM_BYTES,
    MAX_ITEMS,
    Right,
    capability_hash,
    item_id,
    join_parcels,
)
from safeconduct.relay import web
from safeconduct.relay.errors import UnavailableError
from safeconduct.relay.protocol import Allowance, Wish
from tests.relay.relay_kit import (
    Box,
    Served,
    entropy,
    named,
    open_box,
    received,
    some_items,
    token_of,
)

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
BAD = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"
BARE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TOO_LONG = b"413 "
HOLDER = entropy(1001)(48)[16:]
GET_ONLY = b"g" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A relay with a mailbox, as somebody who speaks bare bytes sees it."""

    served: Served
    box: Box

    def ask(
        self,
        path: str = "/1/post",
        body: bytes = b"",
        *,
        method: str = "POST",
        headers: tuple[str, ...] | None = None,
    ) -> bytes:
        """The whole answer to one request, as it stands on the wire."""
        if headers is None:
            headers = (f"Authorization: Bearer {HOLDER.hex()}",)
        length = f"Content-Length: {len(body)}"
        return self.send(request(path, length, *headers, method=method) + body)

    def send(self, raw: bytes, *, ends: bool = False) -> bytes:
        """What comes back for some bytes; `ends`: we send no more."""
        with self.served.connection() as line:
            line.sendall(raw)
            if ends:
                line.shutdown(socket.SHUT_WR)
            return received(line)

    def kept(self) -> int:
        """How many items the mailbox has had."""
        wish = Wish(after=0, most_bytes=MAX_BODY_BYTES)
        return self.box.store.fetch(self.box.holder, wish).last


def request(path: str, *headers: str, method: str = "POST") -> bytes:
    lines = (f"{method} {path} HTTP/1.1", "Host: x", *headers)
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


@pytest.fixture
def asked(served: Served) -> Asked:
    administrator = capability_hash(served.administrator)
    box = open_box(served.store, administrator, 1001)
    assert box.holder == capability_hash(HOLDER)
    rights = EVERY_RIGHT & ~Right.POST
    wanted = Allowance(
        mailbox=box.mailbox, capability=capability_hash(GET_ONLY), rights=rights
    )
    served.store.allow(administrator, wanted)
    return Asked(served=served, box=box)


def bearer(capability: bytes) -> tuple[str, ...]:
    return (f"Authorization: Bearer {capability.hex()}",)


STRANGERS: dict[str, dict[str, object]] = {
    "no such path": {"path": "/1/read"},
    "no path": {"path": "/"},
    "a path that goes on": {"path": "/1/post/"},
    "a path that climbs": {"path": "/1/post/../post"},
    "a query": {"path": "/1/post?x=1"},
    "GET": {"method": "GET"},
    "PUT": {"method": "PUT"},
    "OPTIONS": {"method": "OPTIONS"},
    "no capability": {"headers": ()},
    "an unknown capability": {"headers": bearer(b"u" * 32)},
    "one without the right": {"headers": bearer(GET_ONLY)},
    "a mailbox's, to open another": {"path": "/1/open"},
    "a short capability": {"headers": bearer(b"u" * 31)},
    "another scheme": {"headers": (f"Authorization: Basic {HOLDER.hex()}",)},
    "capital digits": {"headers": (f"Authorization: Bearer {HOLDER.hex().upper()}",)},
    "two capabilities": {"headers": (*bearer(HOLDER), *bearer(GET_ONLY))},
    "the capability in the address": {"path": f"/1/post/{HOLDER.hex()}", "headers": ()},
}


@pytest.mark.parametrize("request_", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_gets_one_and_the_same_answer(
    asked: Asked, request_: dict[str, object]
) -> None:
    body = join_parcels(named([b"x"]))
    assert asked.ask(body=body, **request_) == NOT_FOUND  # type: ignore[arg-type]
    assert asked.kept() == 0


@pytest.mark.parametrize("path", ["/1/allow", "/1/revoke", "/1/fetch", "/1/drop"])
def test_a_stranger_gets_it_whatever_the_body_is(asked: Asked, path: str) -> None:
    for body in (b"", b"x" * 100):
        assert asked.ask(path, body, headers=bearer(b"u" * 32)) == NOT_FOUND


def test_an_answer_names_neither_program_nor_time(asked: Asked) -> None:
    raw = asked.ask(body=join_parcels(named([b"x"])))
    assert raw == b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n" + bytes(7) + b"\x01"


ITEM = join_parcels(named([b"item"]))
MALFORMED: dict[str, tuple[str, bytes]] = {
    "an item cut off": ("/1/post", ITEM[:-1]),
    "a length that lies": ("/1/post", ITEM + bytes(32) + b"\xff\xff\xff\xff"),
    "an empty item": ("/1/post", bytes(32 + 4)),
    "an item too long": (
        "/1/post",
        bytes(32) + (MAX_ITEM_BYTES + 1).to_bytes(4, "big") + bytes(MAX_ITEM_BYTES + 1),
    ),
    "too many items": ("/1/post", join_parcels(named([b"x"])) * (MAX_ITEMS + 1)),
    "JSON": ("/1/post", b'{"items": []}'),
    "packed items": ("/1/post", gzip.compress(ITEM)),
    "a fetch of nothing": ("/1/fetch", b""),
    "a fetch too long": ("/1/fetch", bytes(13)),
    "half a token": ("/1/drop", bytes(31)),
    "too many tokens": ("/1/drop", bytes(32 * (MAX_ITEMS + 1))),
}


@pytest.mark.parametrize(("path", "body"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_body_is_refused_whole(
    asked: Asked, path: str, body: bytes
) -> None:
    assert asked.ask(path, body) == BAD
    assert asked.kept() == 0


ADMINISTRATORS: dict[str, tuple[str, bytes]] = {
    "an open with a body": ("/1/open", b"x"),
    "an allowance cut off": ("/1/allow", bytes(48)),
    "an allowance of no right": ("/1/allow", bytes(48) + b"\x00"),
    "an allowance to administer": ("/1/allow", bytes(48) + b"\x08"),
    "an allowance of all and more": ("/1/allow", bytes(48) + b"\xff"),
    "half a hash": ("/1/revoke", bytes(31)),
}


@pytest.mark.parametrize(("path", "body"), ADMINISTRATORS.values(), ids=ADMINISTRATORS)
def test_the_administrator_too_must_ask_rightly(
    asked: Asked, path: str, body: bytes
) -> None:
    headers = bearer(asked.served.administrator)
    assert asked.ask(path, body, headers=headers) == BAD


def test_an_unknown_mailbox_is_answered_like_an_unknown_capability(
    asked: Asked,
) -> None:
    body = bytes(16) + capability_hash(b"x") + b"\x01"
    headers = bearer(asked.served.administrator)
    assert asked.ask("/1/allow", body, headers=headers) == NOT_FOUND


def test_what_says_that_it_is_too_long_is_refused_unread(asked: Asked) -> None:
    length = f"Content-Length: {MAX_BODY_BYTES + 1}"
    raw = request("/1/post", length, *bearer(HOLDER))
    assert TOO_LONG in asked.send(raw)


def test_what_does_not_say_how_long_it_is_is_read_no_further(asked: Asked) -> None:
    head = request("/1/post", "Transfer-Encoding: chunked", *bearer(HOLDER))
    chunk = b"%x\r\n" % 65_536 + bytes(65_536) + b"\r\n"
    raw = head + chunk * (MAX_BODY_BYTES // 65_536 + 1)
    assert TOO_LONG in asked.send(raw)
    assert asked.kept() == 0


def test_a_body_of_exactly_the_most_is_read(asked: Asked) -> None:
    rest = MAX_BODY_BYTES - 7 * (36 + 1024 * 1024)
    items = [bytes([at]) + bytes(1024 * 1024 - 1) for at in range(7)]
    body = join_parcels(named([*items, bytes(rest - 36)]))
    assert len(body) == MAX_BODY_BYTES
    assert asked.ask(body=body).startswith(b"HTTP/1.1 200")
    assert asked.kept() == 8


def test_a_body_longer_than_it_says_is_no_second_request(asked: Asked) -> None:
    raw = request("/1/post", f"Content-Length: {len(ITEM)}", *bearer(HOLDER))
    found = asked.send(raw + ITEM + ITEM)
    assert found.count(b"HTTP/1.1 200") == 1
    assert asked.kept() == 1


def test_a_body_shorter_than_it_says_leaves_nothing(asked: Asked) -> None:
    raw = request("/1/post", "Content-Length: 100", *bearer(HOLDER))
    assert asked.send(raw + ITEM, ends=True) in (b"", BAD, BARE)
    assert asked.kept() == 0


def test_who_holds_the_line_and_sends_nothing_is_let_go(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.1)
    raw = request("/1/post", "Content-Length: 100", *bearer(HOLDER))
    assert asked.send(raw + ITEM) == BAD
    assert asked.kept() == 0


NO_HTTP: dict[str, bytes] = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "two lengths": request("/1/post", "Content-Length: 1", "Content-Length: 2"),
    "a length below nothing": request("/1/post", "Content-Length: -1"),
    "a length that is no number": request("/1/post", "Content-Length: x"),
    "a length and chunks": request(
        "/1/post", "Content-Length: x", "Transfer-Encoding: chunked"
    ),
    "headers without end": b"POST / HTTP/1.1\r\nX: " + b"x" * 70_000,
    "a header of no form": b"POST / HTTP/1.1\r\n\x00\r\n\r\n",
    "a path of other letters": "POST /ключ HTTP/1.1\r\n\r\n".encode(),
}


@pytest.mark.parametrize("raw", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_request_is_refused_without_a_word(asked: Asked, raw: bytes) -> None:
    assert asked.send(raw) == BARE


def test_an_upgrade_is_not_spoken(asked: Asked) -> None:
    headers = ("Upgrade: websocket", "Connection: Upgrade", *bearer(b"u" * 32))
    assert asked.ask(headers=headers).startswith(b"HTTP/1.1 404")


def test_a_reply_that_was_lost_is_had_again(asked: Asked) -> None:
    """The line breaks after the request; the same request then gets the numbers."""
    items = some_items(3)
    body = join_parcels(named(items))
    length = f"Content-Length: {len(body)}"
    with asked.served.connection() as line:
        line.sendall(request("/1/post", length, *bearer(HOLDER)) + body)
    found = asked.ask(body=body)
    assert found.endswith(b"".join(at.to_bytes(8, "big") for at in (1, 2, 3)))
    assert asked.kept() == 3


def test_a_fetch_and_a_drop_do_what_the_specification_says(asked: Asked) -> None:
    asked.ask(body=join_parcels(named([b"one", b"two"])))
    wish = bytes(8) + (1000).to_bytes(4, "big")
    head, _, body = asked.ask("/1/fetch", wish).partition(b"\r\n\r\n")
    one, two = ((at).to_bytes(8, "big") for at in (1, 2))
    assert b" 200 " in head
    assert body == two + join_parcels([(one, b"one"), (two, b"two")])
    assert asked.ask("/1/drop", token_of(item_id(b"one"))).startswith(b"HTTP/1.1 200")
    assert asked.ask("/1/fetch", wish).endswith(two + join_parcels([(two, b"two")]))


def test_a_fetch_of_numbers_beyond_all_is_answered(asked: Asked) -> None:
    found = asked.ask("/1/fetch", b"\xff" * 12)
    assert found.startswith(b"HTTP/1.1 200")
    assert found.endswith(b"\r\n\r\n" + bytes(8))


def test_a_store_that_cannot_is_told_by_its_status_alone(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnavailableError

    monkeypatch.setattr(asked.served.store, "post", full)
    found = asked.ask(body=ITEM)
    assert found == b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"
