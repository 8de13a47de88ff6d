"""What a member chose to call something is printed as text, on one line (§11)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.calls.desk_call import Desk
from safeconduct.app.cases.case_view import hit_lines, list_lines, show_lines
from safeconduct.app.group.people_view import people_lines
from safeconduct.app.machine.passphrase import Passphrase
from safeconduct.app.machine.settings import read_settings
from safeconduct.app.screen.vault_phrase import OPENED
from safeconduct.base.plain import FORBIDDEN
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.retention import Due
from safeconduct.log.entries.act import AskExport
from safeconduct.log.entries.body import FactSaid, Opened, TextWritten
from safeconduct.log.group.group import Founder, found_group
from safeconduct.log.group.people import propose
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from tests.log.rescue.test_backing_up import new_device
from tests.log.town_kit import Town

# Clears the screen, writes the clipboard, rings, turns the writing, fakes a line.
HOSTILE = "\x1b[2J\x1b]52;c;QQ==\x07\u202e\nFinch\r0 faults"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    town = Town(folder=tmp_path)
    device, around = new_device("anna"), town.around("anna")
    founder = Founder(group=HOSTILE, name=HOSTILE)
    found = found_group(tmp_path / "anna", device, founder, around)
    yield found
    found.close()


def is_plain(line: str) -> bool:
    return not FORBIDDEN.search(line) and "\n" not in line


def test_no_line_of_a_case_acts_on_a_terminal(vault: Vault) -> None:
    case = new_case(vault, Opened(alias=HOSTILE, stage=HOSTILE))
    log = main_log(case)
    say(vault, log, TextWritten(text="said", topic=HOSTILE))
    for value in (1, 2):
        says = {"value": value, "of": HOSTILE}
        say(vault, log, FactSaid(name="x", says=says))
    index = open_text_index(vault)
    due = Due(case=case, alias=HOSTILE, last=date(2026, 11, 22), is_over=True)
    lines = [
        *list_lines(vault, "en", [due]),
        *show_lines(vault, vault.view(log), "en", access=True),
        *hit_lines(vault, index.search("said"), "en"),
    ]
    index.close()
    assert "Finch" in " ".join(lines)
    assert [line for line in lines if not is_plain(line)] == []


def test_no_line_of_people_acts_on_a_terminal(vault: Vault) -> None:
    act_in(vault, AskExport(cases=3, purpose=HOSTILE))
    propose(
        vault, new_device("x").card, name=HOSTILE + "x", role="first_line", history=True
    )
    propose(
        vault, new_device("y").card, name=HOSTILE + "y", role="first_line", history=True
    )
    lines = [*people_lines(vault, "en")]
    assert "Finch" in " ".join(lines)
    assert [line for line in lines if not is_plain(line)] == []


def test_what_a_command_tells_holds_no_control_characters() -> None:
    desk = Desk(
        settings=read_settings(), at="en", as_json=False, passphrase=Passphrase(None)
    )
    told = desk.words(OPENED, HOSTILE, "12345678")
    assert "Finch" in told
    assert is_plain(told)
