"""What work a passphrase may cost: the bounds of spec/envelope.md §8, both included."""

import pytest

from safeconduct.sealing.stretch import Stretch

MIB = 1024
LEAST = Stretch(memory_kib=8, passes=1, lanes=1)
MOST = Stretch(memory_kib=MIB * MIB, passes=20, lanes=16)
BEYOND = {
    "less memory": Stretch(memory_kib=7, passes=1, lanes=1),
    "no pass": Stretch(memory_kib=8, passes=0, lanes=1),
    "no lane": Stretch(memory_kib=8, passes=1, lanes=0),
    "less memory than its lanes need": Stretch(memory_kib=127, passes=1, lanes=16),
    "more memory": Stretch(memory_kib=MIB * MIB + 1, passes=20, lanes=16),
    "more passes": Stretch(memory_kib=MIB * MIB, passes=21, lanes=16),
    "more lanes": Stretch(memory_kib=MIB * MIB, passes=20, lanes=17),
}


@pytest.mark.parametrize("cost", [LEAST, MOST, Stretch(memory_kib=128, lanes=16)])
def test_whoever_pays_what_the_spec_allows_is_heard(cost: Stretch) -> None:
    assert cost.is_reasonable()


@pytest.mark.parametrize("cost", BEYOND.values(), ids=BEYOND)
def test_nobody_is_made_to_pay_more_or_taken_at_less(cost: Stretch) -> None:
    assert not cost.is_reasonable()
