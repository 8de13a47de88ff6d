"""Exits, streams and the last resort of the command line."""

import signal
import sys
from pathlib import Path

import pytest

from safeconduct.app.calls import call
from safeconduct.base.errors import OurFaultError
from tests.app.call_kit import CASES, HEAD, ON, Run, finish, start

YEVGENY = CASES / "yevgeny.toml"
_BROKEN = (
    "from safeconduct.app.calls import call\ndef broken(*_):\n    {}\ncall.{} = broken"
)


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("--help",), id="help"),
        pytest.param(("--version",), id="version"),
        pytest.param(("law", "list", "-h"), id="help of a command"),
        pytest.param(("law", "list"), id="a list"),
        pytest.param(("assess", YEVGENY, *ON), id="an assessment"),
    ],
)
def test_what_is_done_exits_with_0(run: Run, args: tuple[str | Path, ...]) -> None:
    done = run(*args)
    assert (done.status, done.told) == (0, "")
    assert done.out


@pytest.mark.parametrize(
    ("args", "line"),
    [
        pytest.param(
            ("assess", "none.toml"), "none.toml: The file cannot be", id="no case"
        ),
        pytest.param(("assess", "/dev/zero"), "zero: The file has more;", id="no end"),
        pytest.param(
            ("why", YEVGENY, "fr.refuge"), "command line: No finding is", id="w"
        ),
        pytest.param(
            ("change", YEVGENY, "x"), "command line: No finding is", id="change"
        ),
        pytest.param(
            ("ask", YEVGENY, "--goal", "x"), "command line: No finding", id="goal"
        ),
        pytest.param(
            ("law", "show", "x"), "command line: No page or finding", id="no page"
        ),
        pytest.param(
            ("law", "list", "--law", "none"), "none: There is no such", id="no law"
        ),
        pytest.param(
            ("deadline", "x", "--from", "2024-01-01"),
            "command line: No deadline",
            id="d",
        ),
        pytest.param(
            ("dossier", YEVGENY, "-o", "a.odt"), "a.odt: A dossier is a .pdf", id="kind"
        ),
    ],
)
def test_an_input_at_fault_exits_with_1_and_one_line(
    run: Run, args: tuple[str | Path, ...], line: str
) -> None:
    done = run(*args)
    assert (done.status, done.out) == (1, "")
    assert done.told.startswith(line)
    assert done.told.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        pytest.param((), id="nothing"),
        pytest.param(("asses",), id="no command"),
        pytest.param(("assess",), id="no case"),
        pytest.param(("assess", YEVGENY, "--on", "2024"), id="half a day"),
        pytest.param(("assess", YEVGENY, "--on", "soon"), id="no day"),
        pytest.param(("assess", YEVGENY, "--lang", "de"), id="no language of ours"),
        pytest.param(("assess", YEVGENY, "--jsno"), id="no option"),
        pytest.param(("deadline", "fr.cnda_appeal"), id="no start"),
    ],
)
def test_wrong_use_exits_with_2(run: Run, args: tuple[str | Path, ...]) -> None:
    done = run(*args)
    assert (done.status, done.out) == (2, "")
    assert "Usage:" in done.told


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("raise RuntimeError('Ivan')", "RuntimeError in", id="a bug"),
        pytest.param("return broken(*_)", "RecursionError in", id="no end"),
        pytest.param("raise MemoryError", "MemoryError in", id="no memory"),
        pytest.param(
            "from safeconduct.base.errors import OurFaultError\n"
            "    raise OurFaultError('A rulebook has a cycle.')",
            "A rulebook has a cycle.",
            id="a broken installation",
        ),
    ],
)
def test_our_fault_exits_with_3_and_one_line_that_holds_nothing_of_a_case(
    home: Path, code: str, line: str
) -> None:
    planted = _BROKEN.format(code, "read_settings")
    done = finish(start("assess", YEVGENY, home=home, code=planted))
    assert (done.status, done.out) == (3, "")
    assert done.told.startswith(f"Safe Conduct is at fault: {line}")
    assert done.told.count("\n") == 1
    assert "Ivan" not in done.told


def test_an_exception_nobody_expected_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        msg = "Ivan"
        raise RuntimeError(msg)

    monkeypatch.setattr(call, "read_settings", broken)
    with pytest.raises(RuntimeError) as caught:
        run("law", "list")
    with pytest.raises(SystemExit) as end:
        sys.excepthook(caught.type, caught.value, caught.tb)
    assert end.value.code == 3
    told = capsys.readouterr().err
    assert told.startswith("Safe Conduct is at fault: RuntimeError in test_command.py:")
    assert told.count("\n") == 1
    assert "Ivan" not in told


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        pytest.param(KeyboardInterrupt, 130, "", id="an interruption"),
        pytest.param(
            ValueError,
            3,
            "Safe Conduct is at fault: ValueError. Please report this line.\n",
            id="a bug without a place",
        ),
    ],
)
def test_the_last_resort_has_an_exit_for_everything(
    run: Run,
    capsys: pytest.CaptureFixture[str],
    kind: type[BaseException],
    status: int,
    told: str,
) -> None:
    run("--version")
    with pytest.raises(SystemExit) as end:
        sys.excepthook(kind, kind(), None)
    assert end.value.code == status
    assert capsys.readouterr().err == told


def test_a_broken_installation_and_an_interruption_have_exits_of_their_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cycle() -> None:
        msg = "The rulebook has a cycle."
        raise OurFaultError(msg)

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(call, "read_settings", cycle)
    done = run("law", "list")
    assert (done.status, done.out) == (3, "")
    assert done.told == "Safe Conduct is at fault: The rulebook has a cycle.\n"
    monkeypatch.setattr(call, "read_settings", interrupted)
    assert run("law", "list").status == 130


def test_an_interruption_ends_quietly(home: Path) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
    planted = _BROKEN.format(code, "read_settings")
    done = finish(start("assess", YEVGENY, home=home, code=planted))
    assert (done.status, done.out) == (130, "")
    assert "Traceback" not in done.told
    assert signal.SIGINT.name not in done.told


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="as it is"),
        pytest.param({"NO_COLOR": "1"}, id="without colour"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, id="with colour"),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="a narrow coding"),
        pytest.param({"LC_ALL": "C", "LANG": "C"}, id="no language"),
    ],
)
def test_a_piped_result_is_plain_text_in_utf_8(
    home: Path, more: dict[str, str]
) -> None:
    args = ("assess", YEVGENY, *ON, "--lang", "ru")
    done = finish(start(*args, home=home, more=more))
    assert (done.status, done.told) == (0, "")
    assert "\x1b" not in done.out
    assert "Что угрожает" in done.out


def test_a_closed_pipe_is_no_fault_of_ours(home: Path) -> None:
    process = start("law", "list", "--facts", "--json", home=home)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.wait(timeout=60)
    process.stderr.close()
    assert b"Traceback" not in told
    assert b"at fault" not in told


@pytest.mark.parametrize("kind", ["dossier", "alarm-card", "action-pack"])
@pytest.mark.parametrize("place", ["/proc/none/a.pdf", "/dev/full"])
def test_a_place_that_cannot_be_written_to_is_told(
    run: Run, kind: str, place: str, tmp_path: Path
) -> None:
    link = tmp_path / "a.pdf"
    link.symlink_to(place)
    done = run(kind, YEVGENY, "-o", link, "--on", "2026-11-22")
    if place == "/dev/full":
        assert (done.status, done.out) == (1, "")
        assert done.told == "a.pdf: No file can be written here.\n"
    assert [found.name for found in tmp_path.iterdir()] == ["a.pdf"]


def test_a_name_that_is_no_text_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.toml"
    path.write_text(HEAD + "x = 1\n")
    done = run("assess", path)
    assert done.status == 1
    assert done.told.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        ("law", "list", "--law", "{0}"),
        ("law", "site", "{0}"),
        ("law", "diff", "{0}", "{0}"),
        ("law", "key", "desk", "-o", "{0}"),
        ("law", "pack", "{0}", "-o", "p", "--root", "r", "--number", "1"),
    ],
)
@pytest.mark.parametrize("name", ["a" * 300, "ring"])
def test_a_name_that_no_folder_can_have_is_one_line(
    run: Run, tmp_path: Path, args: tuple[str, ...], name: str
) -> None:
    (tmp_path / "ring").symlink_to("ring")
    more = ("--expires", "2099-01-01") if args[1] == "pack" else ()
    done = run(*(part.format(tmp_path / name) for part in args), *more)
    assert (done.status, done.out, done.told.count("\n")) == (1, "", 1), done.told
