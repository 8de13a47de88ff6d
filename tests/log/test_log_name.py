"""What a log is called."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.log.name import CaseId, Compartment, LogName, read_log_name
from tests.log.group_kit import GROUP


@pytest.mark.parametrize("part", Compartment)
def test_a_log_is_named_by_17_bytes_and_back(part: Compartment) -> None:
    log = LogName(case=GROUP, compartment=part)
    assert len(log.raw) == 17
    assert read_log_name(log.raw) == log


@pytest.mark.parametrize(
    "raw", [b"", GROUP, GROUP + b"\x04", GROUP + b"\x00\x00", GROUP[1:] + b"\x00"]
)
def test_other_bytes_name_no_log(raw: bytes) -> None:
    assert read_log_name(raw) is None


def test_a_case_with_another_id_is_our_fault() -> None:
    with pytest.raises(OurFaultError):
        _ = LogName(case=CaseId(b"short"), compartment=Compartment.MAIN).raw
