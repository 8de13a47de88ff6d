"""Where a relay listens."""

import socket
import stat
from pathlib import Path

import pytest

from safeconduct.base.errors import InputError
from safeconduct.serving.server import listen_at, listen_on


def test_the_system_chooses_the_port_where_none_is_given() -> None:
    with listen_at("127.0.0.1", 0) as found:
        assert found.getsockname()[1] > 0


def test_a_port_in_use_is_said_to_be_so() -> None:
    with (
        listen_at("127.0.0.1", 0) as first,
        pytest.raises(InputError, match="Nothing can listen there"),
    ):
        listen_at("127.0.0.1", first.getsockname()[1])


def test_a_host_that_is_none_is_said_to_be_so() -> None:
    with pytest.raises(InputError, match="Nothing can listen there"):
        listen_at("no such host.invalid", 0)


def test_a_unix_socket_is_for_owner_and_group(tmp_path: Path) -> None:
    with listen_on(tmp_path / "relay.sock"):
        mode = (tmp_path / "relay.sock").stat().st_mode
        assert stat.S_IMODE(mode) == 0o660


def test_a_socket_left_behind_is_replaced(tmp_path: Path) -> None:
    listen_on(tmp_path / "relay.sock").close()
    with listen_on(tmp_path / "relay.sock"), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(tmp_path / "relay.sock"))


def test_a_socket_that_somebody_serves_is_left_to_him(tmp_path: Path) -> None:
    path = tmp_path / "relay.sock"
    with listen_on(path), pytest.raises(InputError, match="Nothing can listen"):
        listen_on(path)


def test_a_file_is_never_replaced_by_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "relay.db"
    path.write_bytes(b"items")
    with pytest.raises(InputError, match="Nothing can listen"):
        listen_on(path)
    assert path.read_bytes() == b"items"
