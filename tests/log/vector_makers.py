"""The generator of `vectors/log`: what entries make, and what is wrong with them.

What each is to make stands beside it, written by hand from the spec.
`python -m tests.log.vector_makers` writes the files that are missing; what is there is
frozen and never written again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from safeconduct.base.digest import Json
from safeconduct.log.entries.body import (
    ConsentGiven,
    FactSaid,
    Judged,
    Passed,
    TextWritten,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Head, write_frame
from safeconduct.log.entries.graph import Place
from safeconduct.log.name import EntryId
from tests.log.group_kit import MAIN, START, after, device, entry
from tests.log.roster_vector_makers import ROSTERS
from tests.log.story import Story
from tests.log.vector import FOLDER, Vector

ABSENT = EntryId(b"?" * 32)


def said(
    name: str, body: Record | str, place: Place = START, *, minute: int = 0
) -> Entry:
    """An entry of main; a text where no body is given."""
    written = TextWritten(text=body) if isinstance(body, str) else body
    return entry(name, written, place, minute=minute, log=MAIN)


def then(previous: Entry, *seen: Entry) -> Place:
    """The place after an entry of the same device, and after what was seen."""
    return after(*seen, sequence=previous.sequence + 1, previous=previous)


def seeing(*seen: Entry) -> Place:
    """The place of a device's first entry, after what was seen."""
    return after(*seen, sequence=1)


def fact(value: str, *replaces: Entry) -> FactSaid:
    """A value of one field."""
    names = tuple(item.id for item in replaces)
    return FactSaid(name="left.day", says={"value": value}, replaces=names)


def in_a_line() -> Vector:
    """Whatever the order of arrival."""
    story = Story("§4", "each comes after the one before, whatever came first")
    one = said("anna", "one")
    two = said("boris", "two", seeing(one))
    three = said("anna", "three", then(one, two))
    story.among("boris")
    story.came(three=three, one=one, two=two)
    return story.makes(order="{one} {two} {three}", next="3 {three}")


def clock_back() -> Vector:
    """A clock orders only what stands beside."""
    story = Story("§4", "a clock that goes backwards moves nothing that was seen")
    one = said("anna", "one", minute=500)
    two = said("anna", "two", then(one), minute=400)
    three = said("boris", "three", seeing(two), minute=3)
    story.among("boris")
    story.came(three=three, two=two, one=one)
    order = "{one} {two} {three}"
    return story.makes(order=order, next="3 {two} {three}")


def beside() -> Vector:
    """By minute, then device, number and id."""
    story = Story("§4", "who had not seen each other: the smaller minute first")
    one = said("anna", fact("2024-01-01"), minute=9)
    two = said("boris", fact("2024-01-02"), minute=8)
    story.among("boris")
    story.came(one=one, two=two)
    return story.makes(order="{two} {one}", next="2 {one} {two}")


def decided() -> Vector:
    """Two values, until somebody who has seen both decides."""
    story = Story("§5", "two values stand beside each other till one replaces both")
    one, two = said("anna", fact("2024-01-01")), said("boris", fact("2024-01-02"))
    three = said("boris", fact("2024-01-01", one, two), then(two, one), minute=1)
    story.among("boris")
    story.came(one=one, two=two, three=three)
    order = _by_device(one=one, two=two)
    return story.makes(
        order=f"{order} {{three}}", replaced="{one} {two}", next="2 {one} {three}"
    )


def _by_device(**entries: Entry) -> str:
    """Entries of one minute, in the order of their devices."""
    found = sorted(entries.items(), key=lambda item: item[1].device)
    return " ".join(f"{{{name}}}" for name, _ in found)


def withdrawn() -> Vector:
    """A consent ends."""
    story = Story("§5", "a consent that was withdrawn stands no more")
    one = said("anna", ConsentGiven(scope="export", purpose="asylum office"))
    end = ConsentGiven(scope="export", withdraws=(one.id,))
    two = said("anna", end, then(one))
    story.came(one=one, two=two)
    return story.makes(order="{one} {two}", replaced="{one}", next="3 {two}")


def passed() -> Vector:
    """Its bytes are gone, its place is not."""
    story = Story("§5", "what was passed on is gone and is not missing")
    one = said("anna", "for counsel")
    two = said("boris", Passed(entry=one.id, read_by=("anna", "boris")), seeing(one))
    story.among("boris")
    story.came(two=two)
    return story.makes(order="{two}", deleted="0", next="2 0 {two}")


def missing() -> Vector:
    """A number that a later entry implies."""
    story = Story("§4", "a number between is not there; what is there counts")
    one = said("anna", "one")
    two = said("anna", "two", then(one))
    three = said("anna", "three", then(two))
    story.came(one=one, three=three)
    fault = "missing anna 2 by anna"
    order = "{one} {three}"
    return story.makes("missing", order=order, fault=fault, next="4 {three}")


def never_was() -> Vector:
    """Who names it is at fault."""
    story = Story("§4", "a head that nobody wrote: it is named with who names it")
    head = Head(device=device("boris"), sequence=7, id=ABSENT)
    place = Place(sequence=1, previous=START.previous, heads=(head,))
    story.among("boris")
    story.came(one=said("anna", "one", place))
    fault = "missing boris 7 by anna"
    return story.makes("missing", order="{one}", fault=fault, next="2 {one}")


def changed() -> Vector:
    """Another entry has the number that is named."""
    story = Story("§4", "a head names another id than the entry of that number has")
    one = said("boris", "one")
    head = replace(one.head(), id=ABSENT)
    place = Place(sequence=1, previous=START.previous, heads=(head,))
    story.among("boris")
    story.came(one=one, two=said("anna", "two", place, minute=1))
    fault, order = "changed boris 1 by anna", "{one} {two}"
    return story.makes("changed", order=order, fault=fault, next="2 {two} {one}")


def fork() -> Vector:
    """Both stand, and neither ends anything."""
    story = Story("§4", "one number twice: both stand, and neither replaces anything")
    one = said("anna", fact("2024-01-01"))
    two = said("boris", fact("2024-01-02", one), seeing(one), minute=1)
    three = said("boris", fact("2024-01-03", one), seeing(one), minute=2)
    story.among("boris")
    story.came(one=one, two=two, three=three)
    return story.makes(
        "fork",
        order="{one} {two} {three}",
        fault="fork boris 1 by boris",
        forked="{two} {three}",
        next=f"2 {{one}} {_greater(two=two, three=three)}",
    )


def _greater(**entries: Entry) -> str:
    """Of entries with one number that with the greater id: the newest."""
    name, _ = max(entries.items(), key=lambda item: item[1].id)
    return f"{{{name}}}"


def late() -> Vector:
    """Beyond what a sheet vouches for."""
    story = Story("§6", "what a removed device wrote beyond the vouched one is late")
    one = said("boris", "one")
    two = said("boris", "two", then(one))
    three = said("boris", "three", then(two))
    story.among("boris")
    story.came(one=one, two=two, three=three)
    story.vouched("boris", 2, "two")
    order, apart = "{one} {two} {three}", "{three} late"
    return story.makes("late", order=order, apart=apart, next="1 0 {three}")


def late_below() -> Vector:
    """A number is no proof."""
    story = Story("§6", "a second entry of a vouched number is late and forks nothing")
    one = said("boris", "one")
    two = said("boris", "two", then(one))
    other = said("boris", "another two", then(one), minute=5)
    story.among("boris")
    story.came(one=one, two=two, other=other)
    story.vouched("boris", 2, "two")
    return story.makes(
        "fork, late",
        order="{one} {two} {other}",
        fault="fork boris 2 by boris",
        apart="{other} late",
        next=f"1 0 {_greater(two=two, other=other)}",
    )


def adopted() -> Vector:
    """A member takes it in."""
    story = Story("§6", "what is late counts once a member has cited it")
    one = said("boris", "one")
    two = said("boris", "two", then(one))
    cites = TextWritten(text="he called me that day", cites=(two.id,))
    three = said("anna", cites, seeing(two), minute=1)
    story.among("boris")
    story.came(one=one, two=two, three=three)
    story.vouched("boris", 1, "one")
    return story.makes(order="{one} {two} {three}", next="2 {three}")


def misplaced() -> Vector:
    """A kind that stands elsewhere."""
    story = Story("§5", "a judgement is counsel's: in main it does not count")
    body = Judged(norm="int.exclusion", value="yes", by="clara", reasons="heard him")
    story.came(one=said("anna", body))
    apart = "{one} not allowed"
    return story.makes("not allowed", order="{one}", apart=apart, next="2 {one}")


def unknown_kind() -> Vector:
    """Kept and shown as such."""
    story = Story("§5", "a kind that a later version may know")
    one = said("anna", "one")
    content: Json = {"kind": "augury", "birds": 12}
    frame = replace(one.frame, content=content)
    story.raw("one", write_frame(frame))
    apart = "{one} unknown kind"
    return story.makes("unknown kind", order="{one}", apart=apart, next="2 {one}")


def bad() -> Vector:
    """One bad entry hides nothing."""
    story = Story("§4", "bytes that are no entry, among one that is")
    one = said("anna", "one")
    raw = write_frame(one.frame)
    story.raw("later", b"\x02" + raw[1:])
    story.raw("cut", raw[:57])
    story.raw("spaced", raw.replace(b'":"', b'": "', 1))
    story.raw("field", write_frame(replace(one.frame, content=_MORE)))
    story.came(one=one)
    told = ["{later} unknown form", *(f"{{{n}}} malformed" for n in _MALFORMED)]
    kinds = "malformed, unknown form"
    return story.makes(kinds, bad=told, order="{one}", next="2 {one}")


_MORE: Json = {"kind": "text", "text": "one", "colour": "red"}
_MALFORMED = ("cut", "spaced", "field")
CASES: Mapping[str, Callable[[], Vector]] = {
    "case-counts": in_a_line,
    "case-counts-clock-back": clock_back,
    "case-counts-beside": beside,
    "case-counts-decided": decided,
    "case-counts-withdrawn": withdrawn,
    "case-counts-passed": passed,
    "case-counts-adopted": adopted,
    "case-missing": missing,
    "case-missing-never-was": never_was,
    "case-changed": changed,
    "case-fork": fork,
    "case-late": late,
    "case-late-below": late_below,
    "case-not-allowed": misplaced,
    "case-unknown-kind": unknown_kind,
    "case-malformed": bad,
}


def vectors() -> Iterator[tuple[str, Vector]]:
    """Every vector with the name of its file."""
    for name, make in {**CASES, **ROSTERS}.items():
        yield name, make()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, vector in vectors():
        path = FOLDER / f"{name}.txt"
        if not path.exists():
            path.write_text(vector.to_text())
