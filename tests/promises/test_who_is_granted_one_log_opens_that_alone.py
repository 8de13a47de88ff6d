"""Promise 6, for people added to single cases: that log opens to them, and no other.

The others do not see which; and nobody writes under a key that somebody else made.
"""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share, unshare
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.group.people import remove
from safeconduct.log.keys import key_choice
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Roster
from safeconduct.log.sharing import forwarding, single_work
from safeconduct.sealing.item import HandedItem, Item, ParcelItem, open_item, write_item
from tests.log.attacker import read_by
from tests.log.town_kit import Town, whole_town
from tests.promises.kept import must_fail

HIS, ANOTHERS = "papers that he was granted", "papers of somebody else"
NEW, LATE = "a page that came since", "a page after his grant had ended"


def town_with_papers(folder: Path) -> tuple[Town, LogName]:
    """Two cases with papers, of which boris was granted the first."""
    town = whole_town(folder)
    anna, boris, clara = (town.desks[name].vault for name in ("anna", "boris", "clara"))
    cases = [new_case(anna, Opened(alias=name)) for name in ("Sparrow", "Finch")]
    town.sync()
    town.sync()
    logs = [LogName(case=case, compartment=Compartment.PAPERS) for case in cases]
    for log, text in zip(logs, (HIS, ANOTHERS), strict=True):
        say(clara, log, TextWritten(text=text))
    share(clara, logs[0], boris.me().member, history=True)
    town.sync()
    say(clara, logs[0], TextWritten(text=NEW))
    town.sync("clara", "boris")
    return town, logs[0]


def what_was_granted_opens_till_it_is_revoked(folder: Path) -> None:
    town, log = town_with_papers(folder)
    boris, clara = town.desks["boris"].vault, town.desks["clara"].vault
    texts = [body.text for _, body in boris.view(log).current(TextWritten)]
    assert texts == [HIS, NEW]
    assert {one for one in boris.store.logs() if one.compartment > 1} == {log}
    unshare(clara, log, boris.me().member)
    say(clara, log, TextWritten(text=LATE))
    town.sync()
    read = read_by(town, "boris")
    assert HIS in read
    assert ANOTHERS not in read
    assert LATE not in read
    for name in ("anna", "dina"):
        assert "papers" not in read_by(town, name)


def a_removal_ends_it(folder: Path) -> None:
    town, log = town_with_papers(folder)
    remove(town.desks["dina"].vault, "boris", why="safety")
    town.sync("dina", "clara")
    say(town.desks["clara"].vault, log, TextWritten(text=LATE))
    town.sync()
    assert LATE not in read_by(town, "boris")


def the_others_do_not_see_which(folder: Path) -> None:
    town, log = town_with_papers(folder)
    line = town.line(Compartment.ROSTER)
    seen = [
        open_item(raw, mailbox=line.mailbox, key=line.key)
        for _, raw in town.boxes[Compartment.ROSTER].seen
    ]
    assert not [item for item in seen if log.raw[:-1] in write_item(item)]
    few = [item for item in seen if isinstance(item, HandedItem | ParcelItem)]
    his = town.desks["boris"].device.id
    assert few
    assert not [item for item in few if his in write_item(item)]
    for name in ("anna", "dina"):
        vault = town.desks[name].vault
        assert log not in vault.store.logs()
        assert vault.bag.grants(subject=log.raw) == ()


def counsel_writes_under_no_key_of_first_line(folder: Path) -> None:
    town, granted = town_with_papers(folder)
    log = LogName(case=granted.case, compartment=Compartment.COUNSEL)
    boris, clara = town.desks["boris"].vault, town.desks["clara"].vault
    for number in range(2):
        text = TextWritten(text=f"shot {number}")
        pass_to_counsel(boris, log.case, say(boris, main_log(log.case), text))
        town.sync("boris", "clara")
        say(clara, log, TextWritten(text=f"counsel's word {number}"))
    entries = clara.view(log).entries
    known = {one.key for one in entries if one.device == boris.device}
    assert len(known) == 2
    assert not [
        one for one in entries if one.device == clara.device and one.key in known
    ]


def only_retired(view: LogView, roster: Roster) -> frozenset[object]:
    """The guard is away: whoever made a key, and wherever it is, it is used."""
    del roster
    return frozenset(view.retired())


def every_key(view: LogView, roster: Roster) -> frozenset[object]:
    """The guard is away: it does not matter who has written under a key."""
    del roster
    return frozenset(one.key for one in view.entries)


def in_clear(*things: object, **others: object) -> bytes:
    """The guard is away: what is for a few goes as it is."""
    del others
    (item,) = [one for one in things if isinstance(one, Item)]
    return write_item(item)


def test_what_was_granted_opens_till_it_is_revoked(tmp_path: Path) -> None:
    what_was_granted_opens_till_it_is_revoked(tmp_path)


def test_where_no_key_retires_he_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LogView, "retired", lambda _: frozenset())
    must_fail(lambda: what_was_granted_opens_till_it_is_revoked(tmp_path))


def test_a_removal_ends_it(tmp_path: Path) -> None:
    a_removal_ends_it(tmp_path)


def test_where_keys_of_who_left_are_used_he_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_choice, "unfit_keys", only_retired)
    monkeypatch.setattr(single_work, "_is_known_outside", lambda *_: False)
    must_fail(lambda: a_removal_ends_it(tmp_path))


def test_the_others_do_not_see_which(tmp_path: Path) -> None:
    the_others_do_not_see_which(tmp_path)


def test_in_clear_they_see_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "_parcel", in_clear)
    must_fail(lambda: the_others_do_not_see_which(tmp_path))


def test_counsel_writes_under_no_key_of_first_line(tmp_path: Path) -> None:
    counsel_writes_under_no_key_of_first_line(tmp_path)


def test_where_any_key_is_used_counsel_writes_under_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_choice, "unfit_keys", only_retired)
    monkeypatch.setattr(key_choice, "circle_keys", every_key)
    must_fail(lambda: counsel_writes_under_no_key_of_first_line(tmp_path))
