"""Pictures of screens, as they are kept beside the tests that compare with them."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tui.screens.packages import PackagesScreen
from tui.widgets.menu import Menu

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard

STILL = 0.02
"""Seconds in which a picture must not have changed, once nothing is under way."""

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])


class Pictures(SingleFileSnapshotExtension):
    """A file a picture; without the ids that Rich makes up, and without fonts from elsewhere."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """The picture as it is kept."""
        return re.sub(r"\s*@font-face \{[^}]*\}", "", re.sub(r"terminal-\d+-", "terminal-", str(data)))


async def still_picture(pilot: Keyboard) -> str:
    """What is on the screen, without notices, once nothing moves any more."""
    for screen in pilot.app.screen_stack:
        if isinstance(screen, PackagesScreen):
            menu = screen.query_one(Menu)
            await pilot.until(lambda: menu._badges, "The badges were never read.")  # noqa: B023 - awaited
    pilot.app.clear_notifications()
    before = None
    while before != (now := pilot.sent()):
        before = now
        await asyncio.sleep(STILL)
        await pilot.until(lambda: not pilot.expects_more(), "Something never came to an end.")
        await pilot.settle()
    return pilot.app.export_screenshot()
