"""Documents of the portal as files: saved to the customer's downloads, or shown by the system's viewer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui import exporting, viewing
from tui.i18n import _
from tui.text import plain

if TYPE_CHECKING:
    from tui.calls import PortalCalls
    from tui.exporting import Saved


async def saved(name: str, content: bytes) -> Saved:
    """A document in the folder for downloads, which is written there once; raises PortalError."""
    return await asyncio.to_thread(exporting.save_document, name, content)


async def save(asking: PortalCalls, name: str, content: bytes) -> None:
    """Save a document, and tell where; raises PortalError."""
    path, is_new = await saved(name, content)
    words = _("Written to {path}") if is_new else _("It is there already: {path}")
    asking.app.notify(plain(words.format(path=path)))


async def view(asking: PortalCalls, name: str, content: bytes) -> None:
    """Save a document and open that in the system's viewer; raises PortalError."""
    path = (await saved(name, content)).path
    if await asyncio.to_thread(viewing.view, path):
        asking.app.notify(plain(_("Opened {path}").format(path=path)))
    else:
        words = _("There is no program here that shows PDF files. It is in {path}")
        asking.app.notify(plain(words.format(path=path)), severity="warning")
