"""What a package is, and how full: the first thing its administration shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from portal.packages import PackageState
from tui.figures import figure_words
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.subject_list import publishing
from tui.widgets.usage_bar import bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content
    from textual.widget import Widget

    from portal.packages import Figure, PackageOverview

BAR = 16
"""Cells of a bar."""


class OverviewPane(VerticalScroll, can_focus=True):
    """What the package is, and how full."""

    HELP = _("What this package is, and how much of it is in use.")
    DEFAULT_CSS = """
    OverviewPane {
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    """

    def __init__(self, country: str, zone: str) -> None:
        """Write figures as in `country`, moments as in the time zone `zone`."""
        super().__init__(id="overview", classes="pane")
        self._country, self._zone = country, zone
        self.border_title = _("Overview")

    def compose(self) -> Iterable[Widget]:
        """Text only."""
        yield Static(literal(_("Loading …"), "$quiet"))

    def show(self, overview: PackageOverview) -> None:
        """Show a package."""
        states = {
            PackageState.ACTIVE: ("● ", "$success", _("active")),
            PackageState.SUSPENDED: ("● ", "$error", _("suspended")),
            PackageState.ENDED: ("● ", "$quiet", _("ended")),
        }
        dot, colour, words = states[overview.state]
        published = publishing(overview.standing, self._country, self._zone) or _("never published")
        parts = [
            assemble(literal(overview.main_domain, "bold"), "  ", literal(overview.product, "$quiet")),
            assemble((dot, colour), words, ("  ·  ", "$quiet"), (published, "$quiet")),
            literal(""),
            assemble((_("In use"), "$accent")),
        ]
        parts.extend(self._line(figure) for figure in overview.standing.figures)
        self.query_one(Static).update(literal("\n", lines=True).join(parts))

    def fail(self, message: str) -> None:
        """Say why there is nothing to show."""
        words = assemble((message, "$error"), "\n", _("Press F5 to try again."))
        self.query_one(Static).update(words)

    def _line(self, figure: Figure) -> Content:
        """A bar where there is a limit, then the figure in words."""
        return assemble(bar(figure, BAR), "  ", literal(figure_words(figure, self._country)))
