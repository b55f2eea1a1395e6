"""The real app on the demo's customers, built once and copied for each test."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
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
from tests.tui.quick import be_quick
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syrupy.assertion import SnapshotAssertion

    from storage.sealing import Keyring
    from tests.tui.portal_app import Keyboard

TODAY = dt.date(2026, 11, 22)
"""The day of the pictures."""

SAMPLE = Path(__file__).parents[2] / "docs" / "sample-import.jsonl"

be_quick()


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
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files for the customer go."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


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


@pytest.fixture(scope="session")
def sample_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's folders of an installation with the sample's people in it; tests work on copies."""
    folders = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as environment:
        set_folders(environment, folders)
        assert run(["admin", "migrate"]) == 0
        assert run(["admin", "import", str(SAMPLE)]) == 0
    return folders


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own folder as the user's; nothing is installed."""
    set_folders(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def installed(sample_folders: Path, folders: Path) -> Path:
    """An installation of the test's own, with the sample's people in it."""
    shutil.copytree(sample_folders, folders, dirs_exist_ok=True)
    return folders


def set_folders(environment: pytest.MonkeyPatch, folders: Path) -> None:
    """Let programs find the user's folders here, and nothing of the person who runs the tests."""
    for name in ("data", "config", "state"):
        environment.setenv(f"XDG_{name.upper()}_HOME", str(folders / name))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS", "SUDO_USER"):
        environment.delenv(name, raising=False)
