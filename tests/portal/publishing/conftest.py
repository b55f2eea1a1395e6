"""An installation with one package that publishes to a folder of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.publishing.database_server import DatabaseServer
from tests.portal.publishing.press import Press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.models.packages import Package
    from tests.databases import PostgresServer
    from tests.portal.house import House


@pytest.fixture
def press(house: House, tmp_path: Path) -> Press:
    """The house, publishing to `servers`."""
    return Press(house, tmp_path / "servers")


@pytest.fixture
def package(press: Press) -> Package:
    """A package with the domain musterfrau.de."""
    return press.house.package(press.house.customer(), "musterfrau.de")


@pytest.fixture
def server(postgres: PostgresServer) -> Iterator[DatabaseServer]:
    """The provider's database server, rid afterwards of what was published to it."""
    found = DatabaseServer(postgres)
    yield found
    found.clean()
