"""What the key bag forgets is nowhere, and never comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.log.errors import LogError
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.stores.bag import FORM, Bag, open_bag
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.wrap import read_wrap
from tests.log.desk_kit import grant, log_of, wrap

ONE, TWO = log_of(1), log_of(2)
PAPERS = log_of(1, Compartment.PAPERS)
JOURNAL = "bag.db-journal"
SEEDS = {ONE: range(3), TWO: range(3, 6), PAPERS: range(6, 9)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the bag is."""
    return tmp_path / "bag.db"


@pytest.fixture
def bag(path: Path) -> Iterator[Bag]:
    """A bag with nothing in it."""
    found = open_bag(path)
    yield found
    found.close()


def fill(bag: Bag) -> None:
    """Keys of three logs and a circle."""
    wraps = [wrap(log, n) for log in (ONE, TWO, PAPERS) for n in SEEDS[log]]
    bag.put_wraps(wraps)
    bag.put_grants(
        [
            (ONE.raw, grant(1)),
            (ONE.raw, grant(2)),
            (TWO.raw, grant(3)),
            (b"\1", grant(4)),
        ]
    )


def key_of(log: LogName, seed: int) -> KeyId:
    return KeyId(read_wrap(wrap(log, seed)).key_id)


def test_keys_are_there_after_reopening(path: Path) -> None:
    bag = open_bag(path)
    fill(bag)
    bag.close()
    bag = open_bag(path)
    assert bag.wraps(ONE) == tuple(wrap(ONE, n) for n in range(3))
    assert set(bag.grants(subject=ONE.raw)) == {
        (ONE.raw, grant(1)),
        (ONE.raw, grant(2)),
    }
    assert len(bag.grants()) == 4
    assert bag.wraps(log_of(9)) == ()
    assert bag.grants(subject=b"\2") == ()
    assert len(bag.every_wrap()) == 9
    assert bag.log_of(key_of(TWO, 4)) == TWO
    assert bag.log_of(key_of(TWO, 9)) is None
    assert bag.faults() == ()
    assert [file.name for file in path.parent.iterdir()] == ["bag.db"]
    bag.close()


def test_what_is_there_already_keeps_its_place(bag: Bag) -> None:
    fill(bag)
    fill(bag)
    bag.put_wraps([wrap(ONE, 0)])
    assert len(bag.wraps(ONE)) == 3


def test_what_is_no_wrap_or_grant_brings_no_other_in(bag: Bag) -> None:
    with pytest.raises(SealError):
        bag.put_wraps([wrap(ONE, 1), wrap(ONE, 2)[:-1]])
    with pytest.raises(SealError):
        bag.put_grants([(ONE.raw, grant(1)), (ONE.raw, b"")])
    assert bag.wraps(ONE) == ()
    assert bag.grants() == ()


def test_an_erased_case_has_no_key_and_gets_none_again(bag: Bag) -> None:
    fill(bag)
    bag.erase(ONE.case)
    fill(bag)
    assert bag.wraps(ONE) == bag.wraps(PAPERS) == ()
    assert bag.grants(subject=ONE.raw) == ()
    assert len(bag.wraps(TWO)) == 3
    assert len(bag.grants()) == 2


def test_grants_of_single_keys_are_forgotten(bag: Bag) -> None:
    fill(bag)
    bag.erase_grants([KeyId(read_grant(grant(n)).key_id) for n in (1, 2, 4)])
    assert bag.grants() == ((TWO.raw, grant(3)),)


def test_forgotten_keys_stand_nowhere_in_the_folder(bag: Bag, path: Path) -> None:
    fill(bag)
    assert wrap(ONE, 0) in path.read_bytes()
    bag.erase(ONE.case)
    assert [file.name for file in path.parent.iterdir()] == ["bag.db"]
    left = path.read_bytes()
    assert wrap(ONE, 0)[-48:] not in left
    assert grant(1)[-500:] not in left
    assert wrap(TWO, 3) in left


def test_the_journal_of_an_erasure_is_overwritten_before_it_goes(
    bag: Bag, path: Path
) -> None:
    fill(bag)
    # A second name, by which its bytes can be read once it is gone.
    held = path.with_name("held")
    with bag._database.erasing() as db:  # noqa: SLF001 -- the moment between
        db.execute("DELETE FROM wraps")
        held.hardlink_to(path.with_name(JOURNAL))
        assert wrap(ONE, 0) in held.read_bytes()
    assert not path.with_name(JOURNAL).exists()
    assert not any(held.read_bytes())


def test_an_erasure_that_fails_is_undone_and_leaves_nothing_beside(
    bag: Bag, path: Path
) -> None:
    fill(bag)
    erasing = bag._database.erasing()  # noqa: SLF001 -- the moment between
    with pytest.raises(KeyError), erasing as db:
        raise KeyError(db.execute("DELETE FROM wraps"))
    assert len(bag.wraps(ONE)) == 3
    assert [file.name for file in path.parent.iterdir()] == ["bag.db"]


def test_what_a_cut_left_of_an_erasure_is_wiped_at_the_next_opening(path: Path) -> None:
    open_bag(path).close()
    journal, held = path.with_name(JOURNAL), path.with_name("held")
    journal.write_bytes(bytes(512) + wrap(ONE, 0))
    held.hardlink_to(journal)
    open_bag(path).close()
    assert not journal.exists()
    assert not any(held.read_bytes())


def test_a_damaged_bag_is_named_and_the_rest_reads(path: Path) -> None:
    bag = open_bag(path)
    bag.put_wraps([wrap(log_of(number), 1) for number in range(200)])
    bag.close()
    content = bytearray(path.read_bytes())
    content[-4096] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(LogError, match="is damaged") as caught:
        open_bag(path)
    assert caught.value.kind == "damaged"
    bag = open_bag(path, salvage=True)
    assert bag.faults()
    assert bag.wraps(log_of(0)) == (wrap(log_of(0), 1),)
    bag.close()


def test_the_bag_waits_for_the_name_of_its_journal_to_be_gone() -> None:
    assert FORM.synchronous == "EXTRA"
