"""Two readers of one entry read the same text, or one of them is told."""

from collections.abc import Callable

import pytest

from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.entry_box import open_entry
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.grant import GrantHead, open_log_grant
from safeconduct.sealing.padding import pad
from safeconduct.sealing.symmetric import SymmetricKey
from tests.promises.kept import must_fail
from tests.sealing.maker import DEVICE, GROUP, LOG_KEY, MAIN, OTHER_KEY, fixed

NAMED = GrantHead(device=DEVICE.id, key_id=LOG_KEY.id)
SALT = fixed("dishonest")


def open_false_grant() -> None:
    """A grant by somebody dishonest: it names one key and holds another."""
    info = context("grant", GROUP, MAIN, NAMED.key_id, NAMED.device)
    sealed = DEVICE.card.opening.seal(OTHER_KEY.raw, info, "grant")
    grant = SUITE + NAMED.device + NAMED.key_id + sealed
    key = DEVICE.opening_key
    open_log_grant(grant, group=GROUP, log=MAIN, expected=NAMED, key=key)


def open_false_entry() -> None:
    """An entry for whoever was given another key under the id of the log's."""
    header = SUITE + LOG_KEY.id + SALT
    info = context("entry key", MAIN, LOG_KEY.id)
    text = pad(b"another text than the others read", bytes(64), "entry")
    box = OTHER_KEY.box_key(salt=SALT, info=info).seal(text, header)
    open_entry(header + box, log=MAIN, keys={LOG_KEY.id: OTHER_KEY})


def is_refused(opening: Callable[[], None]) -> None:
    """The reader is told that this is not the key that was named."""
    kind = None
    try:
        opening()
    except SealError as error:
        kind = error.kind
    assert kind is Failure.WRONG_KEY


FALSE = pytest.mark.parametrize("opening", [open_false_grant, open_false_entry])


@FALSE
def test_whoever_would_read_another_text_is_told(opening: Callable[[], None]) -> None:
    is_refused(opening)


@FALSE
def test_without_the_comparison_he_would_read_it(
    opening: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SymmetricKey, "check_id", lambda *_: None)
    opening()
    must_fail(lambda: is_refused(opening))
