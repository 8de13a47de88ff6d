"""What a desk seals for itself: nobody else opens it, and for nothing else."""

import pytest

from safeconduct.base.parcel import ItemId
from safeconduct.log.keys.desk_seal import DeskSeal, Own
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.town_kit import entropy

ONE = LogName(case=CaseId(b"1" * 16), compartment=Compartment.COUNSEL)
OTHER = ItemId(b"o" * 32)
TWO = LogName(case=CaseId(b"2" * 16), compartment=Compartment.COUNSEL)


def seal_of(name: str) -> DeskSeal:
    give = entropy(name)
    return DeskSeal(device=make_device(new_seeds(give)), entropy=give)


@pytest.fixture
def seal() -> DeskSeal:
    return seal_of("anna")


def test_a_device_opens_its_own_seals_for_their_purpose_alone(seal: DeskSeal) -> None:
    row = seal.seal("tip", b"text")
    assert seal.open("tip", row) == b"text"
    assert seal.open("identity", row) is None
    assert seal_of("boris").open("tip", row) is None
    assert seal.open("tip", row[:-1] + bytes([row[-1] ^ 1])) is None
    assert seal.open("tip", b"") is None
    assert seal.seal("tip", b"text") != row


def test_a_salt_is_the_same_for_the_same_text_and_nobody_elses(seal: DeskSeal) -> None:
    assert seal.salt(b"text") == seal.salt(b"text")
    assert seal.salt(b"text") != seal.salt(b"other")
    assert seal.salt(b"text") != seal_of("boris").salt(b"text")


def test_what_drops_an_item_is_no_salt_and_nobody_elses(seal: DeskSeal) -> None:
    item = ItemId(b"i" * 32)
    assert seal.drop_token(item) == seal.drop_token(item)
    assert seal.drop_token(item) not in {
        seal.salt(item), seal_of("boris").drop_token(item), seal.drop_token(OTHER)
    }  # fmt: skip


def test_a_place_that_was_noted_is_read_again_and_others_are_kept(
    seal: DeskSeal,
) -> None:
    first, second = (
        Own(sequence=3, id=EntryId(b"a" * 32)),
        Own(sequence=1, id=EntryId(b"b" * 32)),
    )
    row = seal.write_note(seal.write_note(b"", ONE, first), TWO, second)
    assert seal.read_note(row, ONE) == first
    assert seal.read_note(row, TWO) == second
    later = Own(sequence=4, id=EntryId(b"c" * 32))
    row = seal.write_note(row, ONE, later)
    assert seal.read_note(row, ONE) == later
    assert seal.read_note(row, TWO) == second


def test_where_nothing_was_noted_a_device_begins(seal: DeskSeal) -> None:
    assert seal.read_note(b"", ONE) == Own()
    assert Own().sequence == 0
    row = seal.write_note(b"", ONE, Own(sequence=3, id=EntryId(b"a" * 32)))
    assert seal.read_note(row, TWO) == Own()
    assert seal_of("boris").read_note(row, ONE) == Own()
