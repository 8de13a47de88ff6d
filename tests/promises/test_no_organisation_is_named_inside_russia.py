"""For a reader inside Russia no organisation is named and no address stands."""

import re

import pytest

from safeconduct.app import case_command
from safeconduct.assessment.assess import Assessor
from tests.promises.kept import (
    CASES,
    LANGUAGES,
    REPORTS,
    TODAY,
    must_fail,
    shipped,
    told,
)

# Bodies, offices and groups by the names that stand on the pages; states are no such.
NAMED = re.compile(
    r"UNHCR|УВКБ|\bHCR\b|\bООН\b|\bUN (?:H|C)|\bONU\b|OFPRA|CNDA|BAMF|Interpol|Интерпол|"
    r"Committee against|Comité contre|Комитет против|Red Cross|Красн\w+ Крест|"
    r"Croix-Rouge|Amnesty|OVD|ОВД-Инфо|Memorial|Мемориал|InTransit|Идите лесом|"
    r"Go by the Forest|Get Lost|Connection e|https?://|www\."
)


def _said() -> dict[str, str]:
    found: dict[str, str] = {}
    for case in CASES:
        for at in LANGUAGES:
            for day in (REPORTS, TODAY):
                for command in (
                    ["assess"],
                    ["assess", "--json"],
                    ["ask"],
                    ["ask", "--json"],
                ):
                    options = ["--lang", at, "--on", day, "--reader-in", "RU"]
                    key = f"{case.stem} {' '.join(command)} {at} {day}"
                    found[key] = told(command[0], str(case), *command[1:], *options)
    return found


def no_organisation_is_named() -> None:
    """Neither in findings nor in notices, warnings, questions or reasons."""
    for key, said in _said().items():
        named = NAMED.search(said)
        assert named is None, (key, said[named.start() - 60 : named.end()])


def reasons_and_changes_name_none() -> None:
    """Whatever finding a reader inside Russia may ask about."""
    case = str(CASES[0])
    for finding in _asked():
        for command in ("why", "change"):
            said = told(command, case, finding, "--reader-in", "RU", "--lang", "ru")
            named = NAMED.search(said)
            assert named is None, (command, finding, named)


def _asked() -> list[str]:
    goals = [
        finding.id
        for page in shipped().pages
        for finding in page.findings
        if finding.goal and finding.jurisdiction == "RU"
        and not finding.names_organisation and not page.counsel_only
    ]  # fmt: skip
    return sorted(set(goals))


def test_no_organisation_is_named() -> None:
    no_organisation_is_named()


def test_reasons_and_changes_name_none() -> None:
    assert _asked()
    reasons_and_changes_name_none()


def test_the_same_case_names_them_for_a_reader_elsewhere() -> None:
    assert NAMED.search(told("assess", str(CASES[0]), "--on", TODAY))


def test_without_the_fitting_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_command, "fit_to_reader", lambda item, _country: item)
    assert Assessor
    must_fail(no_organisation_is_named)
