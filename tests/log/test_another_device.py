"""A card for who is in, or was: by his words, and with no more of the past than he."""

from dataclasses import replace

import pytest

from safeconduct.log.entries.act import Approve, Propose, Remove
from tests.log.group_kit import card_of, group, not_allowed, proposal, sync

OTHER_WORDS: dict[str, Propose] = {
    "another name": Propose(member="clara", name="Vera", role="counsel"),
    "another role": Propose(member="clara", name="Clara", role="first_line"),
    "another person": Propose(member="clara", name="Vera", role="first_line"),
}


@pytest.mark.parametrize("body", OTHER_WORDS.values(), ids=OTHER_WORDS)
def test_a_card_for_who_is_in_has_his_name_and_his_role(body: Propose) -> None:
    anna, boris, _ = group("clara:counsel")
    assert not_allowed(anna, replace(body, card=card_of("phone")))
    proposed = anna.write(proposal("phone", "counsel", of="clara"))
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    clara = boris.roster().people["clara"]
    assert (clara.name, clara.role, len(clara.devices)) == ("Clara", "counsel", 2)


@pytest.mark.parametrize("body", OTHER_WORDS.values(), ids=OTHER_WORDS)
def test_what_was_proposed_before_he_was_in_is_his_by_the_same_words(
    body: Propose,
) -> None:
    anna, boris = group()
    honest = anna.write(proposal("clara", "counsel"))
    waits = anna.write(replace(body, card=card_of("phone")))
    boris.learn(anna)
    boris.write(Approve(proposal=honest.id))
    assert not_allowed(boris, Approve(proposal=waits.id))


def test_two_who_agree_at_once_let_in_one_of_two_that_differ() -> None:
    anna, boris, dora = group("dora:coordinator")
    honest = anna.write(proposal("clara", "counsel"))
    other = anna.write(
        Propose(member="clara", name="Vera", role="first_line", card=card_of("phone"))
    )
    sync(anna, boris, dora)
    boris.write(Approve(proposal=honest.id))
    dora.write(Approve(proposal=other.id))
    sync(boris, dora)
    (only,) = boris.roster().people["clara"].devices
    assert only.act in {honest.id, other.id}


def test_who_was_in_comes_again_by_his_name() -> None:
    anna, boris, _ = group("clara:counsel")
    anna.write(Remove(member="clara", why="left"))
    vera = Propose(member="clara", name="Vera", role="counsel", card=card_of("clara"))
    assert not_allowed(anna, vera)
    again = anna.write(replace(vera, name="Clara", role="first_line"))
    boris.learn(anna)
    boris.write(Approve(proposal=again.id))
    assert boris.roster().people["clara"].role == "first_line"


def test_another_device_opens_no_more_of_the_past_than_the_first() -> None:
    anna, boris, clara = group("clara")
    past = replace(proposal("phone", "first_line", of="clara"), history=True)
    assert not any(one.history for one in anna.roster().people["clara"].devices)
    proposed = clara.write(past)
    sync(anna, boris, clara)
    boris.write(Approve(proposal=proposed.id))
    first, second = boris.roster().people["clara"].devices
    assert (second.history, second.since) == (False, first.act)


def test_another_device_of_who_has_the_past_is_let_in_with_it_or_without() -> None:
    anna, boris = group()
    whole = replace(proposal("eva", "first_line"), history=True)
    for body in (
        whole,
        replace(proposal("phone", "first_line", of="eva"), history=True),
        proposal("tablet", "first_line", of="eva"),
    ):
        proposed = anna.write(body)
        boris.learn(anna)
        boris.write(Approve(proposal=proposed.id))
        anna.learn(boris)
    found = anna.roster().people["eva"].devices
    assert [one.history for one in found] == [True, True, False]
    assert found[2].since == found[2].act
