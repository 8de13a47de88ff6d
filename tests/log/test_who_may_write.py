"""What an entry may not do: from outside its circle, to other kinds and logs."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.entries.act import Remove
from safeconduct.log.entries.body import (
    ConsentGiven,
    Erased,
    FactSaid,
    Judged,
    Membership,
    Opened,
    Task,
    TextWritten,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Place
from safeconduct.log.group.people import approve, propose, remove
from safeconduct.log.keys.single import singles_of
from safeconduct.log.name import (
    NO_ENTRY,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.replay.log_view import LogView, Reader, view_log
from safeconduct.log.replay.reading import Readout
from safeconduct.log.roster.roster import Roster
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import GrantItem
from safeconduct.sealing.symmetric import LogKey
from tests.log.group_kit import MAIN, Desk, device, entry
from tests.log.single_kit import (
    grant,
    grant_himself_again,
    papers,
    read,
    town_with_papers,
    vault_of,
    write,
)
from tests.log.town_kit import Town
from tests.log.who_kit import forged, granted, post, post_grant

KEY = LogKey(raw=b"x" * 32)


def desk(name: str, *others: Desk) -> Desk:
    found = Desk(name=name, log=MAIN)
    for other in others:
        found.learn(other)
    return found


def seen(
    *entries: Entry,
    upto: Entry | None = None,
    gone: frozenset[EntryId] = frozenset(),
) -> LogView:
    """The view of anna; mal was removed, if he is vouched for up to an entry."""
    vouched = {device("mal"): (upto.sequence, upto.id)} if upto is not None else {}
    reader = Reader(device=device("anna"), roster=Roster(), vouched=vouched, gone=gone)
    return view_log(MAIN, Readout(entries=entries), reader)


def ids(view: LogView) -> set[EntryId]:
    return {one.id for one in view.entries}


def first(sequence: int = 1, previous: EntryId = NO_ENTRY) -> Place:
    return Place(sequence=sequence, previous=previous, heads=())


def test_who_was_revoked_does_not_grant_himself_the_log_again(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    grant_himself_again(town)
    clara, log = vault_of(town, "clara"), papers(town)
    write(town, "clara", log, "after")
    town.sync("clara", "boris")
    assert [one.until is None for one in singles_of(clara.view(log), clara.roster)] == [
        False
    ]
    assert "after" not in read(town, "boris")


@pytest.mark.parametrize("is_used", [False, True])
def test_an_old_key_that_who_left_brings_back_is_not_written_under(
    tmp_path: Path, *, is_used: bool
) -> None:
    town = Town(folder=tmp_path)
    anna = town.found().vault
    town.join("dina", "coordinator")
    boris = town.join("boris", "first_line", also="dina").vault
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    town.sync()
    (old,) = boris.ring.of_log(log).values()
    remove(anna, "boris", why="safety")
    town.sync("anna", "dina", "anna")
    around = town.around("nina")
    device = make_device(new_seeds(around.entropy))
    name, _ = propose(anna, device.card, name="nina", role="first_line", history=False)
    town.sync("anna", "dina")
    approve(town.desks["dina"].vault, name)
    town.sync("dina", "anna")
    grant = grant_log(
        old,
        group=boris.group,
        log=log.raw,
        device=DeviceId(device.id),
        to=device.card.opening,
    )
    item = GrantItem(subject=log.raw, grant=grant)
    said = forged(boris, log, TextWritten(text="x"), old)
    post(town, boris, Compartment.ROSTER, item, *([said] if is_used else []))
    nina = town.enter("nina", device, around).vault
    for _ in range(2):
        town.sync("nina", "anna", "dina")
    mine = say(nina, log, TextWritten(text="y"))
    (own,) = [one for one in nina.view(log).entries if one.id == mine]
    assert own.key != KeyId(old.id)


def test_who_was_granted_the_log_grants_it_on(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    grant(town, history=True)
    town.sync("clara", "boris")
    dina = vault_of(town, "dina").me().member
    share(vault_of(town, "boris"), papers(town), dina, history=True)
    for _ in range(2):
        town.sync("boris", "clara", "dina")
    assert "before" in read(town, "dina")


def test_from_outside_nobody_judges_in_counsels_log(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    log = LogName(case=papers(town).case, compartment=Compartment.COUNSEL)
    judged = Judged(norm="x.y", value="yes", by="clara", reasons="r")
    write(town, "clara", log, "mine")
    clara.append(log, judged)
    town.sync()
    post_grant(town, boris, log, KEY, "clara")
    post(town, boris, log.compartment, forged(boris, log, judged, KEY))
    town.sync("clara")
    view = clara.view(log)
    assert [one.device for one, _ in view.current(Judged)] == [clara.device]
    assert [one.why for one in view.apart] == ["not allowed"]


def test_what_counsel_judged_counts_after_counsel_has_left(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    town.join("carl", "counsel", also="dina")
    town.sync()
    log = LogName(case=papers(town).case, compartment=Compartment.COUNSEL)
    clara, carl = vault_of(town, "clara"), vault_of(town, "carl")
    write(town, "clara", log, "mine")
    town.sync("clara", "carl")
    carl.append(log, Judged(norm="x.y", value="yes", by="carl", reasons="r"))
    town.sync("carl", "clara")
    remove(vault_of(town, "anna"), "carl", why="left")
    town.sync("anna", "clara")
    assert [body.by for _, body in clara.view(log).current(Judged)] == ["carl"]


def test_a_grant_of_a_key_that_is_none_stops_nobody(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    grant(town, history=True)
    town.sync("clara", "boris")
    boris, log = vault_of(town, "boris"), papers(town)
    made_up = granted(boris, log, KEY, boris)
    boris.append(log, Membership(member=boris.me().member, grants=(made_up,)))
    town.sync("boris", "clara")
    grant(town, "dina", history=True)
    for _ in range(2):
        town.sync("clara", "dina")
    assert "before" in read(town, "dina")


def test_an_entry_deletes_nothing_of_another_log(tmp_path: Path) -> None:
    town = Town(folder=tmp_path)
    anna = town.found().vault
    town.join("dina", "coordinator")
    boris = town.join("boris", "first_line", also="dina").vault
    town.sync()
    name = remove(anna, "dina", why="safety")
    town.sync("anna", "boris")
    other = new_case(anna, Opened(alias="Sparrow"))
    town.sync("anna", "boris")
    (opened, *_) = boris.view(main_log(other)).entries
    case = new_case(boris, Opened(alias="Finch"))
    for one in (name, boris.first, opened.id):
        boris.append(main_log(case), Erased(entry=one))
    town.sync("boris", "anna")
    anna = town.desks["anna"].reopen()
    assert set(anna.roster.people) == {anna.me().member, boris.me().member}
    assert isinstance(anna.graph.by_id[name].body, Remove)
    assert opened.id in ids(anna.view(main_log(other)))


def test_nothing_deletes_who_holds_the_log_nor_what_was_deleted() -> None:
    anna = desk("anna")
    kept = [anna.write(Opened(alias="S")), anna.write(Membership(member="anna"))]
    text = anna.write(TextWritten(text="x"))
    kept.append(anna.write(Erased(entry=text.id)))
    for one in kept:
        anna.write(Erased(entry=one.id))
    assert seen(*anna.entries.values()).deleted() == {text.id}


@pytest.mark.parametrize(
    "end",
    [
        lambda names: FactSaid(name="x", says="y", replaces=names),
        lambda names: Task(what="call", done=names),
        lambda names: ConsentGiven(scope="export", withdraws=names),
    ],
)
def test_an_entry_ends_those_of_its_own_kind_alone(end: object) -> None:
    assert callable(end)
    anna = desk("anna")
    fact, task, consent = (
        anna.write(FactSaid(name="x", says="z")),
        anna.write(Task(what="call")),
        anna.write(ConsentGiven(scope="export", purpose="counsel")),
    )
    opened = anna.write(Opened(alias="S"))
    body: Record = end((fact.id, task.id, consent.id, opened.id))
    last = anna.write(body)
    (own,) = [one for one in (fact, task, consent) if type(one.body) is type(last.body)]
    assert seen(*anna.entries.values()).replaced == {own.id}


def test_who_was_removed_adopts_nothing_of_his_own() -> None:
    late = entry(
        "mal", TextWritten(text="late"), first(2, EntryId(b"z" * 32)), log=MAIN
    )
    cites = entry("mal", TextWritten(text="first", cites=(late.id,)), first(), log=MAIN)
    assert ids(seen(cites, late, upto=cites)) == {cites.id}


def test_what_does_not_count_adopts_nothing() -> None:
    mal = desk("mal")
    kept = mal.write(TextWritten(text="kept"))
    late = mal.write(TextWritten(text="late"))
    anna = desk("anna", mal)
    anna.write(Judged(norm="n", value="v", by="a", reasons="r", cites=(late.id,)))
    assert ids(seen(*anna.entries.values(), upto=kept)) == {kept.id}


def test_what_was_not_seen_is_not_adopted() -> None:
    mal = desk("mal")
    kept = mal.write(TextWritten(text="kept"))
    late = mal.write(TextWritten(text="late"))
    blind = entry("anna", TextWritten(text="x", cites=(late.id,)), first(), log=MAIN)
    assert ids(seen(kept, late, blind, upto=kept)) == {kept.id, blind.id}


def test_below_a_hole_a_number_used_twice_counts_where_somebody_had_seen_it() -> None:
    mal = desk("mal")
    few = [mal.write(TextWritten(text=str(number))) for number in range(2)]
    anna = desk("anna", mal)
    saw = anna.write(TextWritten(text="I saw one"))
    hole, last = (mal.write(TextWritten(text=str(number))) for number in (2, 3))
    after = entry("mal", TextWritten(text="new"), first(2, few[0].id), log=MAIN)
    entries = (*few, saw, last, after)
    view = seen(*entries, upto=last, gone=frozenset({hole.id}))
    assert ids(view) == {few[0].id, few[1].id, saw.id, last.id}
    assert [one.entry.id for one in view.apart] == [after.id]
    unseen = seen(*few, last, after, upto=last, gone=frozenset({hole.id}))
    assert ids(unseen) == {few[0].id, last.id}
