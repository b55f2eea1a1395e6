"""What all tests share: databases, freshly migrated for each test, and the storage on top of them."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from storage.database import database_url as url_of
from storage.database import engine_for
from storage.migrate import migrate
from storage.sealing import Keyring
from storage.work import Storage
from tests.databases import (
    NoServer,
    PostgresServer,
    compile_statements_once,
    copy_sqlite,
    wait_for_no_disk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL

# A slow machine is no failure, and every run tries the same examples.
settings.register_profile("portal", deadline=None, derandomize=True)
settings.load_profile("portal")
compile_statements_once()
wait_for_no_disk()

LONGEST_NAME = 100
"""Characters of a value that still name the case that it stands in."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long values by their length: names go from process to process with each result."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{argname} of {len(val)}"
    return None


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: stories also wait for threads, files and servers."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; tests work on copies."""
    path = tmp_path_factory.mktemp("template") / "portal.db"
    migrate(url_of(str(path)))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this test process, started when the first test asks for it."""
    try:
        server = PostgresServer()
        with server:
            yield server
    except NoServer as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> URL:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "portal.db"
    copy_sqlite(sqlite_template, path)
    return url_of(str(path))


@pytest.fixture
def postgresql_url(postgres: PostgresServer) -> Iterator[URL]:
    """A migrated PostgreSQL database of the test's own, emptied or dropped afterwards."""
    with postgres.migrated() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> URL:
    """A migrated database of the test's own; the test runs once on each kind."""
    url: URL = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Keys for sealing, made for this run."""
    return Keyring.new()


@pytest.fixture
def storage(database_url: URL, keyring: Keyring) -> Iterator[Storage]:
    """The storage on an empty, migrated database; closed afterwards."""
    opened = Storage(engine_for(database_url), keyring)
    yield opened
    opened.close()
