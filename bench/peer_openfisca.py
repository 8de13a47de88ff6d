"""The random rulebook in OpenFisca-core: one variable a fact and a rule, two-valued.

OpenFisca knows no unknown: a fact that is missing has its default (false, the first
value, 1970-01-01). Setting the inputs is not counted, only computing all the rules.
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import and_, ge, gt, le, lt, or_
from typing import TypeAlias

import numpy as np
import openfisca_core
import pyarrow as pa
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.book import Book, random_book
from bench.worker import Answer, serve
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Rule,
)
from safeconduct.rulebook.vocabulary import FactSpec

PERIOD = "2026-11"
_NO = False
Array: TypeAlias = NDArray[np.generic]
Look: TypeAlias = Callable[[str], Array]
_ORDER = {"<=": le, "<": lt, ">=": ge, ">": gt}


def build(book: Book) -> TaxBenefitSystem:
    """One person entity, a variable for each fact and each rule."""
    person = build_entity("person", "persons", "A person", is_person=True)
    system = TaxBenefitSystem([person])
    specs = book.rulebook.vocabulary.fact_table()
    kinds = {"bool": bool, "enum": int, "day": date}
    common = {"entity": person, "definition_period": DateUnit.MONTH}
    for fact in specs.values():
        value_type = kinds[fact.type]
        system.add_variable(_variable(fact.name, {**common, "value_type": value_type}))
    for rule in book.rules:
        content = {**common, "value_type": bool, "formula": _formula(rule, specs)}
        system.add_variable(_variable(rule.head, content))
    return system


def name_of(name: str) -> str:
    """A name as OpenFisca takes it."""
    return name.replace(".", "_")


def _variable(name: str, content: Mapping[str, object]) -> type[Variable]:
    return type(name_of(name), (Variable,), {**content, "label": name})


def _formula(rule: Rule, specs: Mapping[str, FactSpec]) -> Callable[..., Array]:
    def formula(person, period):  # noqa: ANN001, ANN202 -- OpenFisca calls it
        def look(name: str) -> Array:
            return person(name_of(name), period)

        body = _condition(rule.body, specs, look)
        for exception in rule.unless:
            body = body & ~_condition(exception, specs, look)
        return body

    return formula


def _condition(
    condition: Condition, specs: Mapping[str, FactSpec], look: Look
) -> Array:
    match condition:
        case Named(name=name):
            return look(name)
        case Not(part=part):
            return ~_condition(part, specs, look)
        case Group(at_least=least, parts=parts):
            found = [_condition(part, specs, look) for part in parts]
            return reduce(and_ if least == len(parts) else or_, found)
        case Member(name=name, values=values):
            places = [at for at, v in enumerate(specs[name].values) if v in values]
            held = look(name)
            return reduce(or_, [held == place for place in places])
        case Compare(left=left, relation=relation, right=right):
            return _ORDER[relation](_side(left, look), _side(right, look))
        case _:
            raise NotImplementedError


def _side(side: Operand, look: Look) -> Array | np.datetime64:
    if not side.name:
        return np.datetime64(date.fromordinal(side.number or 0))
    held = look(side.name)
    return (
        held if side.offset is None else held + np.timedelta64(side.offset.count, "D")
    )


def inputs_of(table: pa.Table) -> dict[str, Array]:
    """Arrays of the facts, what is missing at its default."""
    found: dict[str, Array] = {}
    for name in table.column_names:
        column = table.column(name).chunk(0)
        if pa.types.is_date32(column.type):
            days = column.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
            found[name] = days.astype("datetime64[D]")
        elif pa.types.is_boolean(column.type):
            found[name] = column.fill_null(_NO).to_numpy(zero_copy_only=False)
        else:
            found[name] = column.fill_null(0).to_numpy(zero_copy_only=False)
    return found


def simulation(system: TaxBenefitSystem, inputs: Mapping[str, Array]) -> Simulation:
    """A population with its inputs set."""
    count = len(next(iter(inputs.values())))
    found = SimulationBuilder().build_default_simulation(system, count)
    for name, values in inputs.items():
        found.set_input(name_of(name), PERIOD, values)
    return found


def main() -> None:
    """Serve runs over a table of facts."""
    book = random_book(int(sys.argv[2]))
    system = build(book)
    with pa.memory_map(sys.argv[1]) as source:
        inputs = inputs_of(pa.ipc.open_file(source).read_all())

    def answer(what: str) -> Answer:
        start = time.perf_counter()
        ready = simulation(system, inputs)
        set_inputs = time.perf_counter() - start
        start = time.perf_counter()
        found = [ready.calculate(name_of(rule.head), PERIOD) for rule in book.rules]
        seconds = time.perf_counter() - start
        if what != "count":
            return {"seconds": seconds, "set_inputs": set_inputs}
        true = sum(int(np.count_nonzero(column)) for column in found)
        return {"seconds": seconds, "set_inputs": set_inputs, "true": true}

    serve({"version": _version()}, answer)


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return f"{openfisca_core.__name__} {version('openfisca-core')}"


if __name__ == "__main__":
    main()
