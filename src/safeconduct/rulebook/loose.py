"""A value as it is written, before the vocabulary says what it means."""

from datetime import date, datetime

from safeconduct.base.day import DayRange
from safeconduct.base.near import nearest
from safeconduct.base.value import Choice, Span, Value, span_of
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
        return tuple(
            str(item).lower() if isinstance(item, bool) else str(item) for item in raw
        )
    msg = "A value is a text, a number, true or false, a day, or a list of texts."
    raise ValueError(msg)


def to_value(loose: LooseValue, spec: FactSpec | ColumnSpec) -> Value:
    """What a written value leaves possible, by the type of its fact.

    Raises:
        ValueError: the value is none of the fact's.
    """
    if isinstance(loose, tuple):
        return _any_of(loose, spec)
    match spec.type:
        case "bool":
            if not isinstance(loose, bool):
                msg = f"'{spec.name}' is true or false, not '{loose}'."
                raise ValueError(msg)
            return Choice(values=frozenset({str(loose).lower()}))
        case "enum":
            return Choice(values=frozenset({_known(str(loose), spec)}))
        case "day":
            if isinstance(loose, bool):
                msg = f"'{spec.name}' is a day such as 2022-09-21, not '{loose}'."
                raise ValueError(msg)
            return span_of(_days(str(loose)))
        case "integer":
            if isinstance(loose, bool) or not isinstance(loose, int):
                msg = f"'{spec.name}' is a whole number, not '{loose}'."
                raise ValueError(msg)
            return Span(low=loose, high=loose)


def _known(value: str, spec: FactSpec | ColumnSpec) -> str:
    if value not in spec.values:
        mend = nearest(value, spec.values)
        msg = f"'{value}' is no value of '{spec.name}'. {mend}".strip()
        raise ValueError(msg)
    return value


def _days(text: str) -> DayRange:
    first, slash, last = text.partition("/")
    if not slash:
        return DayRange.parse(text)
    start, end = DayRange.parse(first), DayRange.parse(last)
    if end.latest < start.earliest:
        msg = f"'{text}' ends before it begins."
        raise ValueError(msg)
    return DayRange(earliest=start.earliest, latest=end.latest)


def _any_of(loose: tuple[str, ...], spec: FactSpec | ColumnSpec) -> Value:
    if not loose:
        msg = f"The list of values of '{spec.name}' is empty."
        raise ValueError(msg)
    if spec.type == "enum":
        return Choice(values=frozenset(_known(item, spec) for item in loose))
    if spec.type == "bool":
        wrong = [item for item in loose if item not in BOOL_VALUES]
        if wrong:
            msg = f"'{spec.name}' is true or false, not '{wrong[0]}'."
            raise ValueError(msg)
        return Choice(values=frozenset(loose))
    if spec.type == "day":
        ranges = [_days(item) for item in loose]
        return Span(
            low=min(item.earliest for item in ranges).toordinal(),
            high=max(item.latest for item in ranges).toordinal(),
        )
    numbers = [int(item) for item in loose]
    return Span(low=min(numbers), high=max(numbers))
