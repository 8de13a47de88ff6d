"""`law check`: what is wrong with the law, how well it is tested, what is frail."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from safeconduct.app.books.help_folder import try_help
from safeconduct.app.books.law_folder import read_law, shipped_cases, shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.term_file import try_terms
from safeconduct.app.calls.call import Call, common, progress
from safeconduct.app.law.danger_text import danger_json, danger_lines
from safeconduct.assessment.assess import Ask, Assessor
from safeconduct.assessment.law_check import RuleShown, check_rulebook, coverage
from safeconduct.assessment.law_danger import Seen, law_danger
from safeconduct.assessment.mutation import Score, Trial, mutate, score_of
from safeconduct.assessment.page_case import PageCases
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.book import read_rulebook, try_rulebook
from safeconduct.rulebook.record import Rulebook

_SHOWN = (Verdict.TRUE, Verdict.UNKNOWN, Verdict.FALSE)


@click.command()
@click.option("--coverage", "shown", is_flag=True, help="what the cases show of rules")
@click.option("--mutate", "mutants", is_flag=True, help="what the cases do not notice")
@click.option("--danger", is_flag=True, help="what must be read again first, and why")
@click.option(
    "--page", "only", multiple=True, metavar="FILE", help="of these pages (--mutate)"
)
@click.option(
    "--case", "paths", multiple=True, type=click.Path(path_type=Path),
    help="a case that may be hurt (--danger)",
)  # fmt: skip
@common(viewpoint=False)
def check(
    call: Call,
    *,
    shown: bool,
    mutants: bool,
    danger: bool,
    only: tuple[str, ...],
    paths: tuple[Path, ...],
) -> None:
    """Check a rulebook: every fault with its file and line."""
    if shown + mutants + danger > 1:
        msg = "Choose one of --coverage, --mutate and --danger."
        raise click.UsageError(msg)
    if danger:
        _danger(call, paths)
    elif shown:
        _coverage(call)
    elif mutants:
        _mutate(call, only)
    else:
        _check(call)


def _check(call: Call) -> None:
    rulebook, faults = try_rulebook(read_law(call.law))
    found, notes = [*faults, *try_terms(call.law)[1]], list[Fault]()
    found += try_help(call.law, rulebook)[1]
    if not found:
        cases = _cases(call, rulebook)
        checked = check_rulebook(cases, on=call.on, tell=progress, notes=notes)
        found = list(checked)
    count = sum(len(page.cases) for page in rulebook.pages)
    rules = sum(len(page.rules) for page in rulebook.pages)
    content: Json = {
        "pages": len(rulebook.pages),
        "rules": rules,
        "cases": count,
        "faults": [_fault_json(fault) for fault in sorted(found)],
        "notes": [_fault_json(note) for note in sorted(notes)],
    }
    last = f"{len(rulebook.pages)} pages, {rules} rules, {count} cases, "
    told = [*map(str, sorted(found)), *(f"note: {note}" for note in sorted(notes))]
    call.put([*told, f"{last}{len(found)} faults."], content)
    if found:
        sys.exit(1)


def _fault_json(fault: Fault) -> Json:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "what": fault.what,
        "mend": fault.mend,
    }


def _cases(call: Call, rulebook: Rulebook) -> PageCases:
    library = Library(call.law, call.settings.cache, rulebook=rulebook)
    return PageCases(
        rulebook,
        holidays=library.holidays,
        zones=library.zones,
        priors=library.priors,
    )


def _coverage(call: Call) -> None:
    rules = list(coverage(_cases(call, read_rulebook(read_law(call.law)))))
    call.put(_coverage_lines(rules), [_shown_json(item) for item in rules])


def _coverage_lines(rules: Sequence[RuleShown]) -> Iterator[str]:
    for item in rules:
        marks = " ".join(
            verdict.value if verdict in item.applied else "-" * len(verdict.value)
            for verdict in _SHOWN
        )
        yield f"{marks}  {item.page.file}:{item.rule.line}  {item.rule.id}"
    whole = sum(set(_SHOWN) <= item.applied for item in rules)
    yield f"{len(rules)} rules, {whole} shown true, unknown and false."


def _shown_json(item: RuleShown) -> Json:
    return {
        "file": item.page.file,
        "line": item.rule.line,
        "rule": item.rule.id,
        "shown": sorted(verdict.value for verdict in item.applied),
    }


def _mutate(call: Call, only: Sequence[str]) -> None:
    rulebook = read_rulebook(read_law(call.law))
    files = {page.file for page in rulebook.pages}
    for name in sorted(set(only) - files):
        raise InputError([Fault(file=name, what="No page stands in this file.")])
    pages = [page for page in rulebook.pages if not only or page.file in only]
    trials = mutate(_cases(call, rulebook), tell=progress, pages=pages)
    by_page: dict[str, list[Trial]] = {}
    for trial in trials:
        by_page.setdefault(trial.page.file, []).append(trial)
    content: Json = {
        **_score_json(score_of(trials)),
        "pages": [
            {
                "file": file,
                **_score_json(score_of(found)),
                "left": [_trial_json(trial) for trial in found if _is_left(trial)],
            }
            for file, found in by_page.items()
        ],
    }
    call.put(_mutation_lines(by_page), content)


def _is_left(trial: Trial) -> bool:
    """Whether the cases of its own page do not notice it, and it is one."""
    return trial.counts() and not trial.by_page


def _mutation_lines(by_page: dict[str, list[Trial]]) -> Iterator[str]:
    for file, found in by_page.items():
        score = score_of(found)
        yield f"{file}: {_score_line(score)}"
        for trial in found:
            if _is_left(trial):
                tail = "  (noticed by another page)" if trial.by_any else ""
                rule = trial.mutant.of
                yield f"  {file}:{rule.line}: {rule.id}: {trial.mutant.what}{tail}"
    every = [trial for found in by_page.values() for trial in found]
    yield f"{len(by_page)} pages, {_score_line(score_of(every))}."


def _score_line(score: Score) -> str:
    return (
        f"{score.by_page} of {score.mutants} mutants noticed by the page's own cases "
        f"({score.share():.1%}), {score.by_any} by any case"
    )


def _score_json(score: Score) -> dict[str, Json]:
    return {
        "mutants": score.mutants,
        "by_page": score.by_page,
        "by_any": score.by_any,
        "score": round(score.share(), 4),
    }


def _trial_json(trial: Trial) -> Json:
    return {
        "line": trial.mutant.of.line,
        "rule": trial.mutant.of.id,
        "what": trial.mutant.what,
        "by_any": trial.by_any,
    }


def _danger(call: Call, paths: Sequence[Path]) -> None:
    library = call.library()
    books = library.books(on=call.on, known_on=call.known_on)
    ask = Ask(on=call.on, known_on=call.known_on)
    seen: list[Seen] = []
    is_shipped = call.law == shipped_law()
    shipped = sorted(shipped_cases().glob("*.toml")) if is_shipped else []
    for path in (*shipped, *paths):
        case = call.case(path, library)
        findings = Assessor(books, case, ask).assessment().findings
        seen.append(Seen(alias=case.alias, findings=findings))
    found = law_danger(library.rulebook, seen, on=call.on)
    call.put(
        danger_lines(found, at=call.at, on=call.on),
        [danger_json(item, at=call.at) for item in found],
    )
