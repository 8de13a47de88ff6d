"""Who may do what, cell by cell as spec/log.md §3 and §9 say it."""

from collections.abc import Mapping
from typing import get_args

import pytest

from safeconduct.log.entries.act import ACTS as BY_NAME
from safeconduct.log.entries.act import (
    CIRCLES_OF,
    ROLES,
    Approve,
    EraseCase,
    Found,
    Propose,
    Remove,
    Role,
    Seen,
    Turn,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.name import CaseId, Compartment, EntryId
from safeconduct.log.roster.access import (
    ACTS,
    TABLE,
    Action,
    Relation,
    may,
    may_act,
    may_approve,
)
from tests.log.group_kit import GROUP, KEYS
from tests.log.spec_table import names, table

RELATIONS: tuple[Relation, ...] = get_args(Relation)
# What each row of §9 is about; one that stands in §3 is about an act.
ROWS: Mapping[str, tuple[Action, ...]] = {
    "open a case, write and read main": ("read_main", "write_main"),
    "read papers": ("read_papers",),
    "write papers": ("write_papers",),
    "read and write counsel": ("read_counsel", "write_counsel"),
    "pass an entry to counsel": ("pass_to_counsel",),
    "grant main of a case to one who has no circle": ("grant_main",),
    "grant papers of a case": ("grant_papers",),
    "grant counsel of a case, to counsel": ("grant_counsel",),
    "export one case": ("export",),
    "merge, split": ("merge",),
    "erase": ("erase",),
}
OF_ACTS = {"export more than 10", "add or remove a member"}
# In which relations a word of §9 lets do something.
WORDS: Mapping[str, set[str]] = {
    "yes": set(RELATIONS),
    "no": set(),
    "–": set(),
    "granted": {"granted", "both"},
    "leads the case": {"leads", "both"},
    "with consent": set(RELATIONS),
    "with a consent that covers it": set(RELATIONS),
}
RIGHTS = {row[0]: row[1:] for row in table("§9")}


def test_every_row_and_every_action_is_known() -> None:
    assert RIGHTS.keys() == ROWS.keys() | OF_ACTS
    assert {action for row in ROWS.values() for action in row} == TABLE.keys()
    assert TABLE.keys() == set(get_args(Action))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS)
def test_a_role_may_what_its_cell_says(row: str, role: Role) -> None:
    expected = WORDS[RIGHTS[row][ROLES.index(role)]]
    for action in ROWS[row]:
        assert {one for one in RELATIONS if may(action, role, one)} == expected


HOLDS = {row[0].replace(" ", "_"): row[1:] for row in table("§2")}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_the_circles_that_the_spec_says(role: Role) -> None:
    cells = dict(zip(Compartment, HOLDS[role], strict=True))
    held = {circle for circle, cell in cells.items() if cell == "holds"}
    assert set(CIRCLES_OF[role]) == held


def example(act: type[Record]) -> Record:
    """Some act of a sort; whether one may does not hang on the rest of it."""
    made: Mapping[type[Record], Record] = {
        Propose: Propose(member="m", name="M", role="counsel"),
        Approve: Approve(proposal=EntryId(bytes(32))),
        Remove: Remove(member="m", why="left"),
        Turn: Turn(circle=1, key=KEYS[0], seen=()),
        EraseCase: EraseCase(case=CaseId(bytes(16))),
        Seen: Seen(),
    }
    return made.get(act) or act.__new__(act)


WHO = {names(row[0])[0]: row[3] for row in table("§3")}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(WHO.keys() - {"found"}))
def test_a_role_may_the_acts_that_the_spec_says(name: str, role: Role) -> None:
    act = example(BY_NAME[name])
    said, own = WHO[name].split(",")[0], "own: everybody" in WHO[name]
    roles = {part.strip().split(" ")[0] for part in said.split(";")}
    is_named = "everybody" in WHO[name].replace("own: everybody", "")
    by_name = role in roles or is_named or (role == "counsel" and "for " in WHO[name])
    assert may_act(role, act, own=False) is by_name
    assert may_act(role, act, own=True) is (by_name or own)


def test_every_act_of_the_spec_has_its_rule_and_nobody_founds_twice() -> None:
    assert {*ACTS} == {BY_NAME[name] for name in WHO} - {Found}
    founded = Found(
        group="g", member="m", name="M", role="coordinator", card=GROUP, keys=KEYS
    )
    assert not any(may_act(role, founded, own=True) for role in ROLES)


@pytest.mark.parametrize("proposed", ROLES)
def test_counsel_is_the_second_person_for_counsel_alone(proposed: str) -> None:
    found = {role for role in ROLES if may_approve(role, proposed)}
    assert found == {"coordinator"} | ({"counsel"} & {proposed})
