"""What is shown of who is in, and of what waits, by who he is and not by its words."""

from pathlib import Path

import pytest

from safeconduct.app.group.people_view import people_json, people_lines
from safeconduct.base.text import Language
from safeconduct.log.entries.act import NewRecovery, Propose
from safeconduct.log.group.people import approve, named
from safeconduct.log.rescue.recovering import new_recovery
from safeconduct.log.vault.standing import act_in
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.town_kit import Town, small_town


def test_another_role_that_waits_names_the_member_as_he_is_called(
    tmp_path: Path,
) -> None:
    town = small_town(tmp_path)
    anna = town.desks["anna"].vault
    member = named(anna, "boris").member
    act_in(anna, Propose(member=member, name="Vera", role="counsel"))
    lines = tuple(people_lines(anna, "en"))
    (at,) = [n for n, line in enumerate(lines) if "boris is to be Vera" in line]
    assert lines[at].endswith("[counsel]")
    assert lines[at + 1 :] == ("  proposed by anna",)


RECOVERY: dict[Language, str] = {
    "en": "a new recovery key; 2 of 3 shares",
    "ru": "новый ключ восстановления; 2 из 3",
    "fr": "une nouvelle clé de secours ; 2 parts sur 3",
}


@pytest.mark.parametrize("at", RECOVERY)
def test_a_recovery_key_that_waits_is_shown_with_who_must_agree(
    tmp_path: Path, at: Language
) -> None:
    town = small_town(tmp_path)
    anna = town.desks["anna"].vault
    recovery, _ = new_recovery(anna.around, needed=2, shares=3)
    waits = act_in(anna, NewRecovery(recovery=recovery))
    assert RECOVERY[at] in "\n".join(people_lines(anna, at))
    told = people_json(anna)
    assert isinstance(told, dict)
    assert told["proposals"] == []
    assert told["recovery_proposals"] == [
        {"id": waits.hex(), "needed": 2, "shares": 3, "proposed_by": "anna"}
    ]
    town.sync("anna", "dina")
    approve(town.desks["dina"].vault, waits)
    town.sync("dina", "anna")
    assert RECOVERY[at] not in "\n".join(people_lines(anna, at))


def test_what_can_be_approved_no_more_does_not_wait(tmp_path: Path) -> None:
    """A card with the number of who was only proposed then, and is in now."""
    town = Town(folder=tmp_path)
    anna = town.found().vault
    dina = town.join("dina", "coordinator").vault
    cards = [
        make_device(new_seeds(town.around(name).entropy)).card.to_bytes()
        for name in ("clara", "vera")
    ]
    clara = Propose(member="0" * 16, name="clara", role="counsel", card=cards[0])
    vera = Propose(member="0" * 16, name="vera", role="first_line", card=cards[1])
    first, _ = act_in(anna, clara), act_in(anna, vera)
    town.sync("anna", "dina")
    assert "vera" in "\n".join(people_lines(dina, "en"))
    approve(dina, first)
    assert "vera" not in "\n".join(people_lines(dina, "en"))
