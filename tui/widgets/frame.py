"""The frame around every screen: the line on top, the keys at the bottom, the notice for tiny terminals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen

MOST_KEYS = 6

SIGNED_IN_CSS = Path(__file__).with_name("signed_in.tcss")
"""What the screens behind the login share; Textual would look for a bare name beside each of them."""


class TopLine(Widget):
    """Brand, where you are, who is signed in."""

    def __init__(self, brand: str, where: str = "", who: str = "") -> None:
        super().__init__()
        self._brand, self._where, self._who = brand, where, who

    def render(self) -> Content:
        """One line: the left part keeps its place, the right part gives way."""
        left = assemble((self._brand, "bold $accent"))
        if self._where:
            left = assemble(left, (" › ", "$quiet"), literal(self._where, "$accent"))
        room = self.size.width - left.cell_length - 2
        right = literal(self._who, "$quiet", max_width=max(room, 0))
        return assemble(left, " " * max(room + 2 - right.cell_length, 0), right)


class KeyBar(Widget):
    """The keys of what has the focus, at most six, taken from the bindings themselves."""

    auto_links = False

    _offered: list[tuple[str, Binding]] | None = None

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render(self) -> Content:
        """Keys and their words; clicking a word presses its key."""
        parts: list[Content] = []
        for key, binding in shown_bindings(self.screen)[:MOST_KEYS]:
            shown = assemble(
                (self.app.get_key_display(binding), "bold $footer-key"), " ", literal(binding.description)
            )
            click = Style.from_meta({"@click": f"app.simulate_key('{key}')"})
            parts.extend((shown.stylize(click), Content("   ")))
        return Content.assemble(*parts)

    def _changed(self, screen: Screen[Any]) -> None:
        """Repaint only if other keys are offered now: this is asked at every move of a cursor."""
        if not self.is_attached or screen is not self.screen:
            return
        offered = shown_bindings(screen)[:MOST_KEYS]
        if offered != self._offered:
            self._offered = offered
            self.refresh()


LEAST_SIZE = Size(80, 24)


class SizeNotice(Widget):
    """Covers a screen that is too small to be used."""

    DEFAULT_CSS = """
    SizeNotice {
        dock: top;
        width: 100%;
        height: 100%;
        content-align: center middle;
        text-align: center;
        background: $background;
    }
    """

    def render(self) -> Content:
        """The size it needs."""
        size = self.app.size
        return assemble(
            _("This window is {width}×{height}.").format(width=size.width, height=size.height),
            "\n",
            _("Please make it at least 80×24."),
        )


def guard_size(screen: Screen[Any], size: Size) -> None:
    """Cover a screen as long as its terminal is too small; to be called from its `on_resize`."""
    notices = screen.query(SizeNotice)
    if size.width >= LEAST_SIZE.width and size.height >= LEAST_SIZE.height:
        notices.remove()
    elif notices:
        notices.refresh()
    else:
        screen.mount(SizeNotice())


BEHIND = {"export": 1, "filter": 1, "sort": 1, "undo": 1, "back": 2, "ask": 3, "tickets": 3, "pin": 3}
"""The footer holds six keys: those that people know from every other list and screen give way first."""


def shown_bindings(screen: Screen[Any]) -> list[tuple[str, Binding]]:
    """The keys that are offered, each action once: those of every list behind its own, the app's last."""
    shown: dict[str, tuple[str, Binding]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.show and active.enabled:
            shown.setdefault(active.binding.action, (key, active.binding))
    return sorted(shown.values(), key=lambda key_and_binding: _place(key_and_binding[1].action))


def _place(action: str) -> int:
    return BEHIND.get(action, len(BEHIND) if action.startswith("app.") else 0)
