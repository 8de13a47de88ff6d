"""What was passed to counsel is not lost with a relay, and opens to counsel alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange.exchange import post_again, take_in, write_out
from safeconduct.log.name import Compartment, LogName
from tests.log.attacker import loot_of, opened
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

WORDS = "I shot"


def passed_and_posted(folder: Path) -> tuple[Town, LogName]:
    """Boris has passed words to counsel and synced; then the relay burnt down."""
    folder.mkdir()
    town = Town(folder=folder)
    town.found()
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    boris = town.join("boris", "first_line", also="dina")
    case = new_case(boris.vault, Opened(alias="Sparrow"))
    # Passed before it is sent: else the relay has it for all who read main.
    name = say(boris.vault, main_log(case), TextWritten(text=WORDS))
    pass_to_counsel(boris.vault, case, name)
    town.sync("boris")
    assert not boris.vault.store.outgoing(Compartment.COUNSEL, 1 << 30)
    assert WORDS.encode() not in b"\n".join(
        opened(
            loot_of(town, boris),
            group=boris.vault.group,
            name=boris.device.id,
            key=boris.device.opening_key,
        )
    ), "Who passed it reads it back."
    town.lose_relay()
    return town, LogName(case=case, compartment=Compartment.COUNSEL)


def read_by_counsel(town: Town, log: LogName) -> list[str]:
    """What counsel reads in counsel's log."""
    clara = town.desks["clara"].vault
    view = clara.view(log) if clara.ring.of_log(log) else None
    found = [] if view is None else [body.text for _, body in view.current(TextWritten)]
    for desk in town.desks.values():
        desk.vault.close()
    return found


def what_was_passed_comes_by_the_next_relay(folder: Path) -> None:
    town, log = passed_and_posted(folder)
    post_again(town.desks["boris"].vault)
    town.sync("boris")
    town.sync("clara")
    assert read_by_counsel(town, log) == [WORDS], "It was lost with the relay."


def what_was_passed_goes_on_a_stick(folder: Path) -> None:
    town, log = passed_and_posted(folder)
    lines = town.lines()
    carried = write_out(town.desks["boris"].vault, lines, whole=True)
    take_in(town.desks["clara"].vault, carried, lines.values())
    assert read_by_counsel(town, log) == [WORDS], "It goes on no stick."


@pytest.mark.parametrize(
    "way", [what_was_passed_comes_by_the_next_relay, what_was_passed_goes_on_a_stick]
)
def test_what_was_passed_to_counsel_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Path], None]
) -> None:
    way(tmp_path / "good")
    monkeypatch.setattr(
        "safeconduct.log.exchange.exchange.passed_on", lambda _: iter(())
    )
    must_fail(lambda: way(tmp_path / "bad"))
