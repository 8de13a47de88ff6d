"""Random rulebooks that touch every part of the law engine, by seed.

All edges go from later propositions to earlier ones and from later rules to earlier
ones, so no rulebook has a cycle. The same seed gives the same rulebook and case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random  # noqa: TID251 -- seeded, and only for tests

from safeconduct.assessment.state import State
from safeconduct.base.text import same
from safeconduct.rulebook.condition import Norm, Rule
from safeconduct.rulebook.record import (
    TODAY,
    Burden,
    Finding,
    Grade,
    Page,
    Parameter,
    ParameterType,
    ParameterValue,
    Source,
)
from safeconduct.rulebook.vocabulary import Vocabulary
from tests.evaluator.conditions import Conditions
from tests.evaluator.states import (
    DAYS,
    NORMS,
    WORDS,
    random_day,
    random_state,
    random_vocabulary,
    seeded,
)

KNOWN_ON = date(2026, 6, 1)
PARAMETER_TYPES: tuple[ParameterType, ...] = ("bool", "set", "integer", "day")
GRADES: tuple[Grade, ...] = (
    *("primary", "official", "secondary", "primary") * 3,
    *("weak", "memory"),
)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One random rulebook with one random case."""

    seed: int
    pages: tuple[Page, ...]
    vocabulary: Vocabulary
    state: State
    recorded: Mapping[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A statement before its conditions are drawn, for each version of its page."""

    page: Page
    head: int
    id: str
    contrary: bool
    presumed: bool
    closed: bool
    overrides: tuple[str, ...]

    def opposed(self, other: "_Draft") -> tuple[str, ...]:
        """The rules of an earlier draft that this one may override."""
        is_weaker = other.page.kind == "practice" and self.page.kind != "practice"
        if self.presumed or self.head != other.head or is_weaker:
            return ()
        if other.presumed:
            return (f"{other.id}.{'presumed' if self.contrary else 'rebutted'}",)
        return (other.id,) if self.contrary != other.contrary else ()


def random_sample(seed: int) -> Sample:
    """A rulebook, a case and when the pages were recorded."""
    pages, vocabulary = random_rulebook(seed)
    rng = seeded("recorded", seed)
    recorded = {
        page.version(): KNOWN_ON + DAY * rng.choice((*[-9] * 30, 0, 1))
        for page in pages
        if rng.random() < 0.99
    }
    return Sample(
        seed=seed,
        pages=pages,
        vocabulary=vocabulary,
        state=random_state(seed, vocabulary),
        recorded=recorded,
    )


def random_rulebook(seed: int) -> tuple[tuple[Page, ...], Vocabulary]:
    """Up to seven pages in versions, with up to fifteen propositions."""
    rng = seeded("rulebook", seed)
    vocabulary = random_vocabulary(rng)
    terms = _terms(rng, vocabulary)
    conditions = Conditions(
        rng=rng,
        vocabulary=vocabulary,
        parameters=terms.parameters,
        norms=tuple(norm.name for norm in terms.norms),
    )
    drafts = _drafts(rng)
    found = [terms, _axiom(conditions)]
    for page in {draft.page.id: draft.page for draft in drafts}.values():
        own = [draft for draft in drafts if draft.page is page]
        days = _names(vocabulary, "day")
        versions = _versions(rng, _declared(drafts, page), days)
        found += [_filled(conditions, version, own) for version in versions]
    rng.shuffle(found)
    return tuple(found), vocabulary


def _drafts(rng: Random) -> list[_Draft]:
    pages = [_page(f"xx.page{i}", rng) for i in range(rng.randint(1, 5))]
    drafts: list[_Draft] = []
    for head in range(rng.randint(1, 15)):
        for number in range(rng.choice((1, 1, 2, 3))):
            contrary, presumed = rng.random() < 0.2, rng.random() < 0.1
            draft = _Draft(
                page=rng.choice(pages),
                head=head,
                id=f"r{head}.{number}",
                contrary=contrary and not presumed,
                presumed=presumed,
                closed=not contrary and not presumed and rng.random() < 0.7,
                overrides=(),
            )
            opposed = [name for other in drafts for name in draft.opposed(other)]
            chosen = tuple(name for name in opposed if rng.random() < 0.4)
            drafts.append(replace(draft, overrides=chosen))
    return drafts


def _filled(conditions: Conditions, page: Page, drafts: list[_Draft]) -> Page:
    """A version of a page: its statements, each now and then left out."""
    rng, rules = conditions.rng, list[Rule]()
    kept = [
        draft for draft in drafts if page.applies_from is None or rng.random() < 0.9
    ]
    for draft in kept:
        rules += _rules(conditions, draft)
    return replace(page, rules=tuple(rules))


def _rules(conditions: Conditions, draft: _Draft) -> tuple[Rule, ...]:
    earlier = tuple(f"xx.p{i}" for i in range(draft.head))
    body = conditions.draw(earlier)
    count = conditions.rng.choice((0, 0, 0, 1, 1, 2))
    exceptions = tuple(conditions.draw(earlier) for _ in range(count))
    rule = Rule(
        id=draft.id,
        head=f"xx.p{draft.head}",
        contrary=draft.contrary,
        closed=draft.closed,
        body=body,
        unless=exceptions,
        overrides=draft.overrides,
    )
    if not draft.presumed:
        return (rule,)
    rebuttal = conditions.draw(earlier)
    presumed = replace(
        rule, id=f"{draft.id}.presumed", unless=(rebuttal,), rebuttable=True
    )
    contrary = replace(
        presumed, id=f"{draft.id}.rebutted", contrary=True, body=rebuttal, unless=()
    )
    return (presumed, contrary)


def _declared(drafts: list[_Draft], page: Page) -> Page:
    """The page with its findings; each proposition is declared by one page at most."""
    owners = {draft.head: draft.page.id for draft in reversed(drafts)}
    findings = tuple(
        Finding(
            id=f"xx.p{head}",
            kind="danger" if head % 3 else "step",
            jurisdiction="XX",
            title=same("p"),
        )
        for head, owner in sorted(owners.items())
        if owner == page.id and head % 5
    )
    return replace(page, findings=findings)


def plain_page(name: str) -> Page:
    """A page of law without rules that is fresh and always applies."""
    read, fresh = date(2026, 1, 1), date(2028, 1, 1)
    primary = Source(cite=name, place="1", address="", read=read, grade="primary")
    return Page(
        id=name,
        file=f"{name}.md",
        kind="law",
        jurisdiction="XX",
        bears="danger",
        dated_by=TODAY,
        applies_from=None,
        applies_to=None,
        binds_from=None,
        span_from=None,
        review_by=read,
        unusable_after=fresh,
        sources=(primary,),
        missing=(),
        counsel_only=False,
        only_origin="",
        prose=same(""),
    )


def _page(name: str, rng: Random) -> Page:
    """A page without rules; now and then stale, weak, or law only from some day."""
    page = plain_page(name)
    grades = rng.choice(GRADES), GRADES[-1]
    return replace(
        page,
        kind=rng.choice(("law", "law", "law", "practice")),
        bears=rng.choice(("protection", "permission", "danger", "duty")),
        binds_from=rng.choice((*[None] * 9, random_day(rng))),
        span_from=rng.choice((*[None] * 9, random_day(rng))),
        unusable_after=rng.choice((*[page.unusable_after] * 9, random_day(rng))),
        sources=tuple(replace(page.sources[0], grade=grade) for grade in grades),
    )


def _terms(rng: Random, vocabulary: Vocabulary) -> Page:
    """A page with parameters, open norms and, now and then, a burden of proof."""
    facts = [fact.name for fact in vocabulary.facts if rng.random() < 0.4]
    burden = Burden(
        facts=tuple(facts), against="person" if rng.random() < 0.8 else "authority"
    )
    return replace(
        _page("xx.terms", rng),
        parameters=tuple(
            _parameter(rng, f"xx.par{i}", vocabulary) for i in range(rng.randint(0, 3))
        ),
        norms=tuple(Norm(name=name) for name in NORMS if rng.random() < 0.4),
        burdens=(burden,) if rng.random() < 0.5 else (),
    )


def _axiom(conditions: Conditions) -> Page:
    """An axiom that the evaluation must not take for a rule."""
    flags = _names(conditions.vocabulary, "bool")
    page = replace(_page("xx.axiom", conditions.rng), kind="axiom")
    if not flags:
        return page
    body = conditions.draw(())
    rule = Rule(id="axiom", head=flags[0], contrary=False, closed=False, body=body)
    return replace(page, rules=(rule,))


def _names(vocabulary: Vocabulary, kind: str) -> list[str]:
    return [fact.name for fact in vocabulary.facts if fact.type == kind]


def _pieces(rng: Random, count: int) -> list[tuple[date | None, date | None]]:
    """Stretches of days that do not overlap, some joined and some with gaps."""
    starts = sorted(rng.sample(DAYS, count))
    ends = [start - DAY * rng.choice((1, 1, 1, 9)) for start in starts[1:]]
    first = None if rng.random() < 0.6 else starts[0]
    last = None if rng.random() < 0.6 else starts[-1] + 40 * DAY
    return list(zip((first, *starts[1:]), (*ends, last), strict=True))


def _versions(rng: Random, page: Page, dating: list[str]) -> list[Page]:
    """Versions that follow each other; or that overlap, and then bind later."""
    if rng.random() < 0.6:
        return [page]
    count = rng.randint(1, 3)
    page = replace(page, dated_by=rng.choice((TODAY, *dating)))
    pieces = _pieces(rng, count)
    later = [None, *sorted(rng.sample(DAYS, count - 1))]
    overlap = rng.random() < 0.4
    if overlap:
        rng.shuffle(pieces)
    versions = [
        replace(
            page,
            applies_from=first,
            applies_to=last and last + DAY * rng.choice((0, 20, 90)) * overlap,
            binds_from=bind if overlap else page.binds_from,
        )
        for (first, last), bind in zip(pieces, later, strict=True)
    ]
    names = {version.version() for version in versions}
    return versions if len(names) == count else [page]


def _parameter(rng: Random, name: str, vocabulary: Vocabulary) -> Parameter:
    kind = rng.choice(PARAMETER_TYPES)
    keyed = [fact for fact in vocabulary.facts if fact.type == "enum"]
    key = rng.choice(keyed) if keyed and rng.random() < 0.5 else None
    keys = [value for value in key.values if rng.random() < 0.8] if key else [""]
    values = tuple(
        ParameterValue(
            holds_from=first,
            holds_to=last,
            key=word,
            value=_parameter_value(rng, kind),
            source=0,
        )
        for word in keys
        for first, last in _pieces(rng, rng.randint(1, 3))
    )
    return Parameter(
        id=name,
        type=kind,
        dated_by=rng.choice((TODAY, *_names(vocabulary, "day"))),
        keyed_by=key.name if key else "",
        title=same(name),
        values=values,
    )


def _parameter_value(rng: Random, kind: ParameterType) -> frozenset[str] | int | bool:
    match kind:
        case "bool":
            return rng.random() < 0.5
        case "set":
            return frozenset(rng.sample(WORDS, rng.randint(1, 3)))
        case "day":
            return random_day(rng).toordinal()
        case "integer":
            return rng.randint(-2, 6)
