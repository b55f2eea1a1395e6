"""A line that shows how full something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.content import Content

    from portal.packages import Figure


def bar(figure: Figure, width: int) -> Content:
    """A bar of `width` cells; empty where there is no limit."""
    if not figure.allowed:
        return literal(" " * width)
    filled = min(round(width * figure.used / figure.allowed), width)
    full = figure.used >= figure.allowed
    return assemble(("━" * filled, "$warning" if full else "$accent"), ("┄" * (width - filled), "$quiet"))


class UsageBar(Widget):
    """How much of a quota is in use, over the whole width of a pane."""

    DEFAULT_CSS = """
    UsageBar {
        height: 1;
        padding: 0 1;
        display: none;
    }
    """

    _figure: Figure | None = None

    def show(self, figure: Figure | None) -> None:
        """Show another figure; none: no bar."""
        if figure != self._figure:
            self._figure = figure
            self.display = figure is not None and bool(figure.allowed)
            self.refresh()

    def render(self) -> Content:
        """The bar."""
        return literal("") if self._figure is None else bar(self._figure, self.size.width)
