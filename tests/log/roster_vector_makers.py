"""The vectors of rosters: who is in, which acts count (spec/log.md §3, §4)."""

from collections.abc import Callable, Mapping

from safeconduct.log.entries.act import (
    Approve,
    EraseCase,
    Found,
    Propose,
    Remove,
    Seen,
    Turn,
)
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import CaseId
from tests.log.group_kit import (
    KEYS,
    ROSTER,
    Desk,
    card_of,
    device,
    group,
    key,
    proposal,
    sync,
)
from tests.log.story import Story
from tests.log.vector import Vector

CASE = CaseId(b"case".ljust(16, b"."))
ANNA, BORIS = "anna coordinator anna", "boris coordinator boris"
CLARA, DINA = "clara first_line clara", "dina coordinator dina"
CIRCLES = ("roster", "main", "papers", "counsel")
WAITING = "0"


def told(comment: str, *desks: Desk, section: str = "§4", **named: Entry) -> Story:
    """A story of all that some desks have; what is named has its name in it."""
    story = Story(section, comment, log=ROSTER)
    sync(*desks)
    short = {item.id: name for name, item in named.items()}
    for number, item in enumerate(reversed(desks[0].graph().order)):
        name = "first" if isinstance(item.body, Found) else f"b{number}"
        story.came(**{short.get(item.id, name): item})
    first = story.lines["first"]
    story.inputs["first"] = (str(first),)
    story.among(*(desk.name for desk in desks))
    return story


def newest(**turned: str) -> tuple[str, ...]:
    """The act that named the newest key of each circle: the first, unless said."""
    return tuple(f"{name} {turned.get(name, '{first}')}" for name in CIRCLES)


def second_person() -> Vector:
    """Two agree, and somebody is in."""
    anna, boris = group()
    proposed = anna.write(proposal("clara", "first_line"))
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    story = told("proposed by one, approved by another", boris, anna, section="§3")
    story.among("clara")
    return story.makes(member=(ANNA, BORIS, CLARA), newest=newest())


def one_alone() -> Vector:
    """Who proposed is no second person."""
    anna, boris = group()
    proposed = anna.write(proposal("clara", "first_line"))
    own = anna.write(Approve(proposal=proposed.id))
    comment = "she who proposed approves: it does not count"
    story = told(comment, anna, boris, section="§3", own=own)
    refused = "{own} not allowed"
    members = (ANNA, BORIS)
    return story.makes("not allowed", refused=refused, member=members, newest=newest())


def not_by_role() -> Vector:
    """A role that may not."""
    anna, boris, clara = group("clara")
    out = clara.write(Remove(member="boris", why="safety"))
    story = told(
        "the first line removes nobody", clara, anna, boris, section="§3", out=out
    )
    refused, members = "{out} not allowed", (ANNA, BORIS, CLARA)
    return story.makes("not allowed", refused=refused, member=members, newest=newest())


def not_by_every_second() -> Vector:
    """A second person who may not."""
    anna, boris, clara = group("clara:counsel")
    proposed = anna.write(proposal("dina", "first_line"))
    clara.learn(anna)
    agreed = clara.write(Approve(proposal=proposed.id))
    comment = "counsel is the second person for counsel alone"
    story = told(comment, clara, anna, boris, section="§3", agreed=agreed)
    story.among("dina")
    refused, members = "{agreed} not allowed", (ANNA, BORIS, "clara counsel clara")
    return story.makes("not allowed", refused=refused, member=members, newest=newest())


def founded_twice() -> Vector:
    """One founds."""
    anna, boris = group()
    card, keys = card_of("boris"), tuple(map(key, range(4)))
    again = Found(
        group="ours", member="boris", name="B", role="coordinator", card=card, keys=keys
    )
    act = boris.write(again)
    story = Story("§3", "a second founding changes nothing", log=ROSTER)
    sync(boris, anna)
    for number, item in enumerate(boris.graph().order):
        name = {0: "first"}.get(number, f"b{number}")
        story.came(**{"again" if item.id == act.id else name: item})
    story.inputs["first"] = (str(story.lines["first"]),)
    story.among("boris")
    refused, members = "{again} not allowed", (ANNA, BORIS)
    return story.makes("not allowed", refused=refused, member=members, newest=newest())


def late() -> Vector:
    """He knew nothing of it, or says so."""
    anna, boris, clara = group("clara")
    out = anna.write(Remove(member="boris", why="safety"))
    clara.learn(anna)
    clara.write(Seen())
    erase = boris.write(EraseCase(case=CASE))
    comment = "an act beside its author's removal, on which nobody had built"
    story = told(comment, anna, boris, clara, out=out, erase=erase)
    waiting = newest(roster=WAITING, main=WAITING)
    refused = "{erase} late"
    return story.makes("late", refused=refused, member=(ANNA, CLARA), newest=waiting)


def built_on() -> Vector:
    """More had built on it than on the removal."""
    anna, boris, clara, dina = group("clara", "dina:coordinator")
    erase = boris.write(EraseCase(case=CASE))
    for desk in (clara, dina):
        desk.learn(boris)
        desk.write(Seen())
    out = anna.write(Remove(member="boris", why="safety"))
    comment = (
        "an act beside its author's removal, on which two had built, and on that none"
    )
    story = told(comment, anna, boris, clara, dina, out=out, erase=erase)
    return story.makes(
        member=(ANNA, CLARA, DINA),
        newest=newest(roster=WAITING, main=WAITING),
        erased=f"{CASE.hex()} {{erase}}",
    )


def each_other() -> Vector:
    """Two at once."""
    anna, boris, clara = group("clara")
    one = anna.write(Remove(member="boris", why="safety"))
    two = boris.write(Remove(member="anna", why="safety"))
    comment = "two who remove each other at once are both out"
    story = told(comment, anna, boris, clara, one=one, two=two)
    return story.makes(member=CLARA, newest=newest(roster=WAITING, main=WAITING))


def add_beside() -> Vector:
    """Remove wins over an add that had not seen it."""
    anna, boris, clara = group("clara")
    proposed = anna.write(proposal("clara2", "first_line", of="clara"))
    boris.learn(anna)
    out = anna.write(Remove(member="clara", why="lost"))
    agreed = boris.write(Approve(proposal=proposed.id))
    comment = "another device is let in beside the removal of its member: he is out"
    story = told(comment, anna, boris, clara, out=out, agreed=agreed)
    return story.makes(
        "not allowed",
        refused="{agreed} not allowed",
        member=(ANNA, BORIS),
        newest=newest(roster=WAITING, main=WAITING),
    )


def anew() -> Vector:
    """Proposed and approved by acts that come after."""
    anna, boris, clara = group("clara")
    anna.write(Remove(member="clara", why="left"))
    proposed = anna.write(proposal("clara", "first_line"))
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    comment = "proposed and approved after the removal: in again"
    story = told(comment, boris, anna, clara)
    waiting = newest(roster=WAITING, main=WAITING)
    return story.makes(member=(ANNA, BORIS, CLARA), newest=waiting)


def turned() -> Vector:
    """Keys that leave the removed out."""
    anna, boris, clara = group("clara")
    out = anna.write(Remove(member="clara", why="left"))
    blind = boris.write(Turn(circle=1, key=key(7), seen=(out.id,)))
    anna.learn(boris)
    old = anna.write(Turn(circle=0, key=KEYS[1], seen=(out.id,)))
    turn = anna.write(Turn(circle=0, key=key(8), seen=(out.id,)))
    comment = "a turn counts from a new key that comes after what it says to have seen"
    story = told(
        comment, anna, boris, clara, section="§6", turn=turn, old=old, blind=blind
    )
    return story.makes(
        "not allowed",
        refused="{old} not allowed",
        member=(ANNA, BORIS),
        newest=newest(roster="{turn}", main=WAITING),
    )


def lesser() -> Vector:
    """A lesser role is a removal from what it does not hold."""
    anna, boris, clara = group("clara:counsel")
    less = Propose(member="clara", name="Clara", role="first_line")
    proposed = anna.write(less)
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    comment = "from counsel to the first line: papers and counsel wait for a turn"
    story = told(comment, boris, anna, clara)
    waiting = newest(papers=WAITING, counsel=WAITING)
    return story.makes(member=(ANNA, BORIS, CLARA), newest=waiting)


def fork() -> Vector:
    """A number twice takes nothing back."""
    anna, boris = group()
    place = boris.graph().place_of(device("boris"))
    one = boris.forge(EraseCase(case=CASE), place, minute=90)
    two = boris.forge(Seen(), place, minute=91)
    story = told("a number twice: both acts stand", anna, boris, one=one, two=two)
    return story.makes(
        "fork",
        fault=f"fork boris {place.sequence} by boris",
        member=(ANNA, BORIS),
        newest=newest(),
        erased=f"{CASE.hex()} {{one}}",
    )


ROSTERS: Mapping[str, Callable[[], Vector]] = {
    "roster-counts-second-person": second_person,
    "roster-counts-built-on": built_on,
    "roster-counts-each-other": each_other,
    "roster-counts-anew": anew,
    "roster-counts-lesser-role": lesser,
    "roster-fork": fork,
    "roster-late": late,
    "roster-not-allowed-alone": one_alone,
    "roster-not-allowed-role": not_by_role,
    "roster-not-allowed-second": not_by_every_second,
    "roster-not-allowed-founded": founded_twice,
    "roster-not-allowed-add-beside": add_beside,
    "roster-not-allowed-old-key": turned,
}
