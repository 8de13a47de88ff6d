"""A mailbox at a relay: what a desk may rely on, and what it does not believe."""

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import httpx
import pytest

from safeconduct.base.parcel import (
    EVERY_RIGHT,
    MAX_BODY_BYTES,
    MAX_ITEM_BYTES,
    DropToken,
    MailboxId,
    Right,
    item_id,
    join_parcels,
)
from safeconduct.log.exchange.mailbox import Fetched, Mailbox, MailboxError, Trouble
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
    connect,
    is_usable,
)
from tests.relay.relay_kit import PATIENCE, Served, received, some_items, token_of

ALL = MAX_BODY_BYTES
KEY = Capability(raw=b"k" * 32)


@pytest.fixture
def line(served: Served) -> Iterator[httpx.Client]:
    with connect(served.address) as found:
        yield found


@pytest.fixture
def office(served: Served, line: httpx.Client) -> Administration:
    return Administration(line, Capability(raw=served.administrator))


@pytest.fixture
def mailbox(line: httpx.Client, office: Administration) -> Mailbox:
    _, capability = office.open()
    return RelayMailbox(line, capability, token_of=token_of)


def test_what_is_posted_is_fetched(mailbox: Mailbox) -> None:
    items = some_items(3)
    assert mailbox.post(items) == (1, 2, 3)
    assert mailbox.fetch(0, ALL) == Fetched(items=tuple(enumerate(items, 1)), last=3)
    assert mailbox.fetch(2, ALL).items == ((3, items[2]),)
    assert mailbox.fetch(3, ALL) == Fetched(items=(), last=3)


def test_posting_again_changes_nothing(mailbox: Mailbox) -> None:
    items = some_items(3)
    mailbox.post(items[:2])
    assert mailbox.post(items) == (1, 2, 3)
    assert mailbox.post([]) == ()


def test_more_than_one_request_holds_goes_in_several(mailbox: Mailbox) -> None:
    items = [bytes([at]) + bytes(MAX_ITEM_BYTES - 1) for at in range(9)]
    assert mailbox.post(items) == tuple(range(1, 10))
    first = mailbox.fetch(0, ALL)
    assert [number for number, _ in first.items] == list(range(1, 8))
    assert first.last == 9
    assert [number for number, _ in mailbox.fetch(7, ALL).items] == [8, 9]


def test_more_items_than_one_request_names_go_in_several(mailbox: Mailbox) -> None:
    items = [at.to_bytes(4, "big") for at in range(16_400)]
    assert mailbox.post(items) == tuple(range(1, 16_401))
    mailbox.drop([item_id(item) for item in items])
    assert mailbox.fetch(0, ALL) == Fetched(items=(), last=16_400)


def test_what_is_dropped_is_fetched_no_more(mailbox: Mailbox) -> None:
    one, two = some_items(2)
    mailbox.post([one, two])
    mailbox.drop([item_id(one)])
    assert mailbox.fetch(0, ALL) == Fetched(items=((2, two),), last=2)


def test_what_is_dropped_is_what_this_desk_posted(
    line: httpx.Client, office: Administration
) -> None:
    """Two desks share a capability; only the token of who posted drops."""
    _, capability = office.open()
    mine = RelayMailbox(line, capability, token_of=token_of)
    other = RelayMailbox(line, capability, token_of=DropToken)
    one, two = some_items(2)
    mine.post([one])
    other.post([one, two])
    other.drop([item_id(one), item_id(two)])
    assert mine.fetch(0, ALL).items == ((1, one),)


def test_the_administrator_says_who_may_do_what(
    line: httpx.Client, office: Administration
) -> None:
    box, _ = office.open()
    mine = RelayMailbox(line, KEY, token_of=token_of)
    office.allow(box, KEY, Right.POST)
    assert mine.post([b"item"]) == (0,)
    with pytest.raises(MailboxError) as found:
        mine.fetch(0, ALL)
    assert found.value.trouble is Trouble.REFUSED
    office.allow(box, KEY, EVERY_RIGHT)
    assert mine.fetch(0, ALL).items == ((1, b"item"),)
    office.revoke(KEY.hash)
    with pytest.raises(MailboxError, match="knows no such mailbox"):
        mine.post([b"item"])


def test_nothing_is_allowed_in_a_mailbox_that_is_none(office: Administration) -> None:
    with pytest.raises(MailboxError) as found:
        office.allow(MailboxId(bytes(16)), KEY, Right.POST)
    assert found.value.trouble is Trouble.REFUSED


def test_a_capability_is_never_printed() -> None:
    assert repr(KEY) == "Capability()"


@contextmanager
def answering(answer: bytes) -> Iterator[tuple[httpx.Client, list[bytes]]]:
    """Somebody who gives one answer, and what he was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                asked.append(received(line))
                with suppress(OSError):  # whoever reads has had enough
                    line.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        with connect(f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            yield client, asked
        thread.join(PATIENCE)


def http(body: bytes, *, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def found_items(*numbers: int, last: int) -> bytes:
    parcels = ((number.to_bytes(8, "big"), b"item") for number in numbers)
    return last.to_bytes(8, "big") + join_parcels(parcels)


def _post(mailbox: RelayMailbox) -> object:
    return mailbox.post([b"item"])


def _fetch(mailbox: RelayMailbox) -> object:
    return mailbox.fetch(3, ALL)


def _drop(mailbox: RelayMailbox) -> object:
    mailbox.drop([item_id(b"item")])
    return None


Call = Callable[[RelayMailbox], object]
ANSWERS: dict[str, tuple[bytes, Call, Trouble]] = {
    "no numbers": (http(b""), _post, Trouble.UNSOUND),
    "a number too many": (http(bytes(16)), _post, Trouble.UNSOUND),
    "no newest number": (http(bytes(7)), _fetch, Trouble.UNSOUND),
    "an item cut off": (
        http(found_items(4, last=4)[:-1]), _fetch, Trouble.UNSOUND,
    ),
    "an item from before": (http(found_items(3, last=4)), _fetch, Trouble.UNSOUND),
    "an item twice": (http(found_items(4, 4, last=4)), _fetch, Trouble.UNSOUND),
    "items out of order": (http(found_items(5, 4, last=5)), _fetch, Trouble.UNSOUND),
    "one after the newest": (http(found_items(5, last=4)), _fetch, Trouble.UNSOUND),
    "a number beyond any": (
        http(found_items(2**63, last=2**63)), _fetch, Trouble.UNSOUND,
    ),
    "a newest number beyond any": (http(b"\xff" * 8), _fetch, Trouble.UNSOUND),
    "words for a drop": (http(b"done"), _drop, Trouble.UNSOUND),
    "an answer without end": (
        http(bytes(MAX_BODY_BYTES + MAX_ITEM_BYTES + 1)), _fetch, Trouble.UNSOUND,
    ),
    "packed": (
        http(b"\x1f\x8b", more="Content-Encoding: gzip\r\n"), _fetch, Trouble.UNSOUND,
    ),
    "sent elsewhere": (
        http(b"", status="307 Go", more="Location: http://127.0.0.1:1/\r\n"),
        _fetch, Trouble.UNSOUND,
    ),
    "a login page": (http(b"<html>", status="403 Forbidden"), _post, Trouble.UNSOUND),
    "not found": (http(b"", status="404 Not Found"), _post, Trouble.REFUSED),
    "a full disk": (http(b"", status="503 Busy"), _post, Trouble.BUSY),
    "no HTTP": (b"220 smtp ready\r\n", _post, Trouble.UNREACHABLE),
    "half an answer": (http(bytes(8))[:-1], _post, Trouble.UNREACHABLE),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "call", "trouble"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_not_as_it_must_be_is_refused(
    answer: bytes, call: Call, trouble: Trouble
) -> None:
    with answering(answer) as (line, _), pytest.raises(MailboxError) as found:
        call(RelayMailbox(line, KEY, token_of=token_of))
    assert found.value.trouble is trouble


def test_a_mailbox_that_is_none_is_not_opened() -> None:
    with answering(http(bytes(47))) as (line, _), pytest.raises(MailboxError) as found:
        Administration(line, KEY).open()
    assert found.value.trouble is Trouble.UNSOUND


def test_a_relay_that_lost_its_newest_items_is_seen_by_its_number() -> None:
    with answering(http(found_items(last=1))) as (line, _):
        assert RelayMailbox(line, KEY, token_of=token_of).fetch(3, ALL) == Fetched(
            items=(), last=1
        )


def test_a_request_says_nothing_of_who_asks() -> None:
    with answering(http(found_items(last=0))) as (line, asked):
        RelayMailbox(line, KEY, token_of=token_of).fetch(0, ALL)
    head = asked[0].partition(b"\r\n\r\n")[0].decode().lower().split("\r\n")
    assert head[0] == "post /1/fetch http/1.1"
    names = {part.partition(":")[0] for part in head[1:]}
    assert names <= {"host", "authorization", "content-length", "connection"}


def test_nobody_there_is_said_to_be_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        address = f"http://127.0.0.1:{held.getsockname()[1]}"
    with connect(address) as line, pytest.raises(MailboxError) as found:
        RelayMailbox(line, KEY, token_of=token_of).post([b"item"])
    assert found.value.trouble is Trouble.UNREACHABLE


ONION = "http://" + "a" * 56 + ".onion"
TOR = "socks5h://127.0.0.1:9050"
PLACES: dict[str, tuple[str, str, Trouble | None]] = {
    "https": ("https://relay.example", "", None),
    "https through Tor": ("https://relay.example", TOR, None),
    "an onion address through Tor": (ONION, TOR, None),
    "this machine": ("http://127.0.0.1:8460", "", None),
    "an onion address without Tor": (ONION, "", Trouble.EXPOSED),
    "open": ("http://relay.example", "", Trouble.EXPOSED),
    "open through Tor": ("http://relay.example", TOR, Trouble.EXPOSED),
    "another scheme": ("ftp://relay.example", "", Trouble.EXPOSED),
    "no proxy": ("https://relay.example", "tor", Trouble.UNREACHABLE),
    "no address": ("https://relay.example:port", "", Trouble.UNREACHABLE),
}
# Connecting to these would be refused whatever the proxy.
NO_USE = {"open", "open through Tor", "another scheme", "no address"}


@pytest.mark.parametrize(("address", "proxy", "trouble"), PLACES.values(), ids=PLACES)
def test_a_capability_never_crosses_the_network_open(
    address: str, proxy: str, trouble: Trouble | None
) -> None:
    if trouble is None:
        connect(address, proxy=proxy).close()
        return
    with pytest.raises(MailboxError) as found:
        connect(address, proxy=proxy)
    assert found.value.trouble is trouble


@pytest.mark.parametrize("place", PLACES)
def test_an_address_is_of_use_if_any_proxy_makes_it_so(place: str) -> None:
    assert is_usable(PLACES[place][0]) == (place not in NO_USE)


@pytest.mark.parametrize("host", [".", "a..b", "a" * 300])
def test_a_name_that_nobody_can_have_is_not_reached(host: str) -> None:
    with connect(f"https://{host}") as line, pytest.raises(MailboxError) as found:
        RelayMailbox(line, KEY, token_of=token_of).post([b"item"])
    assert found.value.trouble is Trouble.UNREACHABLE


@contextmanager
def proxying(reply: bytes, answer: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that says one thing to a wish, and all that it got."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def serve() -> None:
            line, _ = proxy.accept()
            with line:
                line.settimeout(PATIENCE)
                for said in (b"\x05\x00", reply):
                    got.append(line.recv(65_536))
                    line.sendall(said)
                if answer:
                    received(line)
                    line.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield f"socks5h://127.0.0.1:{proxy.getsockname()[1]}", got
        thread.join(PATIENCE)


def test_tor_is_given_the_name_and_no_name_is_looked_up() -> None:
    """The proxy gets no password, then the name of the host as it is."""
    numbers = http(bytes(7) + b"\x01")
    with (
        proxying(b"\x05\x00\x00\x01" + bytes(6), numbers) as (tor, got),
        connect(ONION, proxy=tor) as line,
    ):
        assert RelayMailbox(line, KEY, token_of=token_of).post([b"item"]) == (1,)
    name = ONION.removeprefix("http://").encode()
    assert got[0] == b"\x05\x01\x00"
    assert got[1] == b"\x05\x01\x00\x03" + bytes([len(name)]) + name + b"\x00\x50"


# The library leaves the line to a broken proxy to the garbage.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("reply", [b"no", b"\x05\x04\x00\x01" + bytes(6)])
def test_a_proxy_that_does_not_reach_is_said_to_be_so(reply: bytes) -> None:
    with (
        proxying(reply) as (tor, _),
        connect(ONION, proxy=tor) as line,
        pytest.raises(MailboxError) as found,
    ):
        RelayMailbox(line, KEY, token_of=token_of).post([b"item"])
    assert found.value.trouble is Trouble.UNREACHABLE
    del found
    gc.collect()
