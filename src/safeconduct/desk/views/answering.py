"""An answer is written into the case, and what it changed is told (spec/desk.md §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from safeconduct.assessment.record import Assessment
from safeconduct.base.case import APPLICANT, WitnessKind
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Text
from safeconduct.base.truth import Verdict
from safeconduct.desk.views.assessed import AssessedCases
from safeconduct.desk.views.outlook import Viewpoint
from safeconduct.facts.vault_case import check_body
from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import FactSaid
from safeconduct.log.name import CaseId, Compartment
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary

WITNESSES: tuple[WitnessKind, ...] = get_args(WitnessKind)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A finding that an answer changed, from what to what."""

    title: Text
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an answer changed; of states that the case does not speak of the number."""

    here: tuple[Changed, ...]
    elsewhere: int


def record_answer(
    at: Viewpoint, cases: AssessedCases, case: CaseId, given: Mapping[str, str]
) -> Told:
    """Write the answer to a question into main's log; what follows from it.

    `given` are the fields of the form: `name`, `of`, `value`, `witness`. Nothing is
    written where the law could not read it.

    Raises:
        InputError: no such fact, or no such value of it, or of counsel's alone.
        LogError: the member may not write there.
    """
    body = _body(at, given)
    check_body(body, Compartment.MAIN, at.ports.rulebook(), file="answer")
    before = cases.of(case).assessment
    say(at.vault, main_log(case), body)
    return changes(before, cases.of(case).assessment)


def changes(before: Assessment, after: Assessment) -> Told:
    """The findings of the goals that differ, the weightiest first."""
    was = {item.id: item.truth for item in before.findings}
    changed = [
        item
        for item in sorted(after.findings, key=lambda item: (-item.goal, item.id))
        if item.goal and was.get(item.id, Verdict.UNKNOWN) is not item.truth
    ]
    here = tuple(
        Changed(
            title=item.title, before=was.get(item.id, Verdict.UNKNOWN), after=item.truth
        )
        for item in changed
        if not item.elsewhere
    )
    return Told(here=here, elsewhere=len(changed) - len(here))


def _body(at: Viewpoint, given: Mapping[str, str]) -> FactSaid:
    vocabulary = at.ports.rulebook().vocabulary
    name, of = given.get("name", ""), given.get("of", APPLICANT)
    spec = _spec(vocabulary, name)
    says: dict[str, Json] = {
        "witness": given.get("witness", ""),
        "said": at.ports.today().isoformat(),
    }
    if of != APPLICANT:
        says["of"] = of
    value = given.get("value", "").strip()
    if value == UNKNOWN:
        says["unknown"] = "does not know"
    else:
        says["value"] = _value(spec, value)
    return FactSaid(name=name, says=says)


def _spec(vocabulary: Vocabulary, name: str) -> FactSpec:
    spec = vocabulary.fact_table().get(name)
    if spec is None or spec.counsel_only:
        what = "This question is not asked here."
        raise InputError([Fault(file="answer", what=what)])
    return spec


def _value(spec: FactSpec, value: str) -> Json:
    """What was answered, as a case file holds it."""
    if not value:
        what = "Nothing was answered."
        mend = "Choose an answer; 'not known' is one."
        raise InputError([Fault(file="answer", what=what, mend=mend)])
    if spec.type == "bool" and value in {"true", "false"}:
        return value == "true"
    if spec.type == "integer" and value.isascii() and value.isdigit():
        return int(value)
    return value
