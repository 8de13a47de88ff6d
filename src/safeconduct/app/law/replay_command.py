"""`law replay`: published decisions against the rulebook (spec/law-replay.md §4)."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from safeconduct.app.books.decision_folder import read_decisions
from safeconduct.app.calls.call import Call, common
from safeconduct.app.screen.as_text import paragraphs
from safeconduct.assessment.outcome import Answers
from safeconduct.assessment.replay import Replay, Replayed
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Language, Text
from safeconduct.rulebook.decision import Docket

_GROUPS = {
    "decisions": Text(en="Decisions", ru="Решения", fr="Décisions"),
    "set-aside": Text(
        en="Decisions set aside before the pages were written",
        ru="Решения, отложенные до написания страниц",
        fr="Décisions mises de côté avant l'écriture des pages",
    ),
    "fresh": Text(
        en="Decisions gathered after the pages, and written down before any run",
        ru="Решения, собранные после страниц и записанные до первой проверки",
        fr="Décisions réunies après les pages, consignées avant tout essai",
    ),
}
_HEADS = (
    Text(en="where", ru="где", fr="où"),
    Text(en="run", ru="всего", fr="total"),
    Text(en="contradicted", ru="вопреки", fr="contraires"),
    Text(en="element named", ru="элемент назван", fr="élément nommé"),
    Text(en="all named", ru="названы все", fr="tous nommés"),
    Text(en="follows", ru="следует", fr="en découle"),
    Text(en="follows, A", ru="следует, A", fr="en découle, A"),
)
_DISAGREE = Text(en="Disagreements", ru="Расхождения", fr="Désaccords")
_WEAK = Text(
    en="weak source, not counted", ru="слабый источник, не считается",
    fr="source faible, non comptée",
)  # fmt: skip
_NO_REASON = Text(
    en="NO REASON IS GIVEN", ru="ПРИЧИНА НЕ УКАЗАНА", fr="AUCUN MOTIF INDIQUÉ"
)
_WRONG = {
    "contradicts": Text(
        en="a firm answer contradicts it",
        ru="твёрдый ответ ему противоречит",
        fr="une réponse ferme le contredit",
    ),
    "follows": Text(
        en="does not follow from its own findings",
        ru="не следует из собственных выводов суда",
        fr="ne découle pas de ses propres constats",
    ),
    "named": Text(
        en="no element is named", ru="ни один элемент не назван",
        fr="aucun élément n'est nommé",
    ),
}  # fmt: skip
_WIDTH = 14


@click.command()
@common(day=False, viewpoint=False)
def replay(call: Call) -> None:
    """Run published decisions through the rulebook and compare the outcomes."""
    library = call.library()
    docket = _docket(call.law)
    run = Replay(rulebook=library.rulebook, priors=library.priors, docket=docket)
    results = tuple(run.results())
    call.put(_lines(results, call.at), [_json(item, call.at) for item in results])
    if any(item.disagrees() and item.decision.because is None for item in results):
        sys.exit(1)


def _docket(law: Path) -> Docket:
    found = read_decisions(law)
    if found is None:
        what = "There is no folder 'replay' with decisions in it."
        raise InputError([Fault(file="replay", what=what)])
    return found


def _lines(results: Sequence[Replayed], at: Language) -> Iterator[str]:
    for name in dict.fromkeys(item.decision.group for item in results):
        group = [item for item in results if item.decision.group == name]
        yield _GROUPS[name].within(at) if name in _GROUPS else name
        yield "  ".join(head.within(at).ljust(_WIDTH) for head in _HEADS).rstrip()
        counted = [item for item in group if item.decision.is_scored]
        for place in sorted({item.decision.jurisdiction for item in counted}):
            own = [item for item in counted if item.decision.jurisdiction == place]
            yield _row(place, own)
        yield _row("=", counted)
        yield ""
    yield _DISAGREE.within(at)
    for item in results:
        if item.disagrees():
            yield from _disagreement(item, at)


def _row(name: str, items: Sequence[Replayed]) -> str:
    best = [item for item in items if item.decision.quality == "A"]
    cells = (
        name,
        str(len(items)),
        str(sum(item.contradicts for item in items)),
        _share([bool(item.named) for item in items]),
        _share([not item.unnamed for item in items]),
        _share([item.follows for item in items]),
        _share([item.follows for item in best]),
    )
    return "  ".join(cell.ljust(_WIDTH) for cell in cells).rstrip()


def _share(hits: Sequence[bool]) -> str:
    if not hits:
        return "–"
    return f"{sum(hits)}/{len(hits)} ({100 * sum(hits) / len(hits):.0f} %)"


def _disagreement(item: Replayed, at: Language) -> Iterator[str]:
    decision = item.decision
    wrong = [
        text.within(at)
        for text, is_so in (
            (_WRONG["contradicts"], item.contradicts),
            (_WRONG["follows"], not item.follows),
            (_WRONG["named"], not item.named),
        )
        if is_so
    ]
    weak = () if decision.is_scored else (_WEAK.within(at),)
    tail = "; ".join((*wrong, *weak))
    yield f"  {decision.id} ({decision.quality}, {decision.outcome}): {tail}"
    because = decision.because or _NO_REASON
    yield from paragraphs(because.within(at), lead="      ")


def _json(item: Replayed, at: Language) -> Json:
    decision = item.decision
    because = decision.because
    return {
        "id": decision.id,
        "jurisdiction": decision.jurisdiction,
        "court": decision.court,
        "day": str(decision.day),
        "cite": decision.cite,
        "address": decision.address,
        "quality": decision.quality,
        "scored": decision.is_scored,
        "group": decision.group,
        "set_aside": decision.group == "set-aside",
        "outcome": decision.outcome,
        "withheld": _answers_json(item.withheld),
        "given": _answers_json(item.given),
        "contradicts": item.contradicts,
        "follows": item.follows,
        "named": list(item.named),
        "unnamed": list(item.unnamed),
        "because": None if because is None else because.within(at),
    }


def _answers_json(found: Answers) -> Json:
    return {
        "refugee": found.refugee.value,
        "subsidiary": found.subsidiary.value,
        "ground": found.ground.value,
        "bar": found.bar.value,
        "excluded": found.excluded.value,
    }
