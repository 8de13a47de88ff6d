"""Promise: whatever leaves the vault in clear is recorded, also where a desk stops."""

from pathlib import Path

import pytest

from safeconduct.app.vault import case_release
from tests.app.desk_kit import Group
from tests.app.leaving_kit import EXPORT, PURPOSE, consent, ready, sparrow
from tests.promises.kept import must_fail

DOCUMENT = ("action-pack", "vault:Sparrow", "-o")


class StoppedError(BaseException):
    """What ends a process in the middle of its work."""


def stop(*_rest: object, **_more: object) -> None:
    """End."""
    raise StoppedError


def no_export_goes_unrecorded(group: Group, command: tuple[str, ...]) -> None:
    """The desk stops when the file is there and its case does not say so yet."""
    anna, out = sparrow(group), group.folder / "there"
    names = ready(anna, 10)
    consent(anna, "export", PURPOSE)
    consent(anna, "action-pack", "arrest")
    with group.monkeypatch.context() as then:
        then.setattr(case_release, "_record", stop)
        with pytest.raises(StoppedError):
            anna(*command, out)
    assert out.exists()
    # The group's log says that it left: it counts with ten others.
    every = ("export", *names, "--for", PURPOSE, "-o", str(group.folder / "all"))
    assert "yours in these hours: 1" in anna.refused(*every)


@pytest.mark.parametrize(
    "command",
    [pytest.param(EXPORT, id="an export"), pytest.param(DOCUMENT, id="a document")],
)
def test_no_export_goes_unrecorded(group: Group, command: tuple[str, ...]) -> None:
    no_export_goes_unrecorded(group, command)


def test_told_afterwards_it_goes_unrecorded(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_release, "act_in", lambda *_: None)
    must_fail(lambda: no_export_goes_unrecorded(group, EXPORT))


def test_no_other_module_of_the_commands_writes_what_leaves() -> None:
    """One place decides what an export is."""
    rooms = Path(case_release.__file__).parents[1]
    for name in ("HandedOver", "Exported"):
        users = {path.name for path in rooms.rglob("*.py") if name in path.read_text()}
        assert users <= {"case_release.py", "permission.py"}, name
