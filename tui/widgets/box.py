"""The box that all modal screens are: a border with a title, content, and a row of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from tui import keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.text import literal
from tui.widgets.frame import SIGNED_IN_CSS, KeyBar, guard_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

Answer = TypeVar("Answer")


ALL_LINES = 10_000_000
"""More than there are of anything to read."""

SCROLL_KEYS: list[BindingType] = [
    keys.key("up", "scroll(-1)", _("Up"), _("Read further up."), show=False),
    keys.key("down", "scroll(1)", _("Down"), _("Read further down."), show=False),
    keys.key("pageup", "scroll(-10)", _("Page up"), _("Read further up."), show=False),
    keys.key("pagedown", "scroll(10)", _("Page down"), _("Read further down."), show=False),
    keys.key("home", f"scroll(-{ALL_LINES})", _("First"), _("Go to the beginning."), show=False),
    keys.key("end", f"scroll({ALL_LINES})", _("Last"), _("Go to the end."), show=False),
]
"""For boxes with more to read than they show."""


class Box(ModalScreen[Answer], PortalCalls):
    """A modal box with the answer it was asked for; None is "cancelled"."""

    DEFAULT_CSS = """
    Box {
        align: center middle;
    }
    Box > #box {
        width: 74;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        border: round $accent;
        border-title-color: $accent;
        border-title-style: bold;
        border-subtitle-color: $accent;
        background: $surface;
        padding: 0 2;
    }
    Box.-danger > #box {
        border: round $error;
        border-title-color: $error;
        border-subtitle-color: $error;
    }
    Box #content {
        height: auto;
        max-height: 75vh;
        padding: 1 0 0 0;
        scrollbar-gutter: auto;
    }
    Box #buttons {
        layout: horizontal;
        height: 1;
        margin: 1 0;
        align-horizontal: right;
    }
    Box #buttons PlainButton {
        margin-left: 2;
    }
    """

    CSS_PATH = SIGNED_IN_CSS

    _to_answer: Callable[[], object] | None = None
    BINDINGS: ClassVar[list[BindingType]] = [keys.HELP, keys.LOG_OUT, keys.NEXT, keys.PREVIOUS]

    def compose(self) -> ComposeResult:
        """Border, content, buttons; the frame stays around it."""
        with Vertical(id="box") as box:
            box.border_title = self.heading()
            with VerticalScroll(id="content", can_focus=False):
                yield from self.content()
            yield from self.beneath()
            with Vertical(id="buttons"):
                yield from self.buttons()
        yield KeyBar()

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave with an answer: once, and only from the top.

        Stock Textual takes away whatever is on top. Beneath another screen, such as the help, it is left as
        soon as that is closed.
        """
        if self.app.screen is self:
            return super().dismiss(result)
        self._to_answer = lambda: self.dismiss(result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave, if that was to be while something else was on top."""
        if self._to_answer is not None:
            self._to_answer()

    def on_resize(self, event: events.Resize) -> None:
        """A window may become too small."""
        guard_size(self, event.size)

    def action_scroll(self, lines: int) -> None:
        """Show what does not fit into the box."""
        self.query_one("#content").scroll_relative(y=lines, animate=False)

    def heading(self) -> Content:
        """What stands in the border."""
        return literal(self.title)

    def content(self) -> Iterable[Widget]:
        """What stands in the box, from the top."""
        return ()

    def beneath(self) -> Iterable[Widget]:
        """What stands above the buttons and never scrolls out of sight."""
        return ()

    def buttons(self) -> Iterable[Widget]:
        """The buttons, the safe one first."""
        return ()
