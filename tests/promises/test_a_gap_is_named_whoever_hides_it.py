"""Promise 5, against who may not delete: what is taken out of a log is missed."""

import pytest

from safeconduct.log.entries.body import Erased, FactSaid, Passed, TextWritten
from safeconduct.log.entries.frame import Head
from safeconduct.log.entries.graph import FaultKind, Graph, GraphFault
from safeconduct.log.name import DeviceId, EntryId, Upto
from safeconduct.log.replay import log_view
from safeconduct.log.replay.log_view import Reader, view_log
from safeconduct.log.replay.reading import Readout
from safeconduct.log.roster.roster import Roster
from tests.log.group_kit import MAIN, Desk, after, device, sync
from tests.promises.kept import must_fail


def faults(
    desk: Desk, *gone: EntryId, vouched: dict[DeviceId, Upto]
) -> set[tuple[str, DeviceId, int]]:
    """What is named as wrong where some entries are not, or are no more."""
    reader = Reader(
        device=device(desk.name),
        roster=Roster(),
        vouched=vouched,
        gone=frozenset(gone),
    )
    kept = tuple(item for name, item in desk.entries.items() if name not in gone)
    found: tuple[GraphFault, ...] = view_log(MAIN, Readout(entries=kept), reader).faults
    return {(one.kind, one.device, one.sequence) for one in found}


def what_who_is_out_says_to_be_erased_is_missed() -> None:
    """Words of anna's never came; eve, who is out, says that they were erased."""
    anna, eve = (Desk(name=name, log=MAIN) for name in ("anna", "eve"))
    first = eve.write(TextWritten(text="x"))
    sync(anna, eve)
    said = anna.write(FactSaid(name="place.now", says="KZ"))
    anna.write(TextWritten(text="y"))
    sync(anna, eve)
    eve.write(Erased(entry=said.id))
    sync(anna, eve)
    del anna.entries[said.id]
    upto = {device("eve"): (first.sequence, first.id)}
    assert faults(anna, vouched=upto) == {("missing", device("anna"), 1)}


def what_takes_the_number_of_a_passed_entry_is_named() -> None:
    """Eve's words went to counsel; she puts others in their place."""
    anna, eve = (Desk(name=name, log=MAIN) for name in ("anna", "eve"))
    first = eve.write(TextWritten(text="x"))
    said = eve.write(TextWritten(text="I shot"))
    sync(anna, eve)
    anna.write(Passed(entry=said.id, read_by=("anna", "eve")))
    last = eve.write(TextWritten(text="y"))
    eve.forge(
        TextWritten(text="He asks for nothing."), after(sequence=2, previous=first)
    )
    sync(anna, eve)
    upto = {device("eve"): (last.sequence, last.id)}
    assert faults(anna, said.id, vouched=upto) == {("changed", device("eve"), 2)}


def test_what_who_is_out_says_to_be_erased_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    what_who_is_out_says_to_be_erased_is_missed()
    monkeypatch.setattr(log_view, "_late", lambda *_: iter(()))
    must_fail(what_who_is_out_says_to_be_erased_is_missed)


def test_what_takes_the_number_of_a_passed_entry_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    what_takes_the_number_of_a_passed_entry_is_named()
    whole = Graph._wrong  # noqa: SLF001 -- its look at numbers is planted out

    def wrong(graph: Graph, head: Head) -> FaultKind | None:
        return None if head.id in graph.unread else whole(graph, head)

    monkeypatch.setattr(Graph, "_wrong", wrong)
    must_fail(what_takes_the_number_of_a_passed_entry_is_named)
