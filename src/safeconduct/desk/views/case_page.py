"""One case, whole: what the documents say of it, and who can open it."""

from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.record import Assessment
from safeconduct.base.text import Language
from safeconduct.desk.views.assessed import AssessedCases
from safeconduct.desk.views.fold import Part, part_of
from safeconduct.desk.views.note import Note, notes_in
from safeconduct.desk.views.outlook import Viewpoint, is_held
from safeconduct.desk.views.question_form import QuestionForm, form_of
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.limit import limit_sources
from safeconduct.dossier.record import Content
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.vault.tenure import Opener, openers
from safeconduct.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case on a day from one viewpoint; `openers` can or could read its main part.

    `question` is the one that matters next, None where no form can ask it.
    """

    case: CaseId
    alias: str
    day: date
    is_held: bool
    content: Content
    parts: tuple[Part, ...]
    openers: tuple[Opener, ...]
    question: QuestionForm | None
    notes: tuple[Note, ...]


def case_page(
    at: Viewpoint, cases: AssessedCases, case: CaseId, language: Language
) -> CasePage:
    """A case as it stands.

    Raises:
        InputError: it holds what the law does not know.
        LogError: no part of it is open here.
    """
    assessed = cases.of(case)
    found, assessment = assessed.case, assessed.assessment
    sources = limit_sources(assessed.assessor.tape.pages)
    vocabulary = at.ports.rulebook().vocabulary
    content = dossier_content(
        found,
        assessment,
        vocabulary,
        Order(language=language, deadline_sources=sources),
    )
    main = at.vault.view(LogName(case=case, compartment=Compartment.MAIN))
    return CasePage(
        case=case,
        alias=found.alias,
        day=at.ports.today(),
        is_held=is_held(found),
        content=content,
        parts=tuple(map(part_of, content.sections)),
        openers=openers(at.vault, main),
        question=_next_question(assessment, vocabulary),
        notes=notes_in(main, at.vault.roster),
    )


def _next_question(
    assessment: Assessment, vocabulary: Vocabulary
) -> QuestionForm | None:
    """The best question that a form can ask."""
    forms = (form_of(item, vocabulary) for item in assessment.questions)
    return next((form for form in forms if form is not None), None)
