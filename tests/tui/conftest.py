"""The real app on the demo's customers, built once and copied for each test."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.demo.build import fill
from portal.demo.credentials import CUSTOMER_LOGINS, PACKAGE_LOGINS
from storage.database import create_schema, create_sqlite_file, database_url, engine_for
from storage.models.customers import Customer
from storage.models.packages import Package
from storage.work import Storage
from tests.databases import copy_sqlite
from tests.portal.house import CountingHasher
from tests.tui.pictures import Pictures, still_picture
from tests.tui.portal_app import PortalApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from storage.sealing import Keyring
    from tests.tui.portal_app import Keyboard

TODAY = dt.date(2026, 11, 22)
"""The day of the pictures."""


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Path:
    """The demo's database, its passwords hashed cheaply."""
    path = tmp_path_factory.mktemp("demo") / "template.db"
    create_sqlite_file(path)
    engine = engine_for(database_url(str(path)))
    create_schema(engine)
    storage = Storage(engine, keyring)
    fill(storage, TODAY, "small")
    hasher = CountingHasher()
    with storage.writing() as work:
        for login in CUSTOMER_LOGINS:
            work._session.query(Customer).filter_by(number=login.name).update(
                {"password_hash": hasher.hash(login.password)}
            )
        for login in PACKAGE_LOGINS:
            work._session.query(Package).filter_by(main_domain=login.name).update(
                {"password_hash": hasher.hash(login.password)}
            )
        work.commit()
    storage.close()
    return path


@pytest.fixture
def portal_app(demo_template: Path, tmp_path: Path, keyring: Keyring) -> PortalApp:
    """The app on a database of the test's own; `async with portal_app() as pilot` runs it."""
    path = tmp_path / "demo.db"
    copy_sqlite(demo_template, path)
    return PortalApp(path, keyring, CountingHasher())


@pytest.fixture
def looks(snapshot: SnapshotAssertion) -> Callable[[Keyboard, str], Awaitable[None]]:
    """Compare what is on the screen with the picture of that name."""
    pictures = snapshot.use_extension(Pictures)

    async def compare(pilot: Keyboard, name: str) -> None:
        size = pilot.app.size
        now = await still_picture(pilot)
        assert now == pictures(name=f"{name}-{size.width}x{size.height}")

    return compare
