"""The keys of a device: its own grants open, and nobody else's spoil them."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.group.people import remove
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES, grant_log
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap
from tests.log.town_kit import Town

NO_GRANT = SUITE + bytes(GRANT_BYTES - len(SUITE))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Town(folder=tmp_path).found().vault


def test_grants_that_do_not_open_and_circles_that_are_none_spoil_no_key(
    vault: Vault,
) -> None:
    held = {circle: set(keys) for circle, keys in vault.ring.circles.items()}
    mine = vault.bag.grants(subject=b"\1")
    vault.bag.put_grants(
        [(b"\1", NO_GRANT), (b"\x09", NO_GRANT), (b"\x09", mine[0][1])]
    )
    vault.ring.circles.clear()
    vault.ring.load()
    assert {one: set(keys) for one, keys in vault.ring.circles.items()} == held
    assert [*held] == [*Compartment]


def test_a_grant_opens_for_its_own_circle_alone(vault: Vault) -> None:
    (_, grant), *_ = vault.bag.grants(subject=b"\1")
    vault.bag.put_grants([(b"\2", grant)])
    before = dict(vault.ring.circles[Compartment.PAPERS])
    vault.ring.load()
    assert vault.ring.circles[Compartment.PAPERS] == before


def test_a_key_that_is_kept_is_held_at_once_and_after_the_next_opening(
    vault: Vault,
) -> None:
    key = CircleKey(raw=b"k" * 32)
    vault.ring.keep(Compartment.MAIN, key)
    for _ in range(2):
        assert vault.ring.circles[Compartment.MAIN][KeyId(key.id)] == key
        vault.ring.circles.clear()
        vault.ring.load()


def test_a_wrap_that_comes_opens_its_log_at_once(vault: Vault) -> None:
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    (old,) = vault.ring.of_log(log)
    (circle_key,) = vault.ring.circles[Compartment.MAIN].values()
    key, other = LogKey(raw=b"l" * 32), LogKey(raw=b"m" * 32)
    unheld = CircleKey(raw=b"u" * 32)
    wraps = [
        seal_wrap(key, log=log.raw, circle_key=circle_key),
        seal_wrap(other, log=log.raw, circle_key=unheld),
    ]
    vault.ring.put_wraps(iter(wraps))
    assert set(vault.ring.of_log(log)) == {old, KeyId(key.id)}
    assert vault.ring.under(log, KeyId(unheld.id)) == frozenset()
    assert vault.ring.under(log, KeyId(circle_key.id)) == {old, KeyId(key.id)}
    found = vault.ring.picked({log: KeyId(key.id)})
    assert found == {log: {KeyId(key.id): key}}
    assert vault.ring.picked({log: KeyId(other.id)}) == {log: {}}


def test_a_wrap_that_does_not_open_puts_no_key_under_its_circle(vault: Vault) -> None:
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    (circle_key,) = vault.ring.circles[Compartment.MAIN].values()
    old, granted = LogKey(raw=b"o" * 32), LogKey(raw=b"g" * 32)
    true = [
        seal_wrap(key, log=log.raw, circle_key=circle_key) for key in (old, granted)
    ]
    vault.ring.put_wraps(wrap[:-48] + bytes(48) for wrap in true)
    grant = grant_log(
        granted,
        group=vault.group,
        log=log.raw,
        device=vault.device,
        to=vault.ring.device.card.opening,
    )
    vault.bag.put_grants([(log.raw, grant)])
    vault.ring.forget(log)
    assert not vault.ring.under(log, KeyId(circle_key.id)) & {old.id, granted.id}
    assert vault.ring.alone(log) == (granted,)
    vault.ring.put_wraps(true)
    assert {old.id, granted.id} < vault.ring.under(log, KeyId(circle_key.id))
    assert vault.ring.alone(log) == ()


def test_a_wrap_of_no_log_is_kept_and_opens_nothing(vault: Vault) -> None:
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    before = dict(vault.ring.of_log(log))
    (circle_key,) = vault.ring.circles[Compartment.MAIN].values()
    strange = log.raw[:16] + b"\xff"
    wrap = seal_wrap(LogKey(raw=b"l" * 32), log=strange, circle_key=circle_key)
    vault.ring.put_wraps([wrap])
    assert vault.ring.of_log(log) == before


def test_grants_of_one_log_to_several_open_for_each_his_own(tmp_path: Path) -> None:
    town = Town(folder=tmp_path)
    town.found()
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    town.sync()
    clara = town.desks["clara"].vault
    case = new_case(clara, Opened(alias="Sparrow"))
    log = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara, log, TextWritten(text="a passport"))
    for who in ("anna", "dina"):
        share(clara, log, town.desks[who].vault.me().member, history=True)
    town.sync("clara", "anna", "dina")
    for who in ("anna", "dina"):
        ring = town.desks[who].vault.ring
        assert ring.of_log(log) == clara.ring.of_log(log)
        assert len(ring.alone(log)) == 1
    assert clara.ring.alone(log) == ()
    # What was granted to others lies in her bag too, and opens nothing of hers.
    remove(clara, "clara", why="left")
    assert len(clara.bag.grants(subject=log.raw)) == 2
    clara.ring.circles.clear()
    clara.ring.forget(log)
    assert clara.ring.of_log(log) == {}
