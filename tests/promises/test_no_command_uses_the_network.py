"""No command opens a connection, asks for an address, or starts a program."""

from pathlib import Path

import pytest

from tests.promises.kept import ROOT, must_fail, run_planted

CASE = str(ROOT / "cases" / "composite.toml")
# The interpreter itself tells of every socket and every program, whoever asks.
WATCHED = """
def watch(event, details):
    rooms = ("socket", "subprocess", "ftplib", "smtplib", "urllib")
    if event.partition(".")[0] in rooms:
        print("REACHED OUT", event, file=sys.stderr, flush=True)
    if event in ("os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn"):
        print("REACHED OUT", event, file=sys.stderr, flush=True)
sys.addaudithook(watch)
"""
TALKS = (
    WATCHED
    + """
from safeconduct.app.calls import call
whole = call.read_settings
def settings():
    import socket
    socket.getaddrinfo("localhost", 80)
    return whole()
call.read_settings = settings
"""
)
COMMANDS: dict[str, tuple[str, ...]] = {
    "assess": ("assess", CASE),
    "assess as JSON": ("assess", CASE, "--json"),
    "ask": ("ask", CASE),
    "why": ("why", CASE, "int.refugee"),
    "change": ("change", CASE, "int.refugee"),
    "deadline": ("deadline", "fr.cnda_appeal", "--from", "2026-11-02"),
    "dossier": ("dossier", CASE, "-o", "{out}/dossier.pdf"),
    "dossier as DOCX": ("dossier", CASE, "-o", "{out}/dossier.docx"),
    "alarm card": ("alarm-card", CASE, "-o", "{out}/card.pdf"),
    "action pack": ("action-pack", CASE, "-o", "{out}/pack.pdf"),
    "law check": ("law", "check"),
    "law list": ("law", "list"),
    "law show": ("law", "show", "int.refugee"),
    "law diff": ("law", "diff", str(ROOT / "law"), str(ROOT / "law"), "--case", CASE),
    "demo": ("demo", "--on", "2026-11-22", "--out", "{out}/demo"),
}


def it_stays_silent(
    command: tuple[str, ...], out: Path, planted: str = WATCHED
) -> None:
    """The command does its work and reaches out to nothing."""
    arguments = [part.format(out=out) for part in command]
    home = {"SAFECONDUCT_HOME": str(out / "home")}
    found = run_planted(planted, *arguments, settings=home)
    assert "REACHED OUT" not in found.stderr, found.stderr
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_reaches_out_to_nothing(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    it_stays_silent(command, tmp_path)


def test_one_that_asks_for_an_address_is_seen(tmp_path: Path) -> None:
    must_fail(lambda: it_stays_silent(COMMANDS["assess"], tmp_path, TALKS))
