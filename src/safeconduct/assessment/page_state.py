"""From a case on a law page, as it is written, to what the kernel is given."""

from collections.abc import Mapping

from safeconduct.assessment.state import RowSet, State, distinct
from safeconduct.base.near import nearest
from safeconduct.base.value import Value
from safeconduct.rulebook.loose import LooseValue, to_value
from safeconduct.rulebook.record import LooseRow, PageCase, Rulebook
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec

_Specs = Mapping[str, FactSpec] | Mapping[str, ColumnSpec]
_NORM = ColumnSpec(name="norm", type="bool", values=("true", "false"), label=None)


class CaseReader:
    """Reads cases of pages by one rulebook; its tables are made once."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Know facts, columns, norms and conclusions by name."""
        self.facts = rulebook.vocabulary.fact_table()
        self.columns = {
            column.name: column
            for item in rulebook.vocabulary.lists
            for column in item.columns
        }
        self.norms = {norm.name for page in rulebook.pages for norm in page.norms}
        self.heads = self.norms | {
            rule.head
            for page in rulebook.pages
            if page.kind != "axiom"
            for rule in page.rules
        }

    def read(self, case: PageCase) -> tuple[State, tuple[str, ...]]:
        """The state of a case, with what of the case cannot be read."""
        wrong: list[str] = []
        state = self._state(case, wrong)
        for name, _ in (
            *case.expect, *case.expect_prima_facie, *case.expect_as_decided,
        ):  # fmt: skip
            if name not in self.heads:
                mend = nearest(name, self.heads)
                wrong.append(f"no finding is called '{name}'. {mend}".strip())
        return state, tuple(wrong)

    def _state(self, case: PageCase, wrong: list[str]) -> State:
        claims: dict[str, tuple[Value, ...]] = {}
        for name, loose in case.facts:
            if name in self.norms and isinstance(loose, bool):
                claims[name] = (to_value(loose, _NORM),)
                continue
            value = _value(name, loose, self.facts, wrong)
            if value is not None:
                claims[name] = (value,)
        for name, loose in case.disputed:
            each = loose if isinstance(loose, tuple) else (loose,)
            values = [_value(name, _typed(item), self.facts, wrong) for item in each]
            claims[name] = distinct(value for value in values if value is not None)
        for name, _ in case.marks:
            if name not in self.facts:
                wrong.append(f"no fact is called '{name}'. {nearest(name, self.facts)}")
        lists = {
            name: RowSet(
                complete=complete,
                rows=tuple(self._row(name, row, wrong) for row in rows),
            )
            for name, complete, rows in case.lists
        }
        return State(today=case.on, claims=claims, marks=dict(case.marks), lists=lists)

    def _row(self, name: str, row: LooseRow, wrong: list[str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, loose in row:
            value = _value(f"{name}.{key}", loose, self.columns, wrong)
            if value is not None:
                found[key] = value
        return found


def _typed(item: str | int | bool) -> LooseValue:  # noqa: FBT001 (a written value)
    return {"true": True, "false": False}.get(str(item), item)


def _value(
    name: str, loose: LooseValue, specs: _Specs, wrong: list[str]
) -> Value | None:
    spec = specs.get(name.partition(" OF ")[0])
    if spec is None:
        wrong.append(f"no fact is called '{name}'. {nearest(name, specs)}".strip())
        return None
    try:
        return to_value(loose, spec)
    except ValueError as error:
        wrong.append(str(error))
        return None
