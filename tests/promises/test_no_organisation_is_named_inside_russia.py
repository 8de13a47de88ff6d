"""For a reader inside Russia no organisation is named and no address stands."""

import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from safeconduct.app.answers import case_command
from safeconduct.app.command import cli
from safeconduct.base.text import LANGUAGES
from tests.promises.kept import (
    CASES,
    REPORTS,
    TODAY,
    must_fail,
    shipped,
    told,
)

# Bodies, offices and groups by the names that stand on the pages; states are no such.
NAMED = re.compile(
    r"UNHCR|УВКБ|\bHCR\b|\bООН\b|\bUN (?:H|C)|\bONU\b|OFPRA|CNDA|BAMF|"
    r"Interpol|Интерпол|"
    r"Committee against|Comité contre|Комитет против|Red Cross|Красн\w+ Крест|"
    r"Croix-Rouge|Amnesty|OVD|ОВД-Инфо|Memorial|Мемориал|InTransit|Идите лесом|"
    r"Go by the Forest|Get Lost|Connection e|https?://|www\."
)


def no_organisation_is_named(cases: Sequence[Path] = CASES[:1]) -> None:
    """Neither in findings nor in notices, warnings, questions or reasons."""
    for case, at in product(cases, LANGUAGES):
        # Most is said on the day of the reports; the composite speaks of today.
        day = TODAY if case.stem == "composite" else REPORTS
        for command in ("assess", "ask"):
            options = ["--json", "--lang", at, "--on", day, "--reader-in", "RU"]
            said = told(command, str(case), *options)
            named = NAMED.search(said)
            shown = said[named.start() - 60 : named.end()] if named else ""
            assert named is None, (case.name, command, at, day, shown)


def reasons_and_changes_name_none() -> None:
    """Whatever finding a reader inside Russia may ask about."""
    case = str(CASES[0])
    for finding in _asked():
        for command in ("why", "change"):
            options = ["--reader-in", "RU", "--lang", "ru"]
            found = CliRunner().invoke(cli, [command, case, finding, *options])
            named = NAMED.search(found.output)
            assert named is None, (command, finding, named)


def _asked() -> list[str]:
    """Some findings of Russia, and all that name a body by their title."""
    findings = [finding for page in shipped().pages for finding in page.findings]
    own = [item.id for item in findings if item.goal and item.jurisdiction == "RU"]
    named = [item.id for item in findings if NAMED.search(item.title.ru)]
    return [*sorted(own)[::3], *sorted(named)[::3]]


def test_no_organisation_is_named() -> None:
    no_organisation_is_named(CASES)


def test_reasons_and_changes_name_none() -> None:
    assert _asked()
    reasons_and_changes_name_none()


def test_the_same_case_names_them_for_a_reader_elsewhere() -> None:
    assert NAMED.search(told("assess", str(CASES[0]), "--on", TODAY))


def test_without_the_fitting_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_command, "fit_to_reader", lambda item, _country: item)
    must_fail(no_organisation_is_named)


def test_without_the_choice_of_findings_reasons_name_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case_command, "may_read", lambda item, _country: item.visible())
    monkeypatch.setattr(case_command, "only_articles", lambda item, _country: item)
    must_fail(reasons_and_changes_name_none)
