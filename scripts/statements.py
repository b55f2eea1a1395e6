"""Counting what is asked of the database while a screen opens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from portal.opening import open_portal
from tui.app import CustomerLogin, Opening
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from portal.demo.credentials import DemoLogin

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


async def statements_of_opening(login: DemoLogin) -> list[str]:
    """The statements between a customer's sign-in and the packages standing there, in the app itself."""
    seen: list[str] = []

    def note(*call: Any) -> None:
        statement: str = call[2]
        if statement.startswith(VERBS):
            seen.append(statement)

    app = CustomerLogin(Opening(open_portal))
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            portal = await app.opened_portal()
            signed_in = await asyncio.to_thread(
                portal.sign_in.as_customer, login.name, login.password, "bench"
            )
            event.listen(Engine, "before_cursor_execute", note)
            await app.enter(signed_in, login.name)
            async with asyncio.timeout(30):
                while not (lists := app.screen.query(RecordList)) or lists.first().highlighted is None:
                    await pilot.pause(0.01)
                await pilot.pause(0.1)
    finally:
        if event.contains(Engine, "before_cursor_execute", note):
            event.remove(Engine, "before_cursor_execute", note)
        app.close_portal()
    return seen
