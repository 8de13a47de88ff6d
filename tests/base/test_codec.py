"""Records as JSON."""

from datetime import date

import pytest

from safeconduct.base.codec import encode
from safeconduct.base.day import Period
from safeconduct.base.digest import canonical
from safeconduct.base.errors import OurFaultError
from safeconduct.base.value import Choice


def test_a_thing_of_no_known_kind_is_our_fault() -> None:
    with pytest.raises(OurFaultError, match="object has no JSON form"):
        encode(object())


def test_a_type_is_no_record() -> None:
    with pytest.raises(OurFaultError, match="no JSON form"):
        encode(Period)


def test_the_same_record_gives_the_same_text() -> None:
    days = Choice(values=frozenset({"b", "a", "c"}))
    assert canonical(encode(days)) == '["Choice",{"s":["a","b","c"]}]'
    assert canonical(encode(date(2024, 1, 2))) == '{"d":"2024-01-02"}'
