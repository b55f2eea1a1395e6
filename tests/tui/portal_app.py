"""The real app on a fresh copy of the demo."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING

from rich.cells import cell_len
from sqlalchemy import event

from portal.demo.build import in_folder, settings
from portal.demo.credentials import BRAND, DEMO_CREDENTIALS
from portal.passwords import Passwords
from portal.portal import Portal
from portal.settings import SignInSettings
from storage.database import database_url, open_engine
from storage.work import Storage
from tests.portal.house import SettableClock
from tests.tui.keyboard import LIMIT, Keyboard
from tests.tui.quick import paint_late
from tui.app import CustomerLogin, Opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from argon2 import PasswordHasher

    from storage.sealing import Keyring

__all__ = ["LIMIT", "Keyboard", "PortalApp", "widest"]


class PortalApp:
    """A provider with the demo's customers, on a database of the test's own, on a fixed day.

    Attributes:
        path: The database.
        clock: The portal's clock; a test moves it.
    """

    def __init__(self, path: Path, keyring: Keyring, hasher: PasswordHasher) -> None:
        self.path = path
        self.clock = SettableClock()
        self.busy_seconds = 5.0
        """How long a writer waits for another one; to be set before the app runs."""
        self.only_readable = False
        """Whether the portal's own connections refuse to write, as those to a full or lost disk do."""
        self._keyring, self._hasher = keyring, hasher

    @asynccontextmanager
    async def __call__(
        self, size: tuple[int, int] = (80, 24), opening: Callable[[], Portal] | None = None
    ) -> AsyncIterator[Keyboard]:
        """Run the app; leaving raises what it met, once its threads are done as after `App.run`."""
        app, threads = self.app(opening), ThreadPoolExecutor()
        asyncio.get_running_loop().set_default_executor(threads)
        try:
            paint_late(app)
            async with app.run_test(size=size, notifications=True):
                yield Keyboard(app)
        finally:
            threads.shutdown()
            app.close_portal()

    def app(self, opening: Callable[[], Portal] | None = None) -> CustomerLogin:
        """The app as the demo opens it."""
        log = self.path.parent / "crashes.log"
        return CustomerLogin(Opening(opening or self.open, BRAND, "local test", DEMO_CREDENTIALS, log))

    def open(self) -> Portal:
        """The portal, as another process would open it too."""
        engine = open_engine(database_url(str(self.path)))
        event.listen(engine, "connect", self._be_less_patient)
        event.listen(engine, "checkout", self._maybe_only_read)
        demo = in_folder(settings(), self.path.parent / "webspaces")
        return Portal(
            Storage(engine, self._keyring),
            demo.model_copy(update={"sign_in": SignInSettings(failure_seconds=0)}),
            self.clock,
            Passwords(self._hasher),
        )

    @contextmanager
    def elsewhere(self) -> Iterator[Portal]:
        """A second portal on the same database: another window, or the operator."""
        portal = self.open()
        try:
            yield portal
        finally:
            portal.close()

    def stored(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What stands in the database."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query, values).fetchall()

    def store(self, statement: str, *values: object) -> None:
        """Write into the database past all rules."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute(statement, values)
            connection.commit()

    def hashed(self, password: str) -> str:
        """The verifier of a password."""
        return self._hasher.hash(password)

    @contextmanager
    def somebody_writing(self) -> Iterator[sqlite3.Connection]:
        """Somebody else holds the write lock."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def _be_less_patient(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(self.busy_seconds * 1000)}")

    def _maybe_only_read(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {int(self.only_readable)}")


def widest(text: str) -> int:
    """Cells of the widest row."""
    return max(cell_len(row) for row in text.split("\n"))
