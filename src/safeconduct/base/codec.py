"""Records as JSON: for hashes, and to tell whether two read alike.

A record becomes `[name, field, …]`; days become `{"d": text}`; sets are sorted.
"""

from dataclasses import fields, is_dataclass
from datetime import date

from safeconduct.base.digest import Json
from safeconduct.base.errors import OurFaultError


def encode(item: object) -> Json:
    """Put records, tuples, sets, days and plain values into JSON.

    Raises:
        OurFaultError: the value is of none of these kinds.
    """
    if item is None or isinstance(item, str | int | float | bool):
        return item
    if isinstance(item, tuple | list):
        return {"t": [encode(part) for part in item]}
    if isinstance(item, date):
        return {"d": item.isoformat()}
    if isinstance(item, frozenset):
        return {"s": sorted(str(part) for part in item)}
    if is_dataclass(item) and not isinstance(item, type):
        parts = [encode(getattr(item, part.name)) for part in fields(item)]
        return [type(item).__name__, *parts]
    msg = f"A {type(item).__name__} has no JSON form."
    raise OurFaultError(msg)
