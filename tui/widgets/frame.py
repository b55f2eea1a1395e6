"""The frame around every screen: the line on top, the keys at the bottom, the notice for tiny terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import Binding
    from textual.screen import Screen

MOST_KEYS = 6


class TopLine(Widget):
    """Brand, where you are, who is signed in."""

    def __init__(self, brand: str, where: str = "", who: str = "") -> None:
        super().__init__()
        self._brand, self._where, self._who = brand, where, who

    def render(self) -> Content:
        """One line: the left part keeps its place, the right part gives way."""
        left = assemble((self._brand, "bold $accent"))
        if self._where:
            left = assemble(left, (" › ", "$quiet"), (self._where, "$accent"))
        room = self.size.width - left.cell_length - 2
        right = literal(self._who, "$quiet", max_width=max(room, 0))
        return assemble(left, " " * max(room + 2 - right.cell_length, 0), right)


class KeyBar(Widget):
    """The keys of what has the focus, at most six, taken from the bindings themselves."""

    auto_links = False

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
        if self.is_attached and screen is self.screen:
            self.refresh()


class SizeNotice(Widget):
    """Covers a screen that is too small to be used."""

    def render(self) -> Content:
        """The size it needs."""
        size = self.app.size
        return assemble(
            _("This window is {width}×{height}.").format(width=size.width, height=size.height),
            "\n",
            _("Please make it at least 80×24."),
        )


def shown_bindings(screen: Screen[Any]) -> list[tuple[str, Binding]]:
    """The keys that are offered, each action once: the focused widget's first, the app's last."""
    shown: dict[str, tuple[str, Binding]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.show and active.enabled:
            shown.setdefault(active.binding.action, (key, active.binding))
    return sorted(shown.values(), key=lambda key_and_binding: key_and_binding[1].action.startswith("app."))


def framed(screen: Screen[Any], where: str = "", who: str = "") -> ComposeResult:
    """The frame's three parts, for a screen's `compose`."""
    yield TopLine(screen.app.title, where, who)
    yield KeyBar()
    yield SizeNotice()
