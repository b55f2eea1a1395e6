"""The real app on a fresh copy of the demo, and the keyboard it is worked with."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from sqlalchemy import event
from textual import events
from textual._compositor import LayoutUpdate
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip

from portal.demo.build import settings
from portal.demo.credentials import BRAND, DEMO_CREDENTIALS
from portal.passwords import Passwords
from portal.portal import Portal
from portal.settings import SignInSettings
from storage.database import database_url, open_engine
from storage.work import Storage
from tests.portal.house import SettableClock
from tui.app import CustomerLogin, Opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from argon2 import PasswordHasher

    from storage.sealing import Keyring

LIMIT = 20.0
"""Seconds that anything may take before a test gives up waiting."""


class Keyboard(Pilot[None]):
    """Presses keys as fast as a terminal sends them, and waits until the screen has settled."""

    @property
    def app(self) -> CustomerLogin:
        """The app, as what it is."""
        return cast("CustomerLogin", self._app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other without a pause between them."""
        await self.at_once(*keys)

    async def at_once(self, *keys: str | events.Paste) -> None:
        """Press and paste in one burst, as a slow line delivers it."""
        for key in keys:
            self.app.post_message(self.key(key) if isinstance(key, str) else key)
        await self.settle()

    async def until_it_ends(self) -> None:
        """Wait until the app has left; afterwards nothing can be pressed or seen."""
        end = time.monotonic() + LIMIT
        while self.app.is_running:
            assert time.monotonic() < end, "The app never left."
            await asyncio.sleep(0.005)

    async def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        await self.at_once(events.Paste(text))

    async def settle(self) -> None:
        """Wait until everything pressed was worked off; what runs in threads may still be under way."""
        await self._wait_for_screen()
        await self.until(self._is_settled, "Keys were never worked off.")
        await self._wait_for_screen()

    async def until(self, condition: Callable[[], object], what: str = "It never came to that.") -> None:
        """Wait for a condition, within a generous limit."""
        end = time.monotonic() + LIMIT
        while not condition():
            assert self.app._exception is None, self.app._exception
            assert time.monotonic() < end, f"{what}\n{self.shown()}"
            await self.pause(0.005)

    @staticmethod
    def key(name: str) -> events.Key:
        """The event of a key; letters are named by themselves."""
        if len(name) > 1:
            return events.Key(name, None)
        return events.Key(name if name.isalnum() else _character_to_key(name), name)

    def shown(self) -> str:
        """What stands on the screen, row by row."""
        return "\n".join("".join(strip.text for strip in row) for row in self._rows())

    def in_the_box(self) -> str:
        """What stands in the modal box, without what is left and right of it; without a box: everything."""
        boxes = self.app.screen.query("#box")
        if not boxes:
            return self.shown()
        region = boxes.first().region
        rows = [Strip.join(row) for row in self._rows()[region.y : region.bottom]]
        return "\n".join(row.crop(region.x, region.right).text for row in rows)

    def sent(self) -> str:
        """What the terminal gets for the whole screen, with its escape sequences."""
        console = self.app.console
        return "\n".join("".join(strip.render(console) for strip in row) for row in self._rows())

    def _rows(self) -> list[list[Strip]]:
        """Stands on what `App.export_screenshot` stands on."""
        compositor, behind = self.app.screen._compositor, self.app._background_screens
        update = compositor.render_update(full=True, screen_stack=behind)
        assert isinstance(update, LayoutUpdate)
        return [list(row) for row in update.strips]

    def _is_settled(self) -> bool:
        app = self.app
        return app._unsettled is None and not app._held_back


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
        demo = settings()
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
