"""Many desks, offline and on, in any order: all agree, and who left reads no more."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from safeconduct.log.body import Opened, TextWritten
from safeconduct.log.case_work import main_log, new_case, pass_to_counsel, say
from safeconduct.log.erasing import erase_case
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.people import remove
from tests.log.attacker import loot_of, opened
from tests.log.town_kit import Town

WHO = st.sampled_from(["anna", "dina", "boris", "clara"])
ROUNDS = 4


class Desks(RuleBasedStateMachine):
    """Two coordinators, one first line, one counsel; cases, removals, erasures."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.town = Town(folder=Path(self.folder.name))
        self.cases: list[CaseId] = []
        self.erased: set[CaseId] = set()
        self.removed: set[str] = set()
        # Which texts were written by somebody who had seen whose removal.
        self.after: dict[str, set[str]] = {}
        self.count = 0

    @initialize()
    def begin(self) -> None:
        self.town.found("anna")
        self.town.join("dina", "coordinator")
        self.town.join("boris", "first_line", also="dina")
        self.town.join("clara", "counsel", also="dina")
        self.town.sync()
        self.town.sync()
        self.cases.append(new_case(self.town.desks["anna"].vault, Opened(alias="one")))

    @rule(who=WHO)
    def sync(self, who: str) -> None:
        self.town.sync(who)

    @rule(who=WHO)
    def open_case(self, who: str) -> None:
        vault = self.town.desks[who].vault
        try:
            self.cases.append(new_case(vault, Opened(alias=f"case {len(self.cases)}")))
        except LogError as error:
            assert error.kind in {"not allowed", "no key"}

    @rule(who=WHO, number=st.integers(0, 9), counsel=st.booleans())
    def write(self, who: str, number: int, *, counsel: bool) -> None:
        vault = self.town.desks[who].vault
        case = self.cases[number % len(self.cases)]
        part = Compartment.COUNSEL if counsel else Compartment.MAIN
        self.count += 1
        text = f"text {self.count}"
        known = {name for name in self.removed if name not in _names(self.town, who)}
        try:
            say(vault, LogName(case=case, compartment=part), TextWritten(text=text))
        except LogError as error:
            assert error.kind in {"not allowed", "no key", "not there"}
            return
        self.after[text] = known

    @rule(who=WHO, number=st.integers(0, 9))
    def pass_on(self, who: str, number: int) -> None:
        vault = self.town.desks[who].vault
        case = self.cases[number % len(self.cases)]
        try:
            view = vault.view(main_log(case))
            found = [entry.id for entry, _ in view.current(TextWritten)]
            if found:
                pass_to_counsel(vault, case, found[0])
        except LogError as error:
            assert error.kind in {"not allowed", "no key", "not there"}

    @precondition(lambda self: len(self.removed) < 2)
    @rule(by=st.sampled_from(["anna", "dina"]), who=st.sampled_from(["boris", "dina"]))
    def remove(self, by: str, who: str) -> None:
        if by == who or who in self.removed or by in self.removed:
            return
        try:
            remove(self.town.desks[by].vault, who, why="safety")
            self.removed.add(who)
        except LogError as error:
            assert error.kind in {"not allowed", "not there", "no key"}

    @rule(by=st.sampled_from(["anna", "dina"]), number=st.integers(0, 9))
    def erase(self, by: str, number: int) -> None:
        case = self.cases[number % len(self.cases)]
        try:
            erase_case(self.town.desks[by].vault, case)
            self.erased.add(case)
        except LogError as error:
            assert error.kind in {"not allowed", "no key"}

    @invariant()
    def nothing_is_wrong_with_any_log(self) -> None:
        for desk in self.town.desks.values():
            for log in desk.vault.store.logs():
                if desk.vault.ring.of_log(log):
                    view = desk.vault.view(log)
                    wrong = [one for one in view.faults if one.kind != "missing"]
                    assert not wrong, (desk.name, log, wrong)
                    assert not view.bad, (desk.name, log, view.bad)

    def teardown(self) -> None:
        if "anna" not in self.town.desks or len(self.town.desks) < 4:
            self.folder.cleanup()
            return
        for _ in range(ROUNDS):
            self.town.sync()
        self._all_agree()
        self._who_left_reads_no_more()
        self._what_was_erased_is_gone()
        for desk in self.town.desks.values():
            desk.vault.close()
        self.folder.cleanup()

    def _inside(self) -> list[str]:
        anna = self.town.desks["anna"].vault
        return [person.name for person in anna.roster.people.values()]

    def _all_agree(self) -> None:
        for case in self.cases:
            seen = {
                name: tuple(
                    item.id for item in self.town.desks[name].vault.view(log).entries
                )
                for name in self._inside()
                for log in [main_log(case)]
                if self.town.desks[name].vault.ring.of_log(log)
            }
            assert len(set(seen.values())) <= 1, seen

    def _who_left_reads_no_more(self) -> None:
        for name in self.removed:
            desk = self.town.desks[name]
            bodies = opened(
                loot_of(self.town, desk),
                group=desk.vault.group,
                name=desk.device.id,
                key=desk.device.opening_key,
            )
            read = {text for raw in bodies for text in _texts(raw)}
            secret = {text for text, known in self.after.items() if name in known}
            assert not read & secret, (name, read & secret)

    def _what_was_erased_is_gone(self) -> None:
        # A tombstone that stands beside its author's removal counts for nobody.
        counted = self.town.desks["anna"].vault.roster.erased
        for case in self.erased & counted.keys():
            for name in self._inside():
                vault = self.town.desks[name].vault
                for part in (Compartment.MAIN, Compartment.COUNSEL):
                    log = LogName(case=case, compartment=part)
                    assert not vault.store.envelopes(log)
                    assert not vault.bag.wraps(log)
                    assert not vault.ring.of_log(log)


def _names(town: Town, who: str) -> set[str]:
    """Who is in, as one desk knows it."""
    people = town.desks[who].vault.roster.people.values()
    return {person.name for person in people}


def _texts(raw: bytes) -> list[str]:
    at = raw.find(b'{"')
    try:
        content = json.loads(raw[at:])
    except ValueError:
        return []
    return [str(content["text"])] if "text" in content else []


TestDesks = Desks.TestCase
TestDesks.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
