"""Making the documents of one case: law, case and assessment brought together."""

from functools import cached_property
from pathlib import Path

from safeconduct.app.books.library import Library
from safeconduct.app.calls.call import Call
from safeconduct.app.screen.reader import fit_to_reader
from safeconduct.assessment.assess import Ask, Assessor
from safeconduct.assessment.record import Assessment
from safeconduct.base.case import APPLICANT, Case
from safeconduct.base.value import Choice
from safeconduct.dossier.card import alarm_card
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.docx import print_docx
from safeconduct.dossier.limit import limit_sources
from safeconduct.dossier.pack import arrest_notices, pack_content
from safeconduct.dossier.pdf import Press, open_press, print_pdf
from safeconduct.dossier.record import Audience


class Documents:
    """The documents of one case in one language; fonts are opened once."""

    def __init__(
        self,
        call: Call,
        path: Path,
        *,
        library: Library | None = None,
        press: Press | None = None,
        counsel: bool = False,
    ) -> None:
        """Read law and case, and assess from the viewpoint that is asked for.

        Raises:
            InputError: a file is at fault.
        """
        self.call = call
        self.library = library or call.library()
        self.case: Case = call.case(path, self.library)
        self.assessor = Assessor(
            self.library.books(on=call.on, known_on=call.known_on),
            self.case,
            Ask(on=call.on, known_on=call.known_on, counsel=counsel or call.counsel),
        )
        self.assessment: Assessment = fit_to_reader(
            self.assessor.assessment(), call.reader_in
        )
        self._press = press

    @cached_property
    def press(self) -> Press:
        """The fonts, opened when first needed."""
        return self._press or open_press()

    def dossier(self, *, audience: Audience, for_state: str, kind: str) -> bytes:
        """The dossier as PDF or DOCX (`.pdf`, `.docx`).

        Raises:
            InputError: lines released for an authority disagree.
        """
        order = Order(
            language=self.call.at,
            audience=audience,
            for_state=for_state,
            deadline_sources=limit_sources(self.assessor.tape.pages),
        )
        content = dossier_content(
            self.case, self.assessment, self.library.rulebook.vocabulary, order
        )
        if kind == ".docx":
            return print_docx(content, self.press)
        return print_pdf(content, self.press)

    def alarm_card(self) -> bytes:
        """The neutral card for the state where the person was last said to be."""
        return alarm_card(self._last_place(), self.press)

    def action_pack(self) -> bytes:
        """The action pack as PDF."""
        notices = arrest_notices(
            self.library.rulebook,
            self.case,
            on=self.call.on,
            known_on=self.call.known_on,
        )
        content = pack_content(
            self.case,
            self.assessment,
            self.library.rulebook.vocabulary,
            language=self.call.at,
            arrest_notices=notices,
            deadline_sources=limit_sources(self.assessor.tape.pages),
        )
        return print_pdf(content, self.press)

    def _last_place(self) -> str:
        """The one state that the latest statement names; empty if it names none."""
        said = [
            (fact.origin.said.latest.toordinal() if fact.origin.said else 0, fact)
            for fact in self.case.facts
            if fact.name == "place.country" and fact.of == APPLICANT
        ]
        for _, fact in sorted(said, key=lambda item: item[0], reverse=True):
            if isinstance(fact.possible, Choice) and len(fact.possible.values) == 1:
                return next(iter(fact.possible.values))
        return ""
