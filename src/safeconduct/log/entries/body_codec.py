"""Records as the JSON of a body and back, by the types of their fields.

Bytes are hexadecimal, ids are as long as ids are, a missing key is the field's default,
an unknown key is refused. There is one JSON for a record.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import (
    ClassVar,
    Protocol,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from safeconduct.base.digest import Json
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    HASH_BYTES,
    ID_BYTES,
    CaseId,
    DeviceId,
    EntryId,
    FileName,
    KeyId,
    RawKey,
)
from safeconduct.sealing.symmetric import KEY_BYTES


class Record(Protocol):
    """A frozen record."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


R = TypeVar("R", bound=Record)
_ID_BYTES: Mapping[object, int] = {
    DeviceId: ID_BYTES, CaseId: ID_BYTES, EntryId: HASH_BYTES, KeyId: HASH_BYTES,
    FileName: HASH_BYTES, RawKey: KEY_BYTES,
}  # fmt: skip
# What a number of four bytes holds, as in a frame: whatever packs it can.
MOST_NUMBER = (1 << 32) - 1


def to_json(record: Record) -> dict[str, Json]:
    """The fields of a record that are not their defaults.

    Raises:
        LogError: a number is below 0, or has more than four bytes.
    """
    return {
        item.name: _put(value)
        for item in fields(record)
        if (value := getattr(record, item.name)) != _default(item)
    }


def from_json(kind: type[R], content: Mapping[str, Json]) -> R:
    """The record in some JSON.

    Raises:
        LogError: a key is unknown or missing, or a value of another type.
    """
    hints = _hints(kind)
    if not content.keys() <= hints.keys():
        raise _malformed(kind)
    given = {
        name: _get(hint, content[name])
        for name, hint in hints.items()
        if name in content
    }
    needed = {item.name for item in fields(kind) if _default(item) is MISSING}
    if not needed <= given.keys():
        raise _malformed(kind)
    record = kind(**given)
    if to_json(record) != content:
        raise _malformed(kind)
    return record


def named_in(content: Json, field: str) -> tuple[str, Mapping[str, Json]]:
    """What sort of body some JSON is, by a field of it, and its other fields.

    Raises:
        LogError: it does not say so.
    """
    name = content.get(field) if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(name, str):
        msg = f"An entry has no '{field}'."
        raise LogError(msg, kind="malformed")
    return name, {key: value for key, value in content.items() if key != field}


def _default(item: "Field[object]") -> object:
    return item.default


@cache
def _hints(kind: type[Record]) -> dict[str, object]:
    return cast("dict[str, object]", get_type_hints(kind))


def _put(value: object) -> Json:
    match value:
        case bytes():
            return value.hex()
        case int() if not 0 <= value <= MOST_NUMBER:
            raise _malformed(int)
        case tuple():
            return [_put(item) for item in value]
        case _ if is_dataclass(value):
            return to_json(cast("Record", value))
        case _:
            return cast("Json", value)


def _get(hint: object, value: Json) -> object:
    inner = getattr(hint, "__supertype__", hint)
    if get_origin(inner) is tuple:
        (part, _) = get_args(inner)
        if not isinstance(value, list):
            raise _malformed(tuple)
        return tuple(_get(part, item) for item in value)
    if inner is bytes:
        return _bytes(value, _ID_BYTES.get(hint))
    if inner is object:
        return value
    if isinstance(inner, type) and is_dataclass(inner):
        if not isinstance(value, dict):
            raise _malformed(inner)
        return from_json(cast("type[Record]", inner), value)
    if type(value) is not inner:
        raise _malformed(type(value))
    return value


def _bytes(value: Json, length: int | None) -> bytes:
    if not isinstance(value, str):
        raise _malformed(bytes)
    try:
        raw = bytes.fromhex(value)
    except ValueError as error:
        raise _malformed(bytes) from error
    if length not in {None, len(raw)}:
        raise _malformed(bytes)
    return raw


def _malformed(kind: type) -> LogError:
    what = f"A body is not as its kind asks ({kind.__name__})."
    return LogError(what, kind="malformed")
