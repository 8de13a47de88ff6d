"""A value as it is written, before the vocabulary says what it means."""

from datetime import date, datetime
from typing import NoReturn

from safeconduct.base.day import DayRange
from safeconduct.base.near import nearest
from safeconduct.base.value import HIGHEST, LOWEST, Choice, Span, Value, span_of
from safeconduct.rulebook.vocabulary import BOOL_VALUES, ColumnSpec, FactSpec

LooseValue = str | int | bool | tuple[str, ...]


def read_loose(raw: object) -> LooseValue:
    """Keep a TOML value as text, number, bool or list of texts; days become text.

    Raises:
        ValueError: the value is of no such kind.
    """
    if isinstance(raw, str | bool | int):
        return raw
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if isinstance(raw, list):
        items = [read_loose(item) for item in raw if not isinstance(item, list)]
        if len(items) == len(raw):
            return tuple(_word(item) for item in items)
    msg = "A value is a text, a number, true or false, a day, or a list of texts."
    raise ValueError(msg)


def _word(item: LooseValue) -> str:
    return str(item).lower() if isinstance(item, bool) else str(item)


def to_value(loose: LooseValue, spec: FactSpec | ColumnSpec) -> Value:
    """What a written value leaves possible, by the type of its fact.

    Raises:
        ValueError: the value is none of the fact's.
    """
    if isinstance(loose, tuple):
        return _any_of(loose, spec)
    is_bool = isinstance(loose, bool)
    if spec.type == "bool":
        return Choice(values=frozenset({_bool(_word(loose), spec, is_it=is_bool)}))
    if spec.type == "enum":
        return Choice(values=frozenset({_known(_word(loose), spec)}))
    if spec.type == "day":
        return span_of(_days(str(loose), spec, is_it=not is_bool))
    is_number = isinstance(loose, int) and not is_bool
    number = _number(str(loose), spec, is_it=is_number)
    return Span(low=number, high=number)


def _any_of(loose: tuple[str, ...], spec: FactSpec | ColumnSpec) -> Value:
    if not loose:
        msg = f"The list of values of '{spec.name}' is empty."
        raise ValueError(msg)
    if spec.type == "bool":
        return Choice(values=frozenset(_bool(item, spec) for item in loose))
    if spec.type == "enum":
        return Choice(values=frozenset(_known(item, spec) for item in loose))
    if spec.type == "day":
        spans = [span_of(_days(item, spec)) for item in loose]
    else:
        numbers = [_number(item, spec) for item in loose]
        spans = [Span(low=number, high=number) for number in numbers]
    return Span(
        low=min(span.low for span in spans), high=max(span.high for span in spans)
    )


def _refuse(what: str, written: str, spec: FactSpec | ColumnSpec) -> NoReturn:
    msg = f"'{spec.name}' is {what}, not '{written[:40]}'."
    raise ValueError(msg)


def _bool(written: str, spec: FactSpec | ColumnSpec, *, is_it: bool = True) -> str:
    if not is_it or written not in BOOL_VALUES:
        _refuse("true or false without quotes", written, spec)
    return written


def _known(written: str, spec: FactSpec | ColumnSpec) -> str:
    if written not in spec.values:
        mend = nearest(written, spec.values)
        msg = f"'{written[:40]}' is no value of '{spec.name}'. {mend}".strip()
        raise ValueError(msg)
    return written


def _number(written: str, spec: FactSpec | ColumnSpec, *, is_it: bool = True) -> int:
    digits = written.removeprefix("-")
    if not (is_it and digits.isascii() and digits.isdigit()):
        _refuse("a whole number", written, spec)
    if len(digits) > len(str(HIGHEST)) or not LOWEST <= int(written) <= HIGHEST:
        _refuse("a whole number of twelve digits at most", written, spec)
    return int(written)


def _days(written: str, spec: FactSpec | ColumnSpec, *, is_it: bool = True) -> DayRange:
    if not is_it:
        _refuse("a day such as 2022-09-21", written, spec)
    first, slash, last = written.partition("/")
    if not slash:
        return DayRange.parse(written)
    start, end = DayRange.parse(first), DayRange.parse(last)
    if end.latest < start.earliest:
        msg = f"'{written}' ends before it begins."
        raise ValueError(msg)
    return DayRange(earliest=start.earliest, latest=end.latest)
