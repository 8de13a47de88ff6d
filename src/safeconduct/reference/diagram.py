"""The conditions of a page as a tree of boxes (spec/law-site.md §3).

Here is what the boxes say and how they hang together; where they lie is the layout's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from safeconduct.base.catalogue import Catalogue
from safeconduct.base.text import Text
from safeconduct.reference.address import anchor
from safeconduct.reference.branch import Branch
from safeconduct.reference.rule_view import FindingView, RulePage, RuleView

Shape = Literal["join", "goal", "step", "elsewhere", "fact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """One node: words above it, then a box; a mere junction (`join`) has only words.

    `against` marks what must not be, takes away or speaks against: its words say so.
    """

    shape: Shape
    words: tuple[str, ...] = ()
    text: Text | None = None
    note: str = ""
    address: str = ""
    against: bool = False
    parts: "tuple[Knot, ...]" = ()


def knots_of(page: RulePage, words: Catalogue) -> tuple[Knot, ...]:
    """The trees of a page, its main conclusions first; none where a list is enough."""
    rules = [view for item in page.findings for view in (*item.pro, *item.con)]
    if len(rules) <= 1 and not any(
        view.body.parts or view.unless or view.rule.overrides for view in rules
    ):
        return ()
    return _Grower(page, words).trees()


class _Grower:
    """Grows the trees of one page in one language."""

    def __init__(self, page: RulePage, words: Catalogue) -> None:
        # The place within a page is the same on each of its versions; the file is not.
        self._own = {anchor(item.finding.id): item for item in page.findings}
        self._file = page.entry.address
        self._words = words
        self._told: set[str] = set()

    def trees(self) -> tuple[Knot, ...]:
        """Main conclusions, then inner steps that nothing on the page looks at."""
        used = {name for item in self._own.values() for name in _looks_at(item)}
        goals = [name for name, item in self._own.items() if item.finding.goal]
        loose = [name for name in self._own if name not in used]
        order = dict.fromkeys((*goals, *loose, *self._own))
        return tuple(self._grown(name) for name in order if name not in self._told)

    def _say(self, key: str, **values: int) -> str:
        return self._words.say(f"diagram.{key}", **values)

    def _grown(self, name: str) -> Knot:
        """A conclusion of the page with its rules."""
        self._told.add(name)
        item = self._own[name]
        parts = [self._rule(view, against=False) for view in item.pro]
        parts += [self._rule(view, against=True) for view in item.con]
        note = ""
        if item.is_norm:
            note = self._say("norm")
        elif any(view.rule.closed for view in item.pro):
            note = self._say("closed")
        return replace(self._box(name), note=note, parts=tuple(parts))

    def _box(self, name: str) -> Knot:
        finding = self._own[name].finding
        return Knot(
            shape="goal" if finding.goal else "step",
            text=finding.title,
            address=f"{self._file}#{name}",
        )

    def _rule(self, view: RuleView, *, against: bool) -> Knot:
        pair = ("fails", "rebutted") if against else ("holds", "presumed")
        head = self._say(pair[view.rule.rebuttable])
        body = self._branch(view.body)
        more = [_led(self._say("unless"), self._branch(part)) for part in view.unless]
        if view.rule.overrides:
            # Their head is the same, so a box would only repeat it (law-page.md §2).
            word = self._say("overrides", count=len(view.rule.overrides))
            more.append(Knot(shape="join", words=(word,), against=True))
        if more:
            # Beside the members of a group an exception would look like one of them.
            parts = (body, *more)
            return Knot(shape="join", words=(head,), against=against, parts=parts)
        return _led(head, body, against=against)

    def _branch(self, node: Branch) -> Knot:
        match node.kind:
            case "not":
                return _led(self._say("not"), self._branch(node.parts[0]))
            case "all" | "any" | "some":
                size = len(node.parts)
                head = self._say(node.kind, count=node.count, size=size)
                return Knot(shape="join", words=(head,), parts=self._parts(node))
            case "rows":
                head = self._say("rows", count=node.count)
                return replace(self._test(node), words=(head,))
            case "finding":
                return self._finding(node)
            case "used" | "value" | "fact":
                return self._test(node)

    def _parts(self, node: Branch) -> tuple[Knot, ...]:
        return tuple(map(self._branch, node.parts))

    def _finding(self, node: Branch) -> Knot:
        """A conclusion: grown where it is an inner step met for the first time."""
        name = node.address.partition("#")[2]
        if name not in self._own:
            note = self._say("elsewhere")
            return Knot(
                shape="elsewhere", text=node.text, address=node.address, note=note
            )
        box = self._box(name)
        if name in self._told:
            return replace(box, note=self._say("above"))
        if box.shape == "goal":
            return replace(box, note=self._say("below"))
        return self._grown(name)

    def _test(self, node: Branch) -> Knot:
        note = self._words.say("counsel.asks") if node.counsel else ""
        if node.kind == "value":
            note = self._words.say("branch.value")
        elif node.kind == "used":
            note = self._words.say("branch.used", count=node.count)
        return Knot(
            shape="elsewhere" if node.address else "fact",
            text=node.text,
            note=note,
            address=node.address,
            parts=self._parts(node),
        )


def _led(word: str, knot: Knot, *, against: bool = True) -> Knot:
    """A node with a word before its own; `not` and `unless` are against."""
    return replace(knot, words=(word, *knot.words), against=against or knot.against)


def _looks_at(item: FindingView) -> Iterator[str]:
    """The places of the conclusions that the rules for a conclusion look at."""
    for view in (*item.pro, *item.con):
        for branch in (view.body, *view.unless):
            yield from _named_in(branch)


def _named_in(branch: Branch) -> Iterator[str]:
    if branch.kind == "finding":
        yield branch.address.partition("#")[2]
    for part in branch.parts:
        yield from _named_in(part)
