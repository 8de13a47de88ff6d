"""What to ask after an arrest, and what each request must contain, prefilled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.dossier.record import (
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Row,
    Section,
    Table,
)
from safeconduct.dossier.register import Register
from safeconduct.dossier.wording import Wording

# What to ask after an arrest, and the facts or lists that may already answer it.
ASKED: Mapping[str, tuple[str, ...]] = {
    "hour": ("held.since",),
    "place": ("place.country", "held.by"),
    "paper": ("charges",),
    "decision": ("remedies.removal_decided",),
    "claim": ("claim.here", "claim.here_day"),
    "lawyer": (),
    "consulate": (),
    "removal": (),
    "asked": ("remedies.asked", "remedies.measure"),
    "injuries": ("illtreated.before",),
    "authority": (),
}
# What each request must contain; the words are in the catalogue under `pack.field`.
REQUESTS: Mapping[str, str] = {
    "custody": "name authority record doctor fear",
    "asylum": "name state fear facts risk stamp annex",
    "abduction": "name last_seen facts risk others sender stamp",
    "echr": "label name sender authority state custody facts steps removal risk "
    "others measure annex",
    "un": "name sender authority state custody facts articles steps removal risk "
    "others measure annex",
    "ced": "name sender authority state last_seen facts steps others",
    "special": "name sender state custody facts removal risk others measure",
    "notice": "name custody claim removal sender authority",
}
FIELD_FACTS: Mapping[str, tuple[str, ...]] = {
    "state": ("place.country",),
    "custody": ("held.by", "held.since"),
    "others": ("remedies.asked", "remedies.measure"),
    "removal": ("remedies.removal_decided",),
    "claim": ("claim.here", "claim.here_day"),
    "risk": ("case.opened", "wanted.federal", "order.to_war", "illtreated.before"),
    "steps": ("applications",),
}
# The finding that must not be false where a form is printed.
_FORM = {"echr": "remedy.echr", "ced": "remedy.ced"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Prints the forms of one pack; `closed` are the findings that are false."""

    wording: Wording
    register: Register
    conflicts: frozenset[str]
    closed: frozenset[str]

    def _say(self, key: str) -> str:
        return self.wording.catalogue.say(f"pack.{key}")

    def asked(self) -> Section:
        """The facts to ask for, in their order, with what is known already."""
        rows = tuple(
            Row(
                cells=(
                    (Line(text=self._say(f"ask.{name}"), tick=True),),
                    self._known(keys),
                )
            )
            for name, keys in ASKED.items()
        )
        table = Table(columns=self._columns("col_step", "col_known"), rows=rows)
        return Section(title=self._say("part_ask"), blocks=(table,))

    def requests(self) -> Section:
        """A checklist for each request; what the law pages exclude is left out."""
        columns = self._columns("col_contain", "col_prefilled")
        blocks: list[Block] = []
        for name, fields in REQUESTS.items():
            if _FORM.get(name) in self.closed:
                continue
            rows = tuple(self._field(field) for field in fields.split())
            blocks.append(Heading(line=Line(text=self._say(f"request.{name}"))))
            blocks.append(Table(columns=columns, rows=rows))
        return Section(title=self._say("part_requests"), blocks=tuple(blocks))

    def _columns(self, first: str, second: str) -> tuple[Column, ...]:
        return (
            Column(title=self._say(first), weight=42),
            Column(title=self._say(second), weight=58),
        )

    def _known(self, keys: Sequence[str]) -> Cell:
        """What the case says of some facts, or a line to fill in."""
        said = [item for key in keys for item in self.register.said_of(key)]
        if not said:
            return (Line(text="", blanks=1),)
        return tuple(
            Line(
                text=self.wording.pair(self.wording.label_of_key(item.key), item.text),
                sign="disputed" if item.key in self.conflicts else "",
            )
            for item in said
        )

    def _field(self, field: str) -> Row:
        known = self._known(FIELD_FACTS.get(field, ()))
        if field == "name":
            known = (Line(text=self._say("see_sealed"), tone="quiet"),)
        elif field == "facts":
            known = (Line(text=self._say("see_facts"), tone="quiet"),)
        return Row(cells=((Line(text=self._say(f"field.{field}"), tick=True),), known))
