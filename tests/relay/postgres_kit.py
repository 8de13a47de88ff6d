"""A PostgreSQL of the tests' own: a folder, a port, and gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = Path("/usr/lib/postgresql")
_OWNER = "postgres"


def _programs() -> Path:
    """Where the newest PostgreSQL of the system has its programs."""
    found = sorted(_PLACES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    places = [*found, *map(Path, filter(None, [shutil.which("initdb")]))]
    assert places, "PostgreSQL is missing; on Debian: sudo apt-get install postgresql"
    return places[-1].parent


def _run(*command: str | Path) -> None:
    """Run a program of the database; as its own user where we are root."""
    owner = ["runuser", "-u", _OWNER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(  # noqa: S603 -- programs of the system
        [*owner, *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
        cwd="/",
        timeout=120,
    )
    assert done.returncode == 0, command


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as asked:
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server; the address of its first database."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="relay-postgres-") as name:
        folder, password = Path(name), secrets.token_hex(16)
        words = folder / "password"
        words.write_text(password)
        if os.geteuid() == 0:
            for path in (folder, words):
                shutil.chown(path, _OWNER, _OWNER)
        data, port = folder / "data", _free_port()
        _run(
            programs / "initdb", "-D", data, "-U", "app", "-A", "scram-sha-256",
            f"--pwfile={words}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        log = folder / "log"
        _run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgresql://app:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
