"""What the makers of vectors share: fixed keys, and the inputs of one form."""

from collections.abc import Callable, Iterator
from hashlib import sha256

from safeconduct.sealing.device import DeviceSeeds, make_device
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.stretch import Stretch
from safeconduct.sealing.symmetric import CircleKey, LogKey
from tests.sealing.vector import FOLDER, OPENS, Inputs, Vector

Made = Iterator[tuple[str, Vector]]
SAME: Inputs = {}


def fixed(name: str, length: int = 32) -> bytes:
    """Bytes that a name always gives."""
    blocks = range(-(-length // 32))
    made = b"".join(sha256(f"{name} {block}".encode()).digest() for block in blocks)
    return made[:length]


GROUP, CASE = fixed("group", 16), fixed("case", 16)
MAIN, PAPERS, ROSTER = CASE + b"\x01", CASE + b"\x02", GROUP + b"\x00"
LOG_KEY, OTHER_KEY = LogKey(raw=fixed("log key")), LogKey(raw=fixed("other key"))
CIRCLE_KEY = CircleKey(raw=fixed("circle key"))
OTHER_CIRCLE = CircleKey(raw=fixed("other circle"))
SEEDS = DeviceSeeds(
    entry=fixed("entry seed"), opening=fixed("opening seed"), stores=fixed("stores")
)
DEVICE = make_device(SEEDS)
RECOVERY = OpeningKey(seed=fixed("recovery seed"))
CHEAP = Stretch(memory_kib=64, passes=1, lanes=1)
WORDS = "correct horse battery"
LATER = b"\x00\x02"


def flip(raw: bytes, at: int = -1) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(raw)
    changed[at] ^= 1
    return bytes(changed)


class Maker:
    """Makes the vectors of one form, with the inputs that most of them share."""

    def __init__(self, form: str, section: str, inputs: Inputs) -> None:
        """Keep what the vectors of the form share."""
        self.form, self.section, self.inputs = form, section, dict(inputs)

    def opens(
        self, name: str, comment: str, raw: bytes, gives: bytes, other: Inputs = SAME
    ) -> tuple[str, Vector]:
        """One that opens, and what it gives."""
        return self._one(name, OPENS, comment, raw, {**other, "gives": gives})

    def fails(
        self, kind: str, comment: str, raw: bytes, name: str = "", other: Inputs = SAME
    ) -> tuple[str, Vector]:
        """One that fails; it is named after the failure unless it has another name."""
        return self._one(name or kind.replace(" ", "-"), kind, comment, raw, other)

    def _one(
        self, name: str, expect: str, comment: str, raw: bytes, other: Inputs
    ) -> tuple[str, Vector]:
        vector = Vector(
            form=self.form,
            expect=expect,
            section=self.section,
            comment=comment,
            inputs={**self.inputs, **other},
            raw=raw,
        )
        return f"{self.form}-{name}", vector


def frozen(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of a file that is there, or new ones."""
    path = FOLDER / f"{name}.txt"
    return Vector.from_text(path.read_text()).raw if path.exists() else make()
