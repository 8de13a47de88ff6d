"""One body of each kind and one act of each: with every field, and with the least."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import cast, get_args, get_origin, get_type_hints

from safeconduct.base.digest import Json, canonical
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.name import CaseId, DeviceId, EntryId, KeyId

_LENGTHS: dict[object, int] = {DeviceId: 16, CaseId: 16, EntryId: 32, KeyId: 32}
# What a parser behind the field would take.
_WORDS = {
    "name": "refusal.said", "list": "charges", "day": "2022-09-21", "due": "2022-09-21",
    "until": "2022-09-21", "as_of": "2022-09", "role": "counsel", "language": "ru",
    "complete": "no", "value": "true", "norm": "kz.claim", "id": "summons-1",
}  # fmt: skip


def samples(
    kinds: Iterable[type[Record]], write: Callable[[Record], Json]
) -> tuple[str, ...]:
    """Records of some kinds as the JSON in which they stand."""
    return tuple(canonical(write(made)) for kind in kinds for made in _both(kind))


def _both(kind: type[Record]) -> Iterator[Record]:
    yield _made(kind, whole=True)
    yield _made(kind, whole=False)


def _made(kind: type[Record], *, whole: bool) -> Record:
    hints = cast("dict[str, object]", get_type_hints(kind))
    wanted = (item for item in fields(kind) if whole or item.default is MISSING)
    return kind(**{item.name: _value(hints[item.name], item.name) for item in wanted})


def _value(hint: object, name: str) -> object:
    inner = getattr(hint, "__supertype__", hint)
    if get_origin(inner) is tuple:
        return (_value(get_args(inner)[0], name),)
    if is_dataclass(inner):
        return _made(cast("type[Record]", inner), whole=True)
    values: dict[object, object] = {
        bytes: bytes([7]) * _LENGTHS.get(hint, 32),
        bool: True,
        int: 1,
        str: _WORDS.get(name, name),
    }
    return values.get(inner, {"value": True, "day": "2022-09"})
