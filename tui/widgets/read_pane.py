"""A pane of text that is read from the portal: while it loads, what it says, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import Static

from portal.errors import PortalError
from tui.calls import PortalCalls
from tui.i18n import _
from tui.text import assemble, literal, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from portal.access import PackageAccess


class ReadPane(VerticalScroll, PortalCalls, can_focus=True):
    """Text of one package. A subclass binds `keys.RELOAD`, and says what is read and how it is told."""

    DEFAULT_CSS = """
    ReadPane {
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    """

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """Show something of the package of `access`, figures and days as in `country`."""
        super().__init__(id=id, classes="pane")
        self.access, self._country = access, country

    def compose(self) -> ComposeResult:
        """Text only."""
        yield Static(literal(_("Loading …"), "$quiet"))

    def on_mount(self) -> None:
        """Read it."""
        self.action_reload()

    def on_resize(self) -> None:
        """What is told may depend on the room."""
        self._draw()

    @work(exclusive=True, group="read")
    async def action_reload(self) -> None:
        """Read it again."""
        try:
            await self.read()
        except PortalError as error:
            words = assemble((plain(error.message), "$error"), "\n", _("Press F5 to try again."))
            self.query_one(Static).update(words)
            return
        self._draw()
        self.screen.refresh_bindings()

    async def read(self) -> None:
        """Read what is told; raises PortalError."""
        raise NotImplementedError

    def told_now(self) -> Content | None:
        """What is told; None: nothing was read yet."""
        raise NotImplementedError

    def _draw(self) -> None:
        if (words := self.told_now()) is not None:
            self.query_one(Static).update(words)
