"""Records as JSON and back: for the compiled rulebook and for hashes.

A record becomes `[name, field, …]`; days become `{"d": text}`; sets are sorted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import cast

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


class Decoder:
    """Turns JSON back into records of known types."""

    def __init__(self, types: Iterable[type]) -> None:
        """Know the record types by their names."""
        self._types: Mapping[str, tuple[type, tuple[str, ...]]] = {
            item.__name__: (item, tuple(part.name for part in fields(item)))
            for item in types
        }

    def decode(self, item: object) -> object:
        """Read one value.

        Raises:
            OurFaultError: the JSON was not written by `encode` of this version.
        """
        if isinstance(item, list):
            return self._record(item)
        if not isinstance(item, dict):
            return item
        parts = cast("dict[str, object]", item)
        if "t" in parts:
            return tuple(map(self.decode, cast("list[object]", parts["t"])))
        if "d" in parts:
            return date.fromisoformat(str(parts["d"]))
        if "s" in parts:
            return frozenset(cast("list[str]", parts["s"]))
        msg = "This is no encoded record."
        raise OurFaultError(msg)

    def _record(self, item: list[object]) -> object:
        known = self._types.get(str(item[0])) if item else None
        if known is None or len(known[1]) != len(item) - 1:
            msg = "This record was written by another version."
            raise OurFaultError(msg)
        kind, names = known
        return kind(**dict(zip(names, map(self.decode, item[1:]), strict=True)))
