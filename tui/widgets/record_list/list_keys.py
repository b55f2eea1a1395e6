"""The keys that work in every list; those of a row, such as new and delete, are the screen's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.keys import RELOAD, key

if TYPE_CHECKING:
    from textual.binding import BindingType

FILTER = key("slash", "filter", _("Filter"), _("Type what the rows must contain."))

MOVING: list[BindingType] = [
    key("up", "move_up", _("Up"), _("Go to the row above."), show=False),
    key("down", "move_down", _("Down"), _("Go to the row below."), show=False),
    key("pageup", "page_up", _("Page up"), _("Go up by one page."), show=False),
    key("pagedown", "page_down", _("Page down"), _("Go down by one page."), show=False),
    key("home", "first", _("First"), _("Go to the first row."), show=False),
    key("end", "last", _("Last"), _("Go to the last row."), show=False),
]

LIST_KEYS: list[BindingType] = [
    key("enter", "choose", _("Open"), _("Open the highlighted row.")),
    FILTER,
    key("o", "sort", _("Sort"), _("Sort by the next column, then reversed.")),
    key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
    RELOAD,
    *MOVING,
]
