"""Texts fitted to where they will be read.

Inside Russia contact with several organisations is punished: there no organisation is
named, no address stands, and only articles of law are cited. What a page does not mark
is caught by a list of names, in three languages. Nor does such a text say where the
person is or what he has asked of other states: a relative's telephone may be searched.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from safeconduct.assessment.assess import Assessor
from safeconduct.assessment.record import AssessedFinding, Assessment, Reason
from safeconduct.assessment.words import WHERE_NOW
from safeconduct.base.text import Text
from safeconduct.rulebook.record import Notice, Source

GUARDED = frozenset({"RU"})
CODE_LENGTH = 2
# Facts that tell where he is, or what he has asked of whom, by the first word.
_TELLS_PLACE = frozenset({"place", "stay", "stays"})
_ABROAD = _TELLS_PLACE | {"claim", "applications", "remedies", "eu", "echr", "work"}
# What speaks to a helper is no text for somebody inside.
_READERS = frozenset({"all", "person", "relative"})
_ARTICLE = re.compile(r"\b(Art\.|Article|Decree|Constitution|Code|Law \d)")
_OUTSIDE = re.compile(r"report|press|review|after |portal|page of|note", re.IGNORECASE)
_LINK = re.compile(r"https?:|www\.|t\.me|@\w|\w\.(?:org|com|ru|net|info|eu|fr)\b")
# International bodies, courts and authorities of other states, media, helping groups.
# Short names count as they are written only: `un` and `une` are French articles.
_SHORT = re.compile(
    r"\b(?:UN|OHCHR|HRC|CAT|CED|ECHR|OFPRA|CNDA|BAMF|SPADA|EUAA|UDI|UNE|IRB|HCR|ONU|CEDH"
    r"|BBC|AFP|DW|CIT|OVD|EBCO|WRI|IFOR|GISTI|ACAT|ASGI|CEAR|DRA|MRR|ООН|УВКБ|ЕСПЧ)\b"
)
_LONG = re.compile(
    r"UNHCR|Interpol|Интерпол|Europol|Eurodac|Strasbourg|Страсбург"
    r"|European Court|Европейск\w+ суд|Cour européenne|Rule 39|правил\w+ 39"
    r"|Human Rights (?:Committee|Watch|Centre)|Working Group|Рабоч\w+ групп"
    r"|rapporteur|спецдокладчик|ombuds|омбудсмен|Défenseur des droits"
    r"|Committee against|Comité (?:des|contre|de l)|Комитет\w* (?:против|по правам)"
    r"|Home Office|Meduza|Медуз|Mediazona|Медиазон|Verstka|Вёрстк|Верстк"
    r"|Novaya Gazeta|Новая газета|Moscow Times|Important Stories|Важны\w+ истори"
    r"|Би-би-си|Reuters|Associated Press|Deutsche Welle"
    r"|Get Lost|Go by the Forest|Idite Lesom|Идите лесом|Farewell to Arms"
    r"|Proshchay|Прощай, оружие|Kovcheg|Ковчег|The Ark\b|InTransit|ОВД-Инфо"
    r"|Conscientious Objectors|Движени\w+ сознательных|Memorial|Мемориал"
    r"|Pervy Otdel|First Department|Первый отдел|Connection e\.|War Resisters"
    r"|Object ?War|act4transformation|Nash Dom|Наш дом|Free Buryatia|Свободн\w+ Бурят"
    r"|Rus Sidyashchaya|Русь сидящ|Agora|Агора|Free Russia|Свободн\w+ Росси"
    r"|Solidarus|Russie-Libert|People in Need|PRO ASYL|Cimade|AsyLex|VluchtelingenWerk"
    r"|Front Line Defenders|ProtectDefenders|Adilet|Адилет|Helsinki|Хельсинк"
    r"|Bureau for Human Rights|бюро по правам|Amnesty|Амнести|Red Cross|Красн\w+ Крест"
    r"|Croix-Rouge",
    re.IGNORECASE,
)


def fit_to_reader(item: Assessment, country: str) -> Assessment:
    """The assessment as it may be read in a country."""
    if country not in GUARDED:
        return item
    findings = tuple(
        _fitted(finding)
        for finding in item.findings
        if finding.jurisdiction == country
        and not finding.names_organisation
        and not names_somebody(finding.title)
        and not _tells_place(finding.why)
    )
    kept = {finding.id for finding in findings}
    return replace(
        item,
        findings=findings,
        questions=tuple(
            question
            for question in item.questions
            if may_name(question.fact, question.text, country)
        ),
        deadlines=(),
        clocks=(),
        warnings=tuple(
            warning
            for warning in item.warnings
            if (not warning.finding or warning.finding in kept)
            and warning.text != WHERE_NOW
            and not names_somebody(warning.text)
        ),
        notices=_notices(
            n for n in item.notices if n.id.startswith(f"{country.lower()}.")
        ),
    )


def may_read(assessor: Assessor, country: str) -> list[str]:
    """The findings that may be asked about from where it will be read."""
    if country not in GUARDED:
        return assessor.visible()
    fitted = fit_to_reader(assessor.assessment(), country)
    return [finding.id for finding in fitted.findings]


def may_name(fact: str, text: Text, country: str) -> bool:
    """Whether a fact may be spoken of, in these words, where it will be read."""
    return country not in GUARDED or not (
        _first_word(fact) in _ABROAD
        or _is_of_another_state(fact, country)
        or names_somebody(text)
    )


def _act(cite: str) -> str:
    """The act and its article, without where a copy of it was read."""
    act, *rest = cite.partition(" (")[0].split(", ")
    return ", ".join([act, *(part for part in rest if part.startswith("Art."))])


def _first_word(name: str) -> str:
    return name.removeprefix("list.").partition(".")[0]


def _is_of_another_state(name: str, country: str) -> bool:
    """Facts of a state's own pages begin with its code."""
    word = _first_word(name)
    return len(word) == CODE_LENGTH and word != country.lower()


def _tells_place(reason: Reason) -> bool:
    told = reason.kind == "fact" and _first_word(reason.id) in _TELLS_PLACE
    return told or any(_tells_place(part) for part in reason.of)


def names_somebody(text: Text) -> bool:
    """Whether a text names an organisation or an address, in any language."""
    return any(
        pattern.search(said) is not None
        for said in (text.en, text.ru, text.fr)
        for pattern in (_LINK, _SHORT, _LONG)
    )


def _notices(found: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(
        notice
        for notice in found
        if notice.audience in _READERS
        and not notice.names_organisation
        and not names_somebody(notice.text)
    )


def _fitted(item: AssessedFinding) -> AssessedFinding:
    return replace(
        item,
        notices=_notices(item.notices),
        why=_only_articles(item.why),
        missing=(),
    )


def only_articles(reason: Reason, country: str) -> Reason:
    """A reason tree as it may be read in a country."""
    return _only_articles(reason) if country in GUARDED else reason


def _only_articles(reason: Reason) -> Reason:
    return replace(
        reason,
        sources=tuple(
            Source(
                cite=_act(source.cite),
                place="",
                address="",
                read=source.read,
                grade=source.grade,
            )
            for source in reason.sources
            if _is_article(source)
        ),
        of=tuple(
            _only_articles(part) for part in reason.of if not names_somebody(part.says)
        ),
    )


def _is_article(source: Source) -> bool:
    """A text of law itself, not somebody's report of it."""
    return (
        source.grade in {"primary", "official"}
        and _ARTICLE.search(source.cite) is not None
        and _OUTSIDE.search(source.cite) is None
    )
