"""Promise 6: access is a key; a compartment is a log of its own; removal turns keys."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.group import people
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.roster.roster import Roster
from safeconduct.log.sharing import turning
from safeconduct.log.vault.vault import Vault
from tests.log.attacker import read_by
from tests.log.town_kit import Town, whole_town
from tests.promises.kept import must_fail

BEFORE, AFTER = "written before he left", "written after he left"
KNOWN = "what only counsel knows"


def who_left_reads_nothing_that_came_after(folder: Path) -> None:
    town = Town(folder=folder)
    anna = town.found()
    town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    say(anna.vault, main_log(case), TextWritten(text=BEFORE))
    town.sync()
    people.remove(anna.vault, "boris", why="safety")
    say(anna.vault, main_log(case), TextWritten(text=AFTER))
    town.sync("anna", "boris")
    read = read_by(town, "boris")
    assert BEFORE in read
    assert AFTER not in read


def town_where_counsel_wrote(folder: Path, text: str) -> tuple[Town, LogName]:
    """A case of which counsel alone knows a text, and its log."""
    town = whole_town(folder)
    case = new_case(town.desks["anna"].vault, Opened(alias="Sparrow"))
    town.sync()
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    say(town.desks["clara"].vault, log, TextWritten(text=text))
    town.sync()
    return town, log


def counsels_log_opens_to_counsel_alone(folder: Path) -> None:
    town, log = town_where_counsel_wrote(folder, KNOWN)
    town.sync()
    for name in ("boris", "dina", "anna"):
        assert KNOWN not in read_by(town, name)
        assert log not in town.desks[name].vault.store.logs()
    assert KNOWN in read_by(town, "clara")


def first_line_sees_the_same_whatever_counsel_knows(folder: Path) -> None:
    seen: list[list[object]] = []
    for number, text in enumerate(("short", "another, and much longer " * 9)):
        town, _ = town_where_counsel_wrote(folder / str(number), text)
        seen.append(shape_of(town.desks["boris"].vault))
    assert seen[0] == seen[1]


def shape_of(vault: Vault) -> list[object]:
    """All that lies on a desk: what it opens in words, the rest by its size.

    Grants are sealed with randomness of the library's own, so no two runs are equal.
    """
    found: list[object] = []
    for log in sorted(vault.store.logs()):
        sizes = [len(one.envelope) for one in vault.store.envelopes(log)]
        bodies = [item.body for item in vault.view(log).entries]
        is_roster = log.compartment is Compartment.ROSTER
        found += [log, sizes, [] if is_roster else bodies]
    rows = [(row.alias, row.stage, row.day, row.entries) for row in vault.rows()]
    return [*found, sorted(rows), len(vault.bag.grants()), len(vault.bag.every_wrap())]


def test_who_left_reads_nothing_that_came_after(tmp_path: Path) -> None:
    who_left_reads_nothing_that_came_after(tmp_path)


def test_without_the_turn_he_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def any_key(self: Roster, circle: Compartment) -> object:
        return self.keys[circle][-1]

    monkeypatch.setattr(Roster, "newest", any_key)
    must_fail(lambda: who_left_reads_nothing_that_came_after(tmp_path))


def test_counsels_log_opens_to_counsel_alone(tmp_path: Path) -> None:
    counsels_log_opens_to_counsel_alone(tmp_path)


def test_with_the_founders_keys_it_opens_to_the_founder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turning, "_is_founders", lambda *_: False)
    must_fail(lambda: counsels_log_opens_to_counsel_alone(tmp_path))


def test_first_line_sees_the_same_whatever_counsel_knows(tmp_path: Path) -> None:
    first_line_sees_the_same_whatever_counsel_knows(tmp_path)
