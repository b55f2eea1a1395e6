"""A control that opens a list of values, in which letters find.

Stands on private members of Textual (8.2), each held by a test: `SelectOverlay`, whose own search knows
neither `Content` nor our keys, and `SelectCurrent`, which stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Select
from textual.widgets._select import SelectCurrent, SelectOverlay

from tui import keys
from tui.i18n import _

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class ChoiceList(SelectOverlay):
    """The open list."""

    HELP = _("Choose with the arrow keys or by the first letters; Enter takes the marked one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Choose"), _("Take the marked value.")),
        keys.key("escape", "dismiss", _("Close list"), _("Close the list and keep what was chosen.")),
    ]

    def _find_search_match(self, query: str) -> int | None:
        """The first value that begins with what was typed, else the first that holds it."""
        wanted = query.casefold()
        found: int | None = None
        for index, option in enumerate(self.options):
            words = option.prompt.plain if isinstance(option.prompt, Content) else str(option.prompt)
            if words.casefold().startswith(wanted):
                return index
            if found is None and wanted in words.casefold():
                found = index
        return found


class Choice(Select[str]):
    """One of several values; always one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,space,down,up", "show_overlay", _("Choose"), _("Open the list of values.")),
    ]

    def compose(self) -> ComposeResult:
        """The chosen value, and the list that opens beneath it."""
        yield SelectCurrent(self.prompt)
        yield ChoiceList().data_bind(compact=Select.compact)
