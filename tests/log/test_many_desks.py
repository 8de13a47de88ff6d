"""Many desks, offline and on, in any order: all agree, and who left reads no more.

Some are granted the papers of single cases: they have those, and no others.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from safeconduct.base.override import override
from safeconduct.log.cases.case_work import main_log, new_case, say, share, unshare
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import remove
from safeconduct.log.keys.single import singles_of
from safeconduct.log.name import CaseId, Compartment, DeviceId, LogName
from safeconduct.log.vault.vault import Vault
from tests.log.attacker import loot_of, opened
from tests.log.town_kit import Town

WHO = st.sampled_from(["anna", "dina", "boris", "clara"])
SINGLE = st.sampled_from(["anna", "boris"])
ROUNDS = 4
REFUSALS = {"not allowed", "no key", "not there"}
T = TypeVar("T")


class Desks(RuleBasedStateMachine):
    """Two coordinators, one first line, one counsel; cases, removals, erasures."""

    def __init__(self) -> None:
        """A town without anybody."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.town = Town(folder=Path(self.folder.name))
        self.cases: list[CaseId] = []
        self.erased: set[CaseId] = set()
        self.removed: set[str] = set()
        # Which texts were written by somebody who had seen whose removal.
        self.after: dict[str, set[str]] = {}
        # Who was granted papers of which case at all, and who has them whole.
        self.granted: set[tuple[LogName, str]] = set()
        self.whole: set[tuple[LogName, str]] = set()
        self.papers: dict[str, LogName] = {}
        self.count = 0

    @initialize()
    def begin(self) -> None:
        """All four are in."""
        self.town.found("anna")
        self.town.join("dina", "coordinator")
        self.town.join("boris", "first_line", also="dina")
        self.town.join("clara", "counsel", also="dina")
        self.town.sync()
        self.town.sync()
        self.cases.append(new_case(self.town.desks["anna"].vault, Opened(alias="one")))

    def _case(self, number: int) -> CaseId:
        return self.cases[number % len(self.cases)]

    @rule(who=WHO)
    def sync(self, who: str) -> None:
        """A desk comes online for once."""
        self.town.sync(who)

    @rule(who=WHO)
    def open_case(self, who: str) -> None:
        """Somebody opens a case."""
        vault, opened_as = self.town.desks[who].vault, Opened(alias="another")
        case = _tried(lambda: new_case(vault, opened_as))
        if case is not None:
            self.cases.append(case)

    @rule(who=WHO, number=st.integers(0, 9), counsel=st.booleans())
    def write(self, who: str, number: int, *, counsel: bool) -> None:
        """Somebody writes a line."""
        vault = self.town.desks[who].vault
        part = Compartment.COUNSEL if counsel else Compartment.MAIN
        log = LogName(case=self._case(number), compartment=part)
        self.count += 1
        text = f"text {self.count}"
        known = {name for name in self.removed if name not in _names(self.town, who)}
        if _tried(lambda: say(vault, log, TextWritten(text=text))) is not None:
            self.after[text] = known

    @rule(who=SINGLE, number=st.integers(0, 9), history=st.booleans())
    def grant(self, who: str, number: int, *, history: bool) -> None:
        """Counsel grants the papers of one case."""
        vault, log = self.town.desks["clara"].vault, self._papers(number)
        if not vault.ring.of_log(log):
            return
        member = self.town.desks[who].vault.roster.authors[self._device(who)]
        name = _tried(lambda: share(vault, log, member, history=history))
        if name is None:
            return
        self.granted.add((log, who))
        if history:
            self.whole.add((log, who))
            for text, of in self.papers.items():
                if of == log:
                    self.after[text].discard(who)

    @rule(who=SINGLE, number=st.integers(0, 9))
    def revoke(self, who: str, number: int) -> None:
        """Counsel ends that."""
        vault, log = self.town.desks["clara"].vault, self._papers(number)
        if (log, who) in self.granted:
            member = self.town.desks[who].vault.roster.authors[self._device(who)]
            if _tried(lambda: unshare(vault, log, member)) is not None:
                self.whole.discard((log, who))

    @rule(who=WHO, number=st.integers(0, 9))
    def write_papers(self, who: str, number: int) -> None:
        """Who may writes a line into papers; he knows who may read there no more."""
        vault, log = self.town.desks[who].vault, self._papers(number)
        self.count += 1
        text = f"text {self.count}"
        known = {name for name in self.removed if name not in _names(self.town, who)}
        known |= self._revoked(vault, log)
        if _tried(lambda: say(vault, log, TextWritten(text=text))) is not None:
            self.after[text], self.papers[text] = known, log

    def _papers(self, number: int) -> LogName:
        case = self._case(number)
        return LogName(case=case, compartment=Compartment.PAPERS)

    def _device(self, who: str) -> DeviceId:
        return DeviceId(self.town.desks[who].device.id)

    def _revoked(self, vault: Vault, log: LogName) -> set[str]:
        """Who was granted a log till lately, as a desk knows it."""
        if not vault.ring.of_log(log):
            return set()
        singles = singles_of(vault.view(log), vault.roster)
        ended = {one.device for one in singles if one.until is not None}
        return {name for name in self.town.desks if self._device(name) in ended}

    @rule(who=WHO, number=st.integers(0, 9))
    def pass_on(self, who: str, number: int) -> None:
        """First line passes a line to counsel."""
        vault, case = self.town.desks[who].vault, self._case(number)

        def work() -> None:
            view = vault.view(main_log(case))
            found = [entry.id for entry, _ in view.current(TextWritten)]
            if found:
                pass_to_counsel(vault, case, found[0])

        _tried(work)

    @precondition(lambda self: len(self.removed) < 2)
    @rule(by=st.sampled_from(["anna", "dina"]), who=st.sampled_from(["boris", "dina"]))
    def remove(self, by: str, who: str) -> None:
        """A coordinator takes somebody out."""
        if by == who or who in self.removed or by in self.removed:
            return
        vault = self.town.desks[by].vault
        if _tried(lambda: remove(vault, who, why="safety")) is not None:
            self.removed.add(who)

    @rule(by=st.sampled_from(["anna", "dina"]), number=st.integers(0, 9))
    def erase(self, by: str, number: int) -> None:
        """A coordinator erases a case."""
        vault, case = self.town.desks[by].vault, self._case(number)
        if _tried(lambda: erase_case(vault, case)) is not None:
            self.erased.add(case)

    @invariant()
    def nothing_is_wrong_with_any_log(self) -> None:
        """Nothing is bad, forked or changed, whatever order it came in."""
        for desk in self.town.desks.values():
            for log in desk.vault.store.logs():
                if desk.vault.ring.of_log(log):
                    view = desk.vault.view(log)
                    wrong = [one for one in view.faults if one.kind != "missing"]
                    assert not wrong, (desk.name, log, wrong)
                    assert not view.bad, (desk.name, log, view.bad)

    @override
    def teardown(self) -> None:
        """All come online; then they agree, and who left is tried as an attacker."""
        if "anna" not in self.town.desks or len(self.town.desks) < 4:
            self.folder.cleanup()
            return
        for _ in range(ROUNDS):
            self.town.sync()
        self._all_agree()
        self._who_was_granted_papers_has_them()
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

    def _who_was_granted_papers_has_them(self) -> None:
        counsel = self.town.desks["clara"].vault
        erased = counsel.store.tombstones()
        for log, name in self.whole:
            vault = self.town.desks[name].vault
            if name in self._inside() and log.case not in erased:
                ours, his = counsel.view(log), vault.view(log)
                assert his.entries == ours.entries, (name, log)
                assert not his.faults, (name, log)

    def _who_left_reads_no_more(self) -> None:
        for name in ("anna", "dina", "boris"):
            desk = self.town.desks[name]
            bodies = opened(
                loot_of(self.town, desk),
                group=desk.vault.group,
                name=desk.device.id,
                key=desk.device.opening_key,
            )
            read = {text for raw in bodies for text in _texts(raw)}
            secret = {text for text, known in self.after.items() if name in known}
            secret |= {
                text
                for text, log in self.papers.items()
                if (log, name) not in self.granted
            }
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


def _tried(work: Callable[[], T]) -> T | None:
    """What some work gives; None where it is refused as it may be."""
    try:
        return work()
    except LogError as error:
        if error.kind not in REFUSALS:
            raise
        return None


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
