"""Whose voices count where an act and a removal of its author stand side by side."""

from safeconduct.log.entries.act import Seen
from safeconduct.log.entries.entry import Entry
from tests.log.group_kit import Desk, all_seen, group, join, proposal, sync
from tests.log.test_removal import inside, kinds, out


def torn() -> tuple[Desk, Desk, Desk, Entry]:
    """Dan has built on what clara proposed, and boris has removed her."""
    anna, boris, clara, dan = group("clara:coordinator", "dan:coordinator")
    wanted = clara.write(proposal("eve", "coordinator"))
    dan.learn(clara)
    dan.write(Seen())
    boris.write(out("clara"))
    return anna, boris, dan, wanted


def test_voices_that_the_remover_brought_in_are_not_counted_either() -> None:
    anna, boris, clara, dan = group("clara:coordinator", "dan:coordinator")
    # Late by her clock: those whom the remover lets in are in by then, for who replays.
    clara.minute = 100
    wanted = clara.write(proposal("eve", "coordinator"))
    dan.learn(clara)
    dan.write(Seen())
    puppets = [
        join(f"puppet {number}", "first_line", by=boris, second=anna)
        for number in range(3)
    ]
    boris.write(out("clara"))
    for puppet in puppets:
        puppet.learn(boris)
        puppet.write(Seen())
    sync(anna, boris, clara, dan, *puppets)
    assert wanted.id not in kinds(anna)
    assert wanted.id in anna.roster().proposals
    assert "clara" not in inside(anna)


def test_who_hears_of_a_removal_speaks_not_against_what_he_had_built_on() -> None:
    anna, boris, dan, wanted = torn()
    all_seen(anna, boris, dan)
    for desk in (anna, boris, dan):
        assert wanted.id not in kinds(desk)
        assert inside(desk) == {"anna", "boris", "dan"}


def test_who_had_heard_of_the_removal_first_speaks_against_it() -> None:
    anna, boris, dan, wanted = torn()
    anna.learn(boris)
    anna.write(Seen())
    sync(anna, boris, dan)
    assert kinds(dan)[wanted.id] == "late"
