"""The reference evaluator: slow, plain, by sets; it judges the kernel.

It shares no code with the kernel; it follows spec/law-page.md §2. "No version" and "no
value" are possible only on days that none covers; practice overrides what is opposed
and no practice; what may turn out a conflict keeps an exception open like one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from safeconduct.assessment.state import State
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Value
from safeconduct.rulebook import condition as c
from safeconduct.rulebook.record import Page
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, Vocabulary
from tests.evaluator import sets
from tests.evaluator.sets import Facts, Known

CAP = 256
WARNS = {"danger", "duty", "exposure"}
Wanted = Callable[[Page, c.Rule], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _World(Facts):
    """A version of a case under the pages in force, in one reading."""

    pages: Mapping[str, Sequence[Page]]
    norms: frozenset[str]
    legal: frozenset[str]
    warning: frozenset[str]
    reading: Reading
    memo: dict[str, Known] = field(default_factory=dict)

    def holds(self, part: c.Condition) -> Known:
        match part:
            case c.Not():
                return sets.negated(self.holds(part.part))
            case c.Group():
                return sets.at_least(part.at_least, [self.holds(p) for p in part.parts])
            case c.Exists():
                return self.exists(part)
            case c.Compare() | c.Member():
                return self.test(part)
            case c.Named():
                known = self.named(part)
                return known or self.proposition(part.name)
            case c.Used():
                raise NotImplementedError

    def exists(self, part: c.Exists) -> Known:
        rows = self.state.lists.get(part.list)
        if rows is None:
            return sets.OPEN
        found = [self.row(part, row) for row in rows.rows]
        least, most = sum(r.true for r in found), sum(not r.false for r in found)
        never = rows.complete == "yes" and most < part.at_least
        return sets.truth(sure=least >= part.at_least, never=never)

    def row(self, part: c.Exists, row: Mapping[str, Value]) -> Known:
        columns = {f"{part.list}.{name}": value for name, value in row.items()}
        return replace(self, facts={**self.facts, **columns}).holds(part.where)

    def proposition(self, name: str) -> Known:
        if name not in self.memo:
            self.memo[name] = self.settle(name)
        return self.memo[name]

    def settle(self, name: str) -> Known:
        if name in self.norms:
            judged = self.facts.get(name)
            return sets.within(judged, frozenset({"true"})) if judged else sets.HARD
        pro = self.side(lambda _, r: r.head == name and not r.contrary, name)
        con = self.side(lambda _, r: r.head == name and r.contrary, name)
        closed = any(
            all(any(r.closed and r.head == name for r in v.rules) for v in page)
            for page in self.pages.values()
        )
        conflict = pro.may and con.may
        return Known(
            true=pro.true and con.false,
            false=pro.false and (con.true or closed),
            may=conflict or (pro.may and con.may_not),
            may_not=conflict or (pro.may_not and (con.may or closed)),
        )

    def side(self, wanted: Wanted, head: str = "") -> Known:
        return sets.any_of([self.chosen(v, wanted, head) for v in self.pages.values()])

    def chosen(self, versions: Sequence[Page], wanted: Wanted, head: str) -> Known:
        """Some wanted rule of a page applies, in whichever version may be meant."""
        if not any(wanted(v, rule) for v in versions for rule in v.rules):
            return sets.FALSE
        dated = [(sets.days(v.applies_from, v.applies_to), v) for v in versions]
        meant = sets.possible(self.span(versions[0].dated_by), dated)
        found = sets.agreed(self.some(v, wanted) if v else sets.OPEN for v in meant)
        is_office = versions[0].kind == "practice" and head in self.legal
        return sets.shown(found) if is_office else found

    def some(self, page: Page, wanted: Wanted) -> Known:
        rules = [rule for rule in page.rules if wanted(page, rule)]
        return sets.any_of([self.applies(page, rule) for rule in rules])

    def applies(self, page: Page, rule: c.Rule) -> Known:
        def overrides(where: Page, other: c.Rule) -> bool:
            if other.head != rule.head or other.contrary == rule.contrary:
                return False
            by_kind = where.kind == "practice" != page.kind and rule.head in self.legal
            return by_kind or rule.id in other.overrides

        today = self.state.today
        is_stale = today > page.unusable_after or today < (page.span_from or today)
        is_frail = is_stale or page.best_grade() in {"weak", "memory"}
        warns = rule.head in self.warning and not rule.contrary
        if page.shields() and is_frail and not warns:
            return sets.HARD
        takes_away = [*map(self.holds, rule.unless), self.side(overrides)]
        is_strict = self.reading is Reading.ESTABLISHED
        if not is_strict:
            takes_away = [sets.shown(part) for part in takes_away]
        fails = sets.any_of([sets.negated(self.holds(rule.body)), *takes_away])
        is_rebuttal = rule.rebuttable and rule.contrary and not is_strict
        return sets.shown(sets.negated(fails)) if is_rebuttal else sets.negated(fails)


def _versions(claims: Mapping[str, tuple[Value, ...]]) -> Iterator[dict[str, Value]]:
    """One set of facts for each choice among disputed values; the excess is unknown."""
    kept: dict[str, tuple[Value, ...]] = {}
    count = 1
    for key, values in sorted(claims.items()):
        if count * len(values) <= CAP:
            count, kept[key] = count * len(values), values
    for combination in product(*kept.values()):
        yield dict(zip(kept, combination, strict=True))


def _world(
    rules: Sequence[Page],
    pages: Sequence[Page],
    vocabulary: Vocabulary,
    state: State,
    reading: Reading,
) -> _World:
    """What does not change between versions; what a name is, is read off all pages."""
    specs: dict[str, FactSpec | ColumnSpec] = dict(vocabulary.fact_table())
    specs |= {col.name: col for item in vocabulary.lists for col in item.columns}
    burdens = [b for page in pages for b in page.burdens if b.against == "person"]
    charged = {fact for burden in burdens for fact in burden.facts}
    asked = {k for k, v in state.marks.items() if v in {"does not know", "no evidence"}}
    legal = frozenset(f.id for p in rules if p.kind == "law" for f in p.findings)
    decided = reading is Reading.AS_DECIDED

    def counts(page: Page, rule: c.Rule) -> bool:
        return decided or page.kind != "practice" or rule.head not in legal

    pages = [
        replace(page, rules=tuple(rule for rule in page.rules if counts(page, rule)))
        for page in pages
    ]
    return _World(
        pages={p.id: [v for v in pages if v.id == p.id] for p in pages},
        specs=specs,
        parameters={one.id: one for page in pages for one in page.parameters},
        norms=frozenset(norm.name for page in rules for norm in page.norms),
        legal=legal,
        warning=frozenset(f.id for p in rules for f in p.findings if f.kind in WARNS),
        unproven=frozenset(charged & asked if decided else ()),
        facts={},
        state=state,
        reading=reading,
    )


def evaluate(
    pages: Sequence[Page],
    vocabulary: Vocabulary,
    state: State,
    reading: Reading,
    *,
    known_on: date,
    recorded: Mapping[str, date],
) -> dict[str, Verdict]:
    """What is found of every proposition that a rule concludes or a norm names."""
    rules = [page for page in pages if page.kind != "axiom"]
    known = [p for p in rules if recorded.get(p.version(), date.max) <= known_on]
    in_force = [p for p in known if (p.binds_from or date.min) <= state.today]
    in_force.sort(key=lambda page: page.binds_from or date.min)
    world = _world(rules, in_force, vocabulary, state, reading)
    names = world.norms | {item.head for page in rules for item in page.rules}
    found: dict[str, set[Known]] = {name: set() for name in names}
    for facts in _versions(state.claims):
        version = replace(world, facts=facts, memo={})
        for name, kinds in found.items():
            kinds.add(version.proposition(name))
    return {name: _folded(kinds) for name, kinds in found.items()}


def _folded(found: set[Known]) -> Verdict:
    if any(one.true for one in found) and any(one.false for one in found):
        return Verdict.DISPUTED
    if all(one.true for one in found):
        return Verdict.TRUE
    return Verdict.FALSE if all(one.false for one in found) else Verdict.UNKNOWN
