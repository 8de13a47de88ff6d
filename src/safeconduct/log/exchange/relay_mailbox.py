"""A mailbox at a relay, over HTTP (spec/log.md §12).

Whatever a relay answers is judged here: what is not as it must be is refused, and
nothing of it is taken.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import httpx
from socksio.exceptions import SOCKSError

from safeconduct.base.errors import InputError
from safeconduct.base.override import override
from safeconduct.base.parcel import (
    CAPABILITY_BYTES,
    HASH_BYTES,
    LENGTH_BYTES,
    MAILBOX_BYTES,
    MAX_BODY_BYTES,
    MAX_ITEM_BYTES,
    MAX_ITEMS,
    MAX_NUMBER,
    NUMBER_BYTES,
    CapabilityHash,
    DropToken,
    ItemId,
    MailboxId,
    PostedName,
    Right,
    capability_hash,
    item_id,
    join_parcels,
    posted_name,
    split_parcels,
)
from safeconduct.log.exchange.mailbox import Fetched, Mailbox, MailboxError, Trouble

_TOR = "socks5"  # how the address of its proxy begins
_MOST_BYTES = 4  # the length of "at most how many bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What opens a mailbox to its holder; never printed."""

    raw: bytes = field(repr=False)

    @property
    def hash(self) -> CapabilityHash:
        """What the relay keeps of it."""
        return capability_hash(self.raw)


def connect(address: str, *, proxy: str = "", seconds: float = 60) -> httpx.Client:
    """A line to a relay; `proxy` is that of Tor, such as `socks5h://127.0.0.1:9050`.

    Nothing is opened yet. The caller closes it.

    Raises:
        MailboxError: the address or the proxy is none, or the network could read along.
    """
    try:
        url = httpx.URL(address)
        if not _is_covered(url, proxy):
            raise MailboxError(Trouble.EXPOSED)
        line = httpx.Client(
            base_url=url,
            proxy=proxy or None,
            timeout=seconds,
            # The surroundings choose neither a proxy nor who is believed.
            trust_env=False,
            follow_redirects=False,
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise MailboxError(Trouble.UNREACHABLE) from error
    # No word of which program asks; nothing asks to be compressed.
    for name in ("user-agent", "accept", "accept-encoding"):
        del line.headers[name]
    return line


def is_usable(address: str) -> bool:
    """Whether a desk can use an address, with Tor's proxy if need be."""
    try:
        return _is_covered(httpx.URL(address), _TOR)
    except (httpx.InvalidURL, ValueError):
        return False


class RelayMailbox(Mailbox):
    """A mailbox at a relay."""

    def __init__(
        self,
        line: httpx.Client,
        capability: Capability,
        *,
        token_of: Callable[[ItemId], DropToken],
    ) -> None:
        """Use a line; one line serves many mailboxes.

        `token_of` gives what this desk alone knows of an item: by it alone it drops.
        """
        self._line = line
        self._capability = capability
        self._token_of = token_of

    @override
    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Leave items, in as few requests as the relay takes them in."""
        return tuple(number for some in _portions(items) for number in self._post(some))

    @override
    def fetch(self, after: int, most_bytes: int = MAX_BODY_BYTES) -> Fetched:
        """Items after a number, as many as one answer holds."""
        most = min(most_bytes, MAX_BODY_BYTES)
        body = after.to_bytes(NUMBER_BYTES, "big") + most.to_bytes(_MOST_BYTES, "big")
        raw = _ask(self._line, "/1/fetch", self._capability, body)
        last = int.from_bytes(raw[:NUMBER_BYTES], "big")
        try:
            parcels = split_parcels(
                raw[NUMBER_BYTES:],
                head_bytes=NUMBER_BYTES,
                most=MAX_ITEMS,
                file="relay",
            )
        except InputError as error:
            raise MailboxError(Trouble.UNSOUND) from error
        items = tuple((int.from_bytes(head, "big"), item) for head, item in parcels)
        numbers = [after, *(number for number, _ in items)]
        rising = all(a < b for a, b in pairwise(numbers))
        beyond = last > MAX_NUMBER or (items and numbers[-1] > last)
        if len(raw) < NUMBER_BYTES or not rising or beyond:
            raise MailboxError(Trouble.UNSOUND)
        return Fetched(items=items, last=last)

    @override
    def drop(self, ids: Sequence[ItemId]) -> None:
        """Delete items that this desk posted, by their ids."""
        for at in range(0, len(ids), MAX_ITEMS):
            body = b"".join(map(self._token_of, ids[at : at + MAX_ITEMS]))
            _done(_ask(self._line, "/1/drop", self._capability, body))

    def _post(self, items: Sequence[bytes]) -> Iterator[int]:
        body = join_parcels((self._name_of(item), item) for item in items)
        raw = _ask(self._line, "/1/post", self._capability, body)
        if len(raw) != len(items) * NUMBER_BYTES:
            raise MailboxError(Trouble.UNSOUND)
        for at in range(0, len(raw), NUMBER_BYTES):
            yield int.from_bytes(raw[at : at + NUMBER_BYTES], "big")

    def _name_of(self, item: bytes) -> PostedName:
        return posted_name(self._token_of(item_id(item)))


class Administration:
    """What the administrator of a relay may do: who uses which mailbox."""

    def __init__(self, line: httpx.Client, capability: Capability) -> None:
        """Use a line with the administrator's capability."""
        self._line = line
        self._capability = capability

    def open(self) -> tuple[MailboxId, Capability]:
        """Open a mailbox: its id, and a capability with every right in it.

        Raises:
            MailboxError: it was not opened, or nobody will ever know it.
        """
        raw = _ask(self._line, "/1/open", self._capability, b"")
        if len(raw) != MAILBOX_BYTES + CAPABILITY_BYTES:
            raise MailboxError(Trouble.UNSOUND)
        return MailboxId(raw[:MAILBOX_BYTES]), Capability(raw=raw[MAILBOX_BYTES:])

    def allow(self, mailbox: MailboxId, capability: Capability, rights: Right) -> None:
        """Let a capability count, with these rights.

        Raises:
            MailboxError: it may not count.
        """
        body = mailbox + capability.hash + bytes([rights])
        _done(_ask(self._line, "/1/allow", self._capability, body))

    def revoke(self, revoked: CapabilityHash) -> None:
        """Let a capability count no more, known by its hash.

        Raises:
            MailboxError: it may still count.
        """
        _done(_ask(self._line, "/1/revoke", self._capability, revoked))


def _is_covered(url: httpx.URL, proxy: str) -> bool:
    """Whether nobody on the way can read the capability of a request."""
    onion = url.host.endswith(".onion") and proxy.startswith(_TOR)
    own = url.host in {"127.0.0.1", "::1", "localhost"}
    return url.scheme == "https" or (url.scheme == "http" and (onion or own))


def _portions(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Items in as few requests as a relay takes them in."""
    some: list[bytes] = []
    size = 0
    for item in items:
        length = HASH_BYTES + LENGTH_BYTES + len(item)
        if some and (size + length > MAX_BODY_BYTES or len(some) == MAX_ITEMS):
            yield some
            some, size = [], 0
        some.append(item)
        size += length
    if some:
        yield some


def _ask(line: httpx.Client, path: str, capability: Capability, body: bytes) -> bytes:
    """Ask a relay; its answer, of which no more is read than it may have.

    Raises:
        MailboxError: it cannot be reached, refuses, or answers what no relay would.
    """
    headers = {"Authorization": f"Bearer {capability.raw.hex()}"}
    most = MAX_BODY_BYTES + MAX_ITEM_BYTES
    answer = bytearray()
    try:
        with line.stream("POST", path, content=body, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise MailboxError(_trouble(response.status_code))
            # As it came: nothing is unpacked.
            for part in response.iter_raw():
                answer += part
                if len(answer) > most:
                    raise MailboxError(Trouble.UNSOUND)
    except (httpx.HTTPError, httpx.InvalidURL, SOCKSError, UnicodeError) as error:
        raise MailboxError(Trouble.UNREACHABLE) from error
    return bytes(answer)


def _trouble(status: int) -> Trouble:
    match status:
        case 404:
            return Trouble.REFUSED
        case 429 | 503:
            return Trouble.BUSY
        case _:
            return Trouble.UNSOUND


def _done(answer: bytes) -> None:
    if answer:
        raise MailboxError(Trouble.UNSOUND)
