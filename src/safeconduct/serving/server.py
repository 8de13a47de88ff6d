"""The web server of relay and desk: it keeps no log and tells nothing of itself."""

import logging.config
import resource
import socket
import stat
from contextlib import closing
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.override import override

_REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
# Connections at once; more are told to come again.
_MOST_CONNECTIONS = 1000


class Silent(H11Protocol):
    """HTTP, refusing what is none without a word that names the program.

    h11 and no faster parser: it bounds the headers, which anybody may send.
    """

    @override
    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        del msg
        self.transport.write(_REFUSAL)
        self.transport.close()


def listen_at(host: str, port: int) -> socket.socket:
    """A socket of the network; the system chooses the port where it is 0.

    Raises:
        InputError: nothing can listen there.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.create_server(address, family=family)
        # Those accepted take after it: no answer waits for its first half to arrive.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise _cannot_listen(error) from error
    return made


def listen_on(path: Path) -> socket.socket:
    """A Unix socket for its owner and group; one left behind is replaced.

    Raises:
        InputError: nothing can listen there, or somebody does.
    """
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.is_socket() and not _is_served(path):
            path.unlink()
        made.bind(str(path))
        # Before it listens: until then nobody can have come in.
        path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP)
        made.listen()
    except OSError as error:
        made.close()
        raise _cannot_listen(error) from error
    return made


def make_server(application: ASGIApp, *, has_life: bool = False) -> uvicorn.Server:
    """A server; its `run` takes the sockets and returns when it is told.

    `has_life` where the application itself begins and ends with the server.
    """
    return uvicorn.Server(
        uvicorn.Config(
            application,
            loop="asyncio",
            http=Silent,
            ws="none",
            lifespan="on" if has_life else "off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=10,
        )
    )


def silence() -> None:
    """End every log of this process: no library says who asked for what, or failed.

    Without a handler Python itself would print warnings.
    """
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": True,
            "handlers": {"none": {"class": "logging.NullHandler"}},
            "root": {"handlers": ["none"], "level": "CRITICAL"},
        }
    )
    # No image of its memory either.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _is_served(path: Path) -> bool:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as asked:
        return asked.connect_ex(str(path)) == 0


def _cannot_listen(error: OSError) -> InputError:
    what = f"Nothing can listen there ({error.strerror})."
    return InputError([Fault(file="command line", what=what)])
