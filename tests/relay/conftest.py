"""Both databases of a relay; a test that finds one of them missing fails."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.relay.postgres_kit import running_postgres
from tests.relay.relay_kit import Box, Served, opened, serving


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The server that the tests of this process share."""
    with running_postgres() as address:
        yield address


@pytest.fixture
def postgres_store(postgres: str, tmp_path: Path) -> str:
    """The address of a database of its own."""
    name = f"relay_{tmp_path.name}".lower()[:60]
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return postgres.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is to be, in each of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "relay.db")
    return cast("str", request.getfixturevalue("postgres_store"))


@pytest.fixture
def box(where: str) -> Iterator[Box]:
    """A store with a mailbox."""
    with opened(where) as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A relay that listens, with SQLite."""
    with serving(tmp_path / "relay.db") as found:
        yield found
