"""A fault is one line: file, place, what is wrong, the mend."""

import pytest

from safeconduct.base.errors import Fault, InputError, OurFaultError, SafeConductError


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        pytest.param(Fault(file="a.md", what="Wrong."), "a.md: Wrong.", id="a file"),
        pytest.param(
            Fault(file="a.md", line=3, what="Wrong."), "a.md:3: Wrong.", id="a line"
        ),
        pytest.param(
            Fault(file="a.md", line=3, column=7, what="Wrong.", mend="Right."),
            "a.md:3:7: Wrong. Right.",
            id="a column and a mend",
        ),
        pytest.param(
            Fault(file="a.md", column=7, what="Wrong."), "a.md: Wrong.", id="no line"
        ),
        pytest.param(
            Fault(file="a\nb.md", what="No '\x1b[31m\n'.", mend="\u202eX"),
            "a b.md: No 'U+001B[31m '. U+202EX",
            id="what would act on a terminal",
        ),
    ],
)
def test_a_fault_is_one_line(fault: Fault, line: str) -> None:
    assert str(fault) == line


def test_a_long_text_is_cut() -> None:
    assert len(str(Fault(file="a.md", what="x" * 10_000))) < 400


def test_faults_are_told_in_the_order_of_their_places() -> None:
    faults = [
        Fault(file="b.md", what="1"),
        Fault(file="a.md", line=9, what="2"),
        Fault(file="a.md", line=2, what="3"),
    ]
    found = InputError(faults)
    assert str(found) == "a.md:2: 3\na.md:9: 2\nb.md: 1"
    assert found.faults[-1].file == "b.md"


def test_both_families_have_one_root() -> None:
    assert issubclass(InputError, SafeConductError)
    assert issubclass(OurFaultError, SafeConductError)
