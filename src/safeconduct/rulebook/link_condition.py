"""Whether every name in a condition is known, and fits where it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.base.case import APPLICANT
from safeconduct.base.near import nearest
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Member,
    Named,
    Operand,
    Used,
    every_part,
    parts_of,
)
from safeconduct.rulebook.misfit import Wrong
from safeconduct.rulebook.record import TODAY, Page, Parameter
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, Vocabulary

_Specs = Mapping[str, FactSpec] | Mapping[str, ColumnSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Every name that a condition may use."""

    propositions: frozenset[str]
    facts: Mapping[str, FactSpec]
    columns: Mapping[str, ColumnSpec]
    lists: frozenset[str]
    parameters: Mapping[str, Parameter]
    clocks: frozenset[str]

    def all(self) -> frozenset[str]:
        """All of them, for proposing the nearest."""
        return self.propositions | set(self.facts) | set(self.parameters)


def names_of(pages: Sequence[Page], vocabulary: Vocabulary) -> Names:
    """The names that the pages and the vocabulary declare."""
    heads = {rule.head for page in pages for rule in page.rules}
    norms = {norm.name for page in pages for norm in page.norms}
    return Names(
        propositions=frozenset(heads | norms),
        facts=vocabulary.fact_table(),
        columns={
            column.name: column for item in vocabulary.lists for column in item.columns
        },
        lists=frozenset(vocabulary.list_table()),
        parameters={item.id: item for page in pages for item in page.parameters},
        clocks=frozenset(clock.id for page in pages for clock in page.clocks),
    )


def condition_wrongs(condition: Condition, names: Names) -> Iterator[Wrong]:
    """All that is wrong in a condition."""
    yield from _part_wrongs(condition, names)
    if isinstance(condition, Exists):
        prefix = f"{condition.list}."
        columns = {
            name: spec
            for name, spec in names.columns.items()
            if name.startswith(prefix)
        }
        for part in every_part(condition.where):
            yield from _row_wrongs(part, columns, names)
        return
    for part in parts_of(condition):
        yield from condition_wrongs(part, names)


def _part_wrongs(part: Condition, names: Names) -> Iterator[Wrong]:
    match part:
        case Named():
            yield from _named_wrongs(part, names)
        case Member():
            yield from _member_wrongs(part, names.facts, names)
            yield from _whose_wrongs(part.name, part.of, names)
        case Compare(left=left, right=right):
            yield from _compare_wrongs((left, right), names.facts, names)
            for operand in (left, right):
                yield from _whose_wrongs(operand.name, operand.of, names)
        case Exists(list=name) if name not in names.lists:
            mend = nearest(name, names.lists)
            yield Wrong(word=name, what=f"No list is called '{name}'.", mend=mend)
        case Used(clock=name) if name not in names.clocks:
            mend = nearest(name, names.clocks)
            yield Wrong(word=name, what=f"No clock is called '{name}'.", mend=mend)
        case _:
            return


def _row_wrongs(
    part: Condition, columns: Mapping[str, ColumnSpec], names: Names
) -> Iterator[Wrong]:
    match part:
        case Named(name=name):
            yield from _column_wrongs(name, columns)
        case Member():
            yield from _member_wrongs(part, columns, names)
            yield from _row_parameter_wrongs(part.parameter, names)
        case Compare(left=left, right=right):
            yield from _compare_wrongs((left, right), columns, names)
            for name in (left.name, right.name):
                if name in names.parameters:
                    what = f"'{name}' is a parameter: not inside EXISTS."
                    yield Wrong(word=name, what=what)
        case Exists() | Used():
            what = "Inside EXISTS only columns are tested."
            yield Wrong(word="EXISTS", what=what)
        case _:
            return


def _named_wrongs(named: Named, names: Names) -> Iterator[Wrong]:
    name = named.name
    spec, parameter = names.facts.get(name), names.parameters.get(name)
    if name in names.propositions:
        yield from _whose_wrongs(name, named.of, names)
    elif spec is not None:
        if spec.type != "bool":
            what = f"'{name}' is a fact of type {spec.type}: compare it with something."
            yield Wrong(word=name, what=what)
        yield from _whose_wrongs(name, named.of, names)
    elif parameter is None:
        what = f"'{name}' is no proposition, fact or parameter."
        yield Wrong(word=name, what=what, mend=nearest(name, names.all()))
    elif parameter.type != "bool":
        what = f"'{name}' is a parameter of type {parameter.type}."
        yield Wrong(word=name, what=what)


def _whose_wrongs(name: str, of: str, names: Names) -> Iterator[Wrong]:
    """A fact has the persons that the vocabulary gives it; all else has none."""
    if of == APPLICANT:
        return
    spec = names.facts.get(name)
    if spec is None:
        if name in names.propositions or name in names.parameters:
            what = f"'{name}' is no fact, so it is not OF anybody."
            yield Wrong(word=of, what=what)
    elif of not in spec.of:
        what = f"'{name}' is not a fact of '{of}'."
        yield Wrong(word=of, what=what, mend=nearest(of, spec.of))


def _column_wrongs(name: str, columns: Mapping[str, ColumnSpec]) -> Iterator[Wrong]:
    spec = columns.get(name)
    if spec is None:
        what = f"'{name}' is no column of this list."
        yield Wrong(word=name, what=what, mend=nearest(name, columns))
    elif spec.type != "bool":
        what = f"'{name}' is of type {spec.type}: compare it with something."
        yield Wrong(word=name, what=what)


def _member_wrongs(member: Member, known: _Specs, names: Names) -> Iterator[Wrong]:
    name = member.name
    spec = known.get(name)
    if spec is None:
        mend = nearest(name, known)
        if name in names.propositions:
            mend = "It is a conclusion: write it bare."
        yield Wrong(word=name, what=f"No fact is called '{name}' here.", mend=mend)
        return
    if spec.type not in {"enum", "bool"}:
        what = f"'{name}' is of type {spec.type} and has no set of values."
        yield Wrong(word=name, what=what)
        return
    for value in sorted(member.values - set(spec.values)):
        what = f"'{value}' is no value of '{name}'."
        yield Wrong(word=value, what=what, mend=nearest(value, spec.values))
    if member.parameter:
        yield from _set_wrongs(member.parameter, spec, names)


def _set_wrongs(
    parameter: str, spec: FactSpec | ColumnSpec, names: Names
) -> Iterator[Wrong]:
    found = names.parameters.get(parameter)
    if found is None or found.type != "set":
        sets = [name for name, item in names.parameters.items() if item.type == "set"]
        what = f"No set parameter is called '{parameter}'."
        yield Wrong(word=parameter, what=what, mend=nearest(parameter, sets))
        return
    values = {
        value
        for item in found.values
        if isinstance(item.value, frozenset)
        for value in item.value
    }
    for value in sorted(values - set(spec.values)):
        what = f"'{value}' in the set '{parameter}' is no value of '{spec.name}'."
        yield Wrong(word=parameter, what=what, mend=nearest(value, spec.values))


def _row_parameter_wrongs(name: str, names: Names) -> Iterator[Wrong]:
    """Inside EXISTS a set parameter must depend on the query day alone."""
    found = names.parameters.get(name)
    if found is not None and (found.dated_by != TODAY or found.keyed_by):
        yield Wrong(word=name, what=f"'{name}' depends on a fact: not inside EXISTS.")


def _compare_wrongs(
    operands: Iterable[Operand], known: _Specs, names: Names
) -> Iterator[Wrong]:
    kinds: set[str] = set()
    word = ""
    for operand in operands:
        word = word or operand.name
        spec = known.get(operand.name) or names.parameters.get(operand.name)
        if operand.today or operand.is_day:
            kinds.add("day")
        elif not operand.name:
            kinds.add("integer")
        elif spec is None:
            mend = nearest(operand.name, (*known, *names.parameters))
            what = f"'{operand.name}' is no fact or parameter here."
            yield Wrong(word=operand.name, what=what, mend=mend)
        elif spec.type not in {"day", "integer"}:
            what = f"'{operand.name}' is of type {spec.type}: it has no order."
            yield Wrong(word=operand.name, what=what)
        else:
            kinds.add(spec.type)
    if len(kinds) > 1:
        yield Wrong(word=word or "TODAY", what="A day is compared with a number.")
