"""The bases of the screens behind the login: frame, places for the palette, and the way to the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from tui import keys
from tui.calls import PortalCalls
from tui.widgets.frame import SIGNED_IN_CSS, KeyBar, TopLine, guard_size
from tui.widgets.menu import Menu
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from tui.widgets.menu import Entry


class FramedScreen(Screen[None], PortalCalls):
    """A screen between the line on top and the keys at the bottom."""

    CSS_PATH = SIGNED_IN_CSS
    BINDINGS: ClassVar[list[BindingType]] = [keys.RELOAD, keys.NEXT, keys.PREVIOUS]

    def compose(self) -> ComposeResult:
        """The frame, and what stands in it."""
        where, who = self.where()
        yield TopLine(self.app.title, where, who)
        yield from self.body()
        yield KeyBar()

    def on_resize(self, event: events.Resize) -> None:
        """A window may become too small."""
        guard_size(self, event.size)

    def where(self) -> tuple[str, str]:
        """Where this is, and who is signed in: for the line on top."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What stands in the frame."""
        raise NotImplementedError

    def customer_words(self) -> str:
        """Which customer is signed in."""
        signed_in = self.login.signed_in
        return f"{signed_in.number} · {signed_in.name}" if signed_in else ""


class CustomerScreen(FramedScreen):
    """A list of the customer's over the whole width; Esc leads back to where it was opened."""

    AUTO_FOCUS = "RecordLines"
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]

    def __init__(self, access: CustomerAccess) -> None:
        """Show what the customer of `access` has."""
        super().__init__()
        self.access = access

    def where(self) -> tuple[str, str]:
        """Here, and who is signed in."""
        return self.place(), self.customer_words()

    def place(self) -> str:
        """What this screen is about."""
        raise NotImplementedError

    def action_reload(self) -> None:
        """Read the list again."""
        self.query_one(RecordList).action_reload()

    def action_back(self) -> None:
        """To where this was opened."""
        self.dismiss(None)


class Page(FramedScreen):
    """A screen with a menu on the left and one subject on the right."""

    DEFAULT_CSS = """
    Page #panes {
        height: 1fr;
        layout: horizontal;
    }
    """

    def body(self) -> ComposeResult:
        """The panes side by side."""
        from textual.containers import Horizontal

        with Horizontal(id="panes"):
            yield Menu(self.menu_title(), self.entries())
            yield from self.panes()

    def menu_title(self) -> str:
        """What the menu is called."""
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        """The menu; every entry opens something that works."""
        raise NotImplementedError

    def panes(self) -> Iterable[Widget]:
        """What stands to the right of the menu."""
        raise NotImplementedError

    def open_entry(self, name: str) -> None:
        """Open a place of the menu."""
        raise NotImplementedError

    def on_menu_opened(self, event: Menu.Opened) -> None:
        """Open what was chosen."""
        self.open_entry(event.name)
