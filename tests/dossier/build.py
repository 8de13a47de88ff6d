"""A small vocabulary, an invented case and its assessment, to print in tests."""

from dataclasses import replace
from datetime import date

from safeconduct.assessment.clock import ClockResult
from safeconduct.assessment.deadline import DeadlineResult
from safeconduct.assessment.record import (
    Assessment,
    Question,
    Receipt,
    Settled,
    Warning,  # noqa: A004 (the contract's word)
)
from safeconduct.base.case import (
    Case,
    CaseList,
    Compartment,
    Consent,
    Event,
    Evidence,
    Fact,
    Judgement,
    Origin,
    Row,
    Statement,
    Witness,
    WitnessKind,
)
from safeconduct.base.day import DayRange
from safeconduct.base.truth import Truth, Verdict
from safeconduct.base.value import Choice, Value, span_of
from safeconduct.rulebook.record import Notice
from tests.dossier.reason import REPORT, finding, leaf
from tests.dossier.vocabulary import text

TODAY = date(2026, 11, 22)
ALIAS = "Chaika"
# What may never reach an authority; each is looked for in the printed text.
UNRELEASED = "UNRELEASED-WORDS"
COUNSELS = "COUNSEL-WORDS"


def origin(
    kind: WitnessKind = "person",
    source: str = "",
    *,
    said: str = "2026-10",
    out: bool = False,
    evidence: tuple[str, ...] = (),
    compartment: Compartment = "main",
) -> Origin:
    """Where a line comes from; `out` means confirmed and released."""
    return Origin(
        witness=Witness(kind=kind, source=source),
        said=DayRange.parse(said),
        evidence=evidence,
        confirmed=out,
        released=out,
        compartment=compartment,
    )


def choice(*values: str) -> Choice:
    return Choice(values=frozenset(values))


def day(form: str) -> Value:
    return span_of(DayRange.parse(form))


def fact(name: str, value: Value | None, said: Origin, *, since: str = "") -> Fact:
    return Fact(
        name=name,
        possible=value,
        mark=None if value else "withheld",
        holds_from=DayRange.parse(since) if since else None,
        origin=said,
    )


FACTS = (
    fact("place.country", choice("KZ"), origin(out=True), since="2022-09-24"),
    fact("service.basis", choice("officer"), origin("press", "AFP, June 2024")),
    fact("service.basis", choice("civilian"), origin("press", "a report of May 2024")),
    fact("refusal.left_unit", choice("true"), origin(out=True, evidence=("order",))),
    fact("objection.shown", choice("true"), origin("relative", UNRELEASED)),
    fact("left.day", day("2022-09-23"), origin(out=True, evidence=("ticket",))),
    fact("wanted.federal", None, origin("caseworker")),
    fact(
        "acts.saw_crimes",
        choice("true"),
        origin("person", COUNSELS, compartment="counsel"),
    ),
)
CASE = Case(
    alias=ALIAS,
    languages=("ru", "kk"),
    as_of=DayRange.parse("2026-10"),
    facts=FACTS,
    lists=(
        CaseList(
            name="charges",
            complete="no",
            rows=(
                Row(
                    values=(("article", choice("a337", "a338")), ("day", day("2023"))),
                    origin=origin("press", "a court register"),
                ),
            ),
        ),
    ),
    events=(
        Event(
            day=DayRange.parse("2022-09-21"),
            texts=(
                ("ru", "В тот вечер позвонили и велели явиться."),
                ("en", "That evening they called and told me to report."),
                ("fr", "Ce soir-là, on a téléphoné pour me convoquer."),
            ),
            place="RU",
            origin=origin(out=True),
        ),
        Event(
            day=DayRange.parse("2022-10"),
            texts=(("en", f"{UNRELEASED}: two men came to the mother’s flat."),),
            place="RU",
            origin=origin("relative", "the mother, by phone"),
        ),
        Event(
            day=None,
            texts=(("en", f"{COUNSELS}: what he saw."),),
            place="UA",
            origin=origin(compartment="counsel"),
        ),
    ),
    evidence=(
        Evidence(
            id="order",
            kind="order",
            what="Order to report, copy",
            held_by="group",
            seen=DayRange.parse("2026-10-02"),
        ),
        Evidence(
            id="ticket", kind="other", what="Bus ticket", held_by="family", seen=None
        ),
        Evidence(
            id="secret",
            kind="photo",
            what=f"{UNRELEASED} photo",
            held_by="person",
            seen=None,
        ),
    ),
    judgements=(
        Judgement(
            name="int.persecution",
            value=True,
            by="counsel",
            reasons=f"{COUNSELS}: my reasons",
            day=DayRange.parse("2026-11-01"),
        ),
    ),
    statements=(
        Statement(
            language="ru",
            text="Я не хочу никого убивать.\n\nПоэтому я уехал.",
            confirmed=True,
            released=True,
        ),
        Statement(
            language="en",
            text=f"{UNRELEASED}: a draft of the statement.",
            confirmed=True,
            released=False,
        ),
    ),
    consents=(
        Consent(
            to="counsel in Astana",
            what=f"to see the file ({UNRELEASED})",
            day=DayRange.parse("2026-10-01"),
            withdrawn=False,
        ),
    ),
    family=("spouse", "child"),
    notes="NOTES-OF-COUNSEL",
)

LEFT = text("Left the unit: yes", "Оставил часть: да", "A quitté l’unité : oui")
FINDINGS = (
    finding(
        "int.refugee",
        "protection",
        text(
            "Refugee status is arguable",
            "Можно просить о статусе беженца",
            "Le statut de réfugié peut être demandé",
        ),
        leaf("refusal.left_unit", LEFT, Verdict.TRUE),
        first_sight=Verdict.TRUE,
    ),
    finding(
        "int.conscience",
        "protection",
        text("Conscience is arguable", "Убеждения", "La conscience"),
        leaf("objection.shown", text("Objection shown: yes"), Verdict.TRUE),
    ),
    finding(
        "kz.handover_risk",
        "danger",
        text(
            "Hand-over to Russia is possible, also within hours",
            "Возможна передача России, в том числе за часы",
            "Remise à la Russie possible, même en quelques heures",
        ),
        leaf("refusal.left_unit", LEFT, Verdict.TRUE),
        leaf(
            "wanted.federal",
            text("On the wanted list: yes", "В розыске: да", "Recherché : oui"),
            Verdict.UNKNOWN,
        ),
        source=REPORT,
        notices=(
            Notice(
                id="n",
                when="true",
                audience="caseworker",
                text=text(
                    "Agree on a lawyer today.",
                    "Договоритесь с адвокатом.",
                    "Convenez d’un avocat.",
                ),
            ),
        ),
    ),
    finding(
        "ru.article_337",
        "exposure",
        text(
            "Article 337 is arguable against him",
            "Статья 337 возможна",
            "L’article 337 peut lui être opposé",
        ),
        leaf(
            "service.basis",
            text("Status: officer", "Статус: офицер", "Statut : officier"),
            Verdict.DISPUTED,
        ),
        truth=Verdict.DISPUTED,
    ),
    finding(
        "int.exclusion",
        "exclusion",
        text(f"{COUNSELS}: exclusion must be looked at"),
        leaf("acts.saw_crimes", text("Saw crimes: yes"), Verdict.TRUE),
        counsel_only=True,
    ),
    finding(
        "fr.entry_papers",
        "step",
        text(
            "Entry papers can be asked for",
            "Можно просить о въездных документах",
            "Un visa peut être demandé",
        ),
        leaf("wanted.federal", text("On the wanted list"), Verdict.UNKNOWN),
        truth=Verdict.UNKNOWN,
        goal=5,
        missing=("wanted.federal",),
    ),
)
DEADLINES = (
    DeadlineResult(
        id="kz.claim",
        title=text(
            "Asylum claim in Kazakhstan",
            "Ходатайство в Казахстане",
            "Demande d’asile au Kazakhstan",
        ),
        against="person",
        start_fact="left.day",
        due=date(2026, 11, 27),
        earliest=date(2026, 11, 27),
        latest=date(2026, 12, 1),
        steps=(text("It starts on Sun 2026-11-22."), text("It runs for 5 days.")),
        warnings=(text("The counting is not confirmed."),),
    ),
    DeadlineResult(
        id="kz.appeal",
        title=text("Appeal", "Жалоба", "Recours"),
        against="person",
        start_fact="left.day",
        due=date(2026, 11, 1),
        earliest=date(2026, 11, 1),
        latest=date(2026, 11, 1),
    ),
    DeadlineResult(
        id="fr.appeal",
        title=text("Appeal in France", "Жалоба во Франции", "Recours en France"),
        against="person",
        start_fact="left.day",
        missing=("left.day",),
    ),
)
ASSESSMENT = Assessment(
    receipt=Receipt(
        rulebook="sha256:" + "a" * 64,
        vocabulary="sha256:" + "b" * 64,
        priors="sha256:" + "c" * 64,
        looked_at="sha256:0",
        facts="sha256:" + "d" * 64,
        engine="0.1.0",
        on=TODAY,
        known_on=TODAY,
    ),
    findings=FINDINGS,
    questions=(
        Question(
            fact="wanted.federal",
            text=text(
                "Is he on the wanted list?", "Он в розыске?", "Est-il recherché ?"
            ),
            score=1.0,
            settles=(
                Settled(
                    answer="true",
                    answer_text=text("yes", "да", "oui"),
                    finding="kz.handover_risk",
                    truth=Verdict.TRUE,
                ),
            ),
            counsel_only=False,
            disputed=False,
        ),
    ),
    deadlines=DEADLINES,
    clocks=(
        ClockResult(
            id="kz.stay",
            title=text(
                "Stay in Kazakhstan", "Пребывание в Казахстане", "Séjour au Kazakhstan"
            ),
            used_most=71,
            used_least=60,
            allowed=90,
            window=180,
            ends=date(2026, 12, 11),
            within=Truth.UNKNOWN,
        ),
    ),
    warnings=(
        Warning(text=text("The law of today may be unknown tomorrow."), finding=""),
    ),
    notices=(),
    counsel=True,
)


def with_statement(words: str) -> Case:
    """The case with one statement, confirmed and released."""
    statement = Statement(language="ru", text=words, confirmed=True, released=True)
    return replace(CASE, statements=(statement,))
