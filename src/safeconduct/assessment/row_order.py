"""Which tests on a list ask for more than others, as far as their form shows it."""

from dataclasses import replace

from safeconduct.assessment.atom import ExistsAtom, MemberAtom, RowTest

MOST_VALUES = 6


def asks_more(first: ExistsAtom, second: ExistsAtom) -> bool:
    """Whether what satisfies the first test on a list surely satisfies the second."""
    return (
        first.list == second.list
        and first.at_least >= second.at_least
        and _implies(first.where, second.where)
    )


def _implies(first: RowTest, second: RowTest) -> bool:
    """Whether a row that passes the first surely passes the second; false if unseen."""
    if first == second or _is_all(second, count=0):
        return True
    if _is_all(second):
        return all(_implies(first, part) for part in second.parts)
    if _is_any(first):
        return all(_implies(part, second) for part in first.parts)
    if _is_all(first) and any(_implies(part, second) for part in first.parts):
        return True
    if _is_any(second) and any(_implies(first, part) for part in second.parts):
        return True
    return _is_within(first, second) or _implies_by_value(first, second)


def _implies_by_value(first: RowTest, second: RowTest) -> bool:
    """The same, looked at for each value that a column may have in the first."""
    if not _is_all(first):
        return False
    for at, part in enumerate(first.parts):
        atom = part.atom
        if isinstance(atom, MemberAtom) and 1 < len(atom.values) <= MOST_VALUES:
            each = [
                replace(part, atom=replace(atom, values=frozenset({value})))
                for value in atom.values
            ]
            before, after = first.parts[:at], first.parts[at + 1 :]
            return all(
                _implies(replace(first, parts=(*before, one, *after)), second)
                for one in each
            )
    return False


def _is_all(test: RowTest, *, count: int | None = None) -> bool:
    """Whether a test asks for all its parts (for so many, where a count is given)."""
    is_all = test.atom is None and not test.negated and test.at_least == len(test.parts)
    return is_all and (count is None or len(test.parts) == count)


def _is_any(test: RowTest) -> bool:
    return test.atom is None and not test.negated and test.at_least == 1


def _is_within(first: RowTest, second: RowTest) -> bool:
    """Whether a column that is one of some values is one of some more values."""
    if first.negated or second.negated:
        return False
    match first.atom, second.atom:
        case (MemberAtom(key=key, values=fewer), MemberAtom(key=other, values=more)):
            return key == other and fewer <= more
        case _:
            return False
