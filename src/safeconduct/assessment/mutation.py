"""How many small changes of the rules the cases of the law pages notice.

A day's cases are lanes of one run; a mutant compiles and runs no more than the
conclusions that rest on its rule. What no answer tells from the rule as it stands, in
any reading, is no mutant (spec/law-page.md §9).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safeconduct.assessment.batch import Member
from safeconduct.assessment.compiler import compiling
from safeconduct.assessment.dependence import resting
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.finish import alone
from safeconduct.assessment.growing import Growing
from safeconduct.assessment.mutant import Mutant, Mutator
from safeconduct.assessment.page_case import PageCases, expectations, expected
from safeconduct.assessment.question import rank
from safeconduct.assessment.rule_index import Family
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Proposition
from safeconduct.base.truth import Reading
from safeconduct.rulebook.record import Page, PageCase

Tell = Callable[[int, int, str], None]


@dataclass(slots=True, kw_only=True)
class Trial:
    """One mutant of a rule on a page, and what became of it.

    `same` is None while no day has told whether any answer tells it from its rule.
    """

    page: Page
    mutant: Mutant
    by_page: bool = False
    by_any: bool = False
    same: bool | None = None

    def counts(self) -> bool:
        """Whether it is a mutant at all: something could tell it from its rule."""
        return self.by_any or self.same is not True


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Of so many mutants so many are noticed, by the page's cases and by any."""

    mutants: int
    by_page: int
    by_any: int

    def share(self) -> float:
        """The share noticed by the cases of the page itself; 1 where there is none."""
        return self.by_page / self.mutants if self.mutants else 1.0


def score_of(trials: Sequence[Trial]) -> Score:
    """The score of some mutants."""
    counted = [trial for trial in trials if trial.counts()]
    return Score(
        mutants=len(counted),
        by_page=sum(trial.by_page for trial in counted),
        by_any=sum(trial.by_any for trial in counted),
    )


def mutate(
    cases: PageCases, *, tell: Tell, pages: Sequence[Page] | None = None
) -> tuple[Trial, ...]:
    """Try every mutant of the rules of some pages (of all, where none are named)."""
    mutator = Mutator(cases.rulebook.vocabulary)
    trials = [
        Trial(page=page, mutant=mutant)
        for page in (cases.rulebook.pages if pages is None else pages)
        if page.kind != "axiom"
        for rule in page.rules
        for mutant in mutator.mutants(rule)
    ]
    days = sorted(cases.days)
    above = resting(cases.rulebook)
    benches: list[_Bench] = []
    for number, on in enumerate(days):
        tell(number, len(days), f"mutants on {on}")
        benches.append(_Bench(cases, on, above))
        benches[-1].try_all(trials)
    tell(len(days), len(days), "mutants")
    left = [trial for trial in trials if not trial.by_page]
    for number, bench in enumerate(benches):
        tell(number, len(days), f"questions and equals on {bench.on}")
        bench.ask_all(left)
        bench.compare([trial for trial in left if not trial.by_any])
    return tuple(trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What one case expects of a finding."""

    file: str
    number: int
    reading: Reading
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """The next question for a finding which a case expects."""

    goal: str
    fact: str
    member: Member


class _Bench:
    """The cases of one day, before which rules are changed one at a time."""

    def __init__(
        self, cases: PageCases, on: date, above: Mapping[str, frozenset[str]]
    ) -> None:
        """Compile and run what the cases of the day look at, as the law stands."""
        self.on = on
        self.law = compiling(
            cases.rulebook, on=on, known_on=date.max, index=cases.index
        )
        self.vocabulary = cases.rulebook.vocabulary
        self.above = above
        read = [cases.read[place] for place in cases.days[on]]
        self.files = {item.page.file for item in read}
        names = {name for item in read for name in expected(item.case)}
        heads = {rule.head for item in read for rule in item.page.rules}
        for name in sorted(names | heads):
            self.law.proposition(name)
        self.growing = Growing(
            self.law.out, cases.day(on).batch, self.law.conditions.burdened
        )
        self.growing.grow()
        self.interview = cases.day(on).interview
        self.questions: dict[_Asked, bool] = {}
        self.asked: dict[str, list[_Asked]] = {}
        self.wishes: dict[str, list[_Wish]] = {}
        for number, item in enumerate(read):
            self._expect(number, item.page.file, item.case)

    def _expect(self, number: int, file: str, case: PageCase) -> None:
        """Note what a case expects; what does not come out so notices nothing."""
        for reading, name, truth in expectations(case):
            wish = _Wish(file=file, number=number, reading=reading, truth=truth)
            if self._is_met(wish, self.law.done[name].node):
                self.wishes.setdefault(name, []).append(wish)
        if case.ask and case.expect:
            member = self.growing.batch.places[number].member
            asked = _Asked(goal=case.expect[0][0], fact=case.ask, member=member)
            self.asked.setdefault(file, []).append(asked)

    def _is_met(self, wish: _Wish, node: int) -> bool:
        run = self.growing.run(wish.reading)
        found = self.growing.batch.verdict(run, node, wish.number)
        return found.value == wish.truth

    def try_all(self, trials: Sequence[Trial]) -> None:
        """Try the mutants that could still be noticed on the day."""
        for trial in trials:
            is_own = trial.page.file in self.files
            is_known = trial.by_page or (trial.by_any and not is_own)
            if not is_known and trial.mutant.of.head in self.law.done:
                size = len(self.law.out.nodes), len(self.law.out.atoms)
                self._try(trial)
                self.growing.cut(*size)

    def ask_all(self, trials: Sequence[Trial]) -> None:
        """Try what is left on the questions that the page's own cases expect."""
        for trial in trials:
            if not trial.by_page and trial.page.file in self.files:
                size = len(self.law.out.nodes), len(self.law.out.atoms)
                self._ask(trial)
                self.growing.cut(*size)

    def _ask(self, trial: Trial) -> None:
        head = trial.mutant.of.head
        asked = [
            item
            for item in self.asked.get(trial.page.file, ())
            if item.goal in self.above[head]
        ]
        if not asked or not self._speaks(trial):
            return
        nodes = self._changed(trial)
        for item in asked:
            before = self.law.done[item.goal]
            if nodes[item.goal] == before.node or not self._is_asked(item, before):
                continue
            if not self._asks(item, replace(before, node=nodes[item.goal])):
                trial.by_page = trial.by_any = True
                return

    def _is_asked(self, item: _Asked, goal: Proposition) -> bool:
        """The same of the law as it stands, worked out once."""
        if item not in self.questions:
            self.questions[item] = self._asks(item, goal)
        return self.questions[item]

    def _asks(self, item: _Asked, goal: Proposition) -> bool:
        """Whether the next question for a finding is the one that a case expects."""
        burdened = self.law.conditions.burdened
        interview = replace(
            self.interview,
            tape=alone(
                self.law.out, goal, burdened=burdened, pages=self.law.live_pages
            ),
            goals={goal.id: 1},
            clock=item.member.clock,
        )
        ranked = rank(interview, item.member.state)
        first = ranked[0].key.removeprefix("list.") if ranked else "nothing"
        return first == item.fact

    def compare(self, trials: Sequence[Trial]) -> None:
        """Tell the mutants that no answer tells from their rules on the day."""
        spoken = [
            trial
            for trial in trials
            if trial.same is not False
            and trial.page.file in self.files
            and self._speaks(trial)
        ]
        if not spoken:
            return
        size = len(self.law.out.nodes), len(self.law.out.atoms)
        heads = [trial.mutant.of.head for trial in spoken]
        pairs = [
            (self.law.done[head].node, self._changed(trial)[head])
            for head, trial in zip(heads, spoken, strict=True)
        ]
        axioms = {
            rule.id: self.law.conditions.compile(rule.body).node
            for page in self.law.axiom_pages
            for rule in page.rules
        }
        tape = self.law.made(axioms, {})
        empty = State(today=self.on, claims={}, marks={}, lists={})
        exact = ExactCheck(tape, empty, self.vocabulary, any_day=True, any_reading=True)
        exact.order_lists()
        for trial, (before, after) in zip(spoken, pairs, strict=True):
            trial.same = before == after or exact.are_same(before, after)
        self.growing.cut(*size)

    def _speaks(self, trial: Trial) -> bool:
        """Whether the rule is in force on the day."""
        found = self.law.apps.get((trial.page.version(), trial.mutant.of.id))
        if found is None:
            return False
        guard = self.law.out.nodes[found.guard]
        return guard.code is not Code.CONSTANT or guard.number != 0

    def _try(self, trial: Trial) -> None:
        """Run one mutant over the cases."""
        with_it = self._changed(trial)
        self.growing.grow()
        for name, node in with_it.items():
            if node == self.law.done[name].node:
                continue
            for wish in self.wishes.get(name, ()):
                if not self._is_met(wish, node):
                    trial.by_any = True
                    trial.by_page |= wish.file == trial.page.file

    def _changed(self, trial: Trial) -> Mapping[str, int]:
        """The nodes of all that rests on a rule, with its mutant in its place."""
        rested = [
            name for name in self.above[trial.mutant.of.head] if name in self.law.done
        ]
        kept = {name: self.law.done.pop(name) for name in rested}
        apps = {
            key: self.law.apps.pop(key)
            for item in kept.values()
            for key in {(rule.page.version(), rule.rule.id) for rule in item.rules}
            if key in self.law.apps
        }
        home = trial.page.id
        family = self.law.by_id.get(home, ())
        self.law.by_id[home] = _patched(family, trial)
        found = {name: self.law.proposition(name).node for name in rested}
        for name in rested:
            for rule in self.law.done[name].rules:
                self.law.apps.pop((rule.page.version(), rule.rule.id), None)
        self.law.by_id[home] = family
        self.law.done.update(kept)
        self.law.apps.update(apps)
        return found


def _with_mutant(trial: Trial) -> Page:
    """The page with the mutant in the place of its rule."""
    of, rule = trial.mutant.of, trial.mutant.rule
    each = (rule if other.id == of.id else other for other in trial.page.rules)
    return replace(
        trial.page, rules=tuple(other for other in each if other is not None)
    )


def _patched(family: Family, trial: Trial) -> Family:
    """The versions of a page, with the mutant on the one that is tried."""
    page = _with_mutant(trial)
    return tuple(
        replace(dated, page=page) if dated.page is trial.page else dated
        for dated in family
    )
