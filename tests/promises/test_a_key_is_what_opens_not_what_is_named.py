"""Promises 6 and 11, against a wrap that names a key and holds none.

Anybody who knows a mailbox can post 131 bytes that name a key of a log and a key of its
circle. Who left would so have the others write on under a key that she knows, and what
was passed to counsel be in no backup.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange.intake import take
from safeconduct.log.group.people import remove
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.stores.keyring import Keyring
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.entry_box import header_key_id
from safeconduct.sealing.item import EntryItem, WrapItem, read_item, write_item
from safeconduct.sealing.symmetric import LogKey
from safeconduct.sealing.wrap import WRAP_BYTES, read_wrap
from tests.log.attacker import read_by
from tests.log.rescue.test_backing_up import backed_up, restored
from tests.log.single_kit import vault_of
from tests.log.town_kit import small_town, whole_town
from tests.promises.kept import must_fail


def false_wrap(log: LogName, key: bytes, circle_key: bytes) -> WrapItem:
    """A wrap that names keys, and holds none."""
    head = SUITE + log.raw + key + circle_key
    return WrapItem(wrap=head + bytes(WRAP_BYTES - len(head)))


def who_left_reads_nothing_that_came_after(folder: Path) -> None:
    """The relay works for Eva: Dina gets her wraps before she hears of the new key."""
    town = small_town(folder)
    eva = town.join("eva", "first_line", also="dina").vault
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    town.sync("anna", "dina", "eva")
    remove(anna, "eva", why="safety")
    town.sync("anna")
    new = anna.roster.newest(Compartment.MAIN)
    assert new is not None
    take(dina, [false_wrap(log, key, new.key) for key in eva.ring.of_log(log)])
    town.sync("dina")
    say(dina, log, TextWritten(text="after"))
    town.sync("dina")
    assert "after" not in read_by(town, "eva")


def what_was_passed_is_in_counsels_backup(folder: Path) -> None:
    """First line posts a false wrap of the key that it made for counsel alone."""
    town = whole_town(folder)
    boris, clara = vault_of(town, "boris"), vault_of(town, "clara")
    case = new_case(boris, Opened(alias="Sparrow"))
    name = say(boris, main_log(case), TextWritten(text="passed"))
    pass_to_counsel(boris, case, name)
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    sent = boris.store.outgoing(Compartment.COUNSEL, 1 << 30)
    (item,) = [
        one
        for one in (read_item(queued.payload) for queued in sent)
        if isinstance(one, EntryItem)
    ]
    line = town.line(Compartment.COUNSEL)
    false = false_wrap(log, header_key_id(item.envelope), bytes(32))
    line.port.post([seal_payload(write_item(false), line, boris.seal)])
    # Before her own wrap of it, which she makes when she settles.
    town.sync("boris", "clara")
    found = restored(town, backed_up(clara)).vault
    found.open_up()
    assert found.ring.of_log(log)
    assert [body.text for _, body in found.view(log).current(TextWritten)] == ["passed"]


def under_a_head(ring: Keyring, log: LogName, circle_key: KeyId) -> frozenset[KeyId]:
    heads = map(read_wrap, ring.bag.wraps(log))
    return frozenset(
        KeyId(head.key_id) for head in heads if head.circle_key_id == circle_key
    )


def alone_by_heads(ring: Keyring, log: LogName) -> tuple[LogKey, ...]:
    wrapped = {read_wrap(wrap).key_id for wrap in ring.bag.wraps(log)}
    return tuple(key for key in ring.of_log(log).values() if key.id not in wrapped)


@pytest.mark.parametrize(
    ("promise", "name", "guard"),
    [
        (who_left_reads_nothing_that_came_after, "under", under_a_head),
        (what_was_passed_is_in_counsels_backup, "alone", alone_by_heads),
    ],
)
def test_a_key_is_what_opens_not_what_is_named(
    promise: Callable[[Path], None],
    name: str,
    guard: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, broken = tmp_path / "kept", tmp_path / "broken"
    kept.mkdir()
    broken.mkdir()
    promise(kept)
    monkeypatch.setattr(Keyring, name, guard)
    must_fail(lambda: promise(broken))
