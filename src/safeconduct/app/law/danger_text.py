"""What of the law must be read again first, as text and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from safeconduct.app.screen.as_text import paragraphs
from safeconduct.assessment.law_danger import Hurt, PageDanger, Why
from safeconduct.base.digest import Json
from safeconduct.base.text import Language, Text

MOST_TITLES = 3
_HEADING = Text(
    en="To be read again first", ru="Перечитать в первую очередь",
    fr="À relire en premier",
)  # fmt: skip
_WHY: Mapping[Why, Text] = {
    "stale": Text(en="out of date", ru="устарело", fr="périmé"),
    "review past": Text(
        en="the day of review has passed", ru="срок проверки прошёл",
        fr="le jour de relecture est passé",
    ),
    "unusable soon": Text(
        en="soon out of date", ru="скоро устареет", fr="bientôt périmé"
    ),
    "review soon": Text(
        en="review is due", ru="пора проверить", fr="relecture à faire"
    ),
    "memory": Text(
        en="from memory, no source", ru="по памяти, без источника",
        fr="de mémoire, sans source",
    ),
    "weak": Text(en="weak sources", ru="слабые источники", fr="sources faibles"),
    "unconfirmed": Text(
        en="reported, not confirmed", ru="сообщалось, не подтверждено",
        fr="rapporté, non confirmé",
    ),
    "missing": Text(
        en="something was not found", ru="найдено не всё",
        fr="tout n'a pas été trouvé",
    ),
}  # fmt: skip
_HIDDEN = Text(
    en="unknown now, though it may hold", ru="сейчас неизвестно, хотя может быть верно",
    fr="inconnu à présent, bien que ce puisse être vrai",
)  # fmt: skip
_LOST = Text(
    en="becomes unknown after {day}", ru="станет неизвестным после {day}",
    fr="deviendra inconnu après le {day}",
)  # fmt: skip
_WRONG = Text(
    en="stands and may be wrong", ru="остаётся и может быть неверно",
    fr="reste affiché et peut être faux",
)  # fmt: skip
_HURT = Text(en="It would hurt", ru="Пострадают", fr="Cela toucherait")
_MORE = Text(en="and {count} more", ru="и ещё {count}", fr="et {count} autres")
_NONE = Text(
    en="Nothing has to be read again now.", ru="Сейчас перечитывать нечего.",
    fr="Rien n'est à relire pour l'instant.",
)  # fmt: skip
_REVIEW = Text(
    en="review by {day}", ru="проверить до {day}", fr="à relire avant le {day}"
)


def danger_lines(
    found: Sequence[PageDanger], *, at: Language, on: date
) -> Iterator[str]:
    """The pages, the most dangerous first: why, what goes wrong, whom it would hurt."""
    if not found:
        yield _NONE.within(at)
        return
    heading = f"{_HEADING.within(at)}, {on}"
    yield heading
    yield "=" * len(heading)
    for number, item in enumerate(found, start=1):
        page = item.page
        review = _REVIEW.within(at).format(day=page.review_by)
        yield f"{number}. {page.version()}  {page.file}  ({item.score}; {review})"
        yield f"   {', '.join(_WHY[why].within(at) for why in item.why)}"
        titles = [f.title.within(at) for f in item.findings[:MOST_TITLES]]
        rest = len(item.findings) - len(titles)
        if rest > 0:
            titles.append(_MORE.within(at).format(count=rest))
        if titles:
            yield from paragraphs(f"{wrong(item, at)}: {'; '.join(titles)}", lead="   ")
        if item.hurt:
            names = ", ".join(hurt.alias for hurt in item.hurt)
            yield from paragraphs(f"{_HURT.within(at)}: {names}", lead="   ")


def wrong(item: PageDanger, at: Language) -> str:
    """What goes wrong where the page is out of date."""
    if not item.shields:
        return _WRONG.within(at)
    if {"stale", "memory", "weak"}.intersection(item.why):
        return _HIDDEN.within(at)
    return _LOST.within(at).format(day=item.page.unusable_after)


def danger_json(item: PageDanger, *, at: Language) -> Json:
    """One page as JSON."""
    page = item.page
    return {
        "version": page.version(),
        "file": page.file,
        "score": item.score,
        "why": list(item.why),
        "bears": page.bears,
        "review_by": page.review_by.isoformat(),
        "unusable_after": page.unusable_after.isoformat(),
        "grade": page.best_grade(),
        "missing": [text.within(at) for text in page.missing],
        "wrong": wrong(item, at),
        "findings": [
            {
                "id": finding.id,
                "kind": finding.kind,
                "goal": finding.goal,
                "title": finding.title.within(at),
            }
            for finding in item.findings
        ],
        "hurt": [_hurt_json(hurt) for hurt in item.hurt],
    }


def _hurt_json(hurt: Hurt) -> Json:
    return {"case": hurt.alias, "findings": list(hurt.findings)}
