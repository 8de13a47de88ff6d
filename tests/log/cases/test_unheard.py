"""What was passed is noted with its key, till counsel says that it came."""

from pathlib import Path

import pytest

from safeconduct.log.cases.unheard import Unheard, let_go, unheard, with_unheard
from safeconduct.log.name import CaseId, Compartment, DeviceId, EntryId
from safeconduct.log.stores.store import Beside
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.symmetric import LogKey
from tests.log.town_kit import Town

DEVICES = frozenset({DeviceId(b"1" * 16), DeviceId(b"2" * 16)})


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Town(folder=tmp_path).found().vault


def one(number: int, devices: frozenset[DeviceId] = DEVICES) -> Unheard:
    return Unheard(
        case=CaseId(b"c" * 16),
        entry=EntryId(bytes([number]) * 32),
        key=LogKey(raw=bytes([number]) * 32),
        devices=devices,
    )


def keep(vault: Vault, *every: Unheard) -> None:
    for item in every:
        beside = Beside(notes=with_unheard(vault, item))
        vault.store.append((), tip=vault.tip, beside=beside)


def test_what_was_noted_is_read_again(vault: Vault) -> None:
    keep(vault, one(1), one(2, frozenset()))
    assert unheard(vault) == (one(1), one(2, frozenset()))
    assert one(1).log.compartment is Compartment.COUNSEL


def test_of_one_that_is_noted_again_the_devices_are_the_newer(vault: Vault) -> None:
    keep(vault, one(1, frozenset()), one(1))
    assert unheard(vault) == (one(1),)


def test_what_is_let_go_is_forgotten_and_the_rest_stays(vault: Vault) -> None:
    keep(vault, one(1), one(2))
    let_go(vault, {one(1).entry, one(3).entry})
    assert unheard(vault) == (one(2),)
    let_go(vault, {one(2).entry})
    assert unheard(vault) == ()


def test_where_nothing_is_let_go_nothing_is_written(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, one(1))
    monkeypatch.setattr(type(vault.store), "append", None)
    let_go(vault, {one(2).entry})
    assert unheard(vault) == (one(1),)
