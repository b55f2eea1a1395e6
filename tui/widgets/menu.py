"""The menu on the left: entries under headings, opened by Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets.option_list import Option

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.pane_list import PaneList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widgets import OptionList


AIR = 2
"""Cells beside an entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        name: What `Menu.Opened` says; empty for a heading.
        label: What it is called.
        tooltip: What it is for, in a sentence.
    """

    name: str
    label: str
    tooltip: str = ""


class Menu(PaneList):
    """A pane with entries; headings cannot be chosen."""

    HELP = _("The menu: choose with the arrow keys, open with Enter. Tab goes to the other pane.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Open"), _("Open the marked entry.")),
    ]
    DEFAULT_CSS = """
    Menu {
        width: 28;
    }
    """

    @dataclass
    class Opened(Message):
        """An entry was chosen."""

        name: str

    def __init__(self, title: str, entries: Iterable[Entry]) -> None:
        """A menu called `title`."""
        self._entries = tuple(entries)
        self._badges: dict[str, str] = {}
        super().__init__(
            *(
                Option(literal(entry.label), id=entry.name or None, disabled=not entry.name)
                for entry in self._entries
            )
        )
        self.border_title = literal(title)

    @property
    def article(self) -> str:
        """The help is about the marked entry."""
        return self.highlighted_option.id or "" if self.highlighted_option else ""

    def show_badge(self, name: str, words: str) -> None:
        """Say at the right of an entry what waits there, such as "1 open"; empty: nothing does."""
        if self._badges.get(name) != words:
            self._badges[name] = words
            self._draw_badge(name)

    def on_resize(self) -> None:
        """Badges stay at the right."""
        for name in self._badges:
            self._draw_badge(name)

    def _draw_badge(self, name: str) -> None:
        badge = literal(self._badges[name], "$warning")
        room = self.scrollable_content_region.width - AIR - badge.cell_length
        entry = next(entry for entry in self._entries if entry.name == name)
        label = literal(entry.label, max_width=max(room - 1, 0) if badge.plain else None)
        shown = assemble(label, " " * (room - label.cell_length), badge)
        self.replace_option_prompt(option_id=name, prompt=shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which entry was opened."""
        event.stop()
        if event.option.id:
            self.post_message(self.Opened(event.option.id))

    def mark(self, name: str) -> None:
        """Put the cursor on an entry."""
        self.highlighted = self.get_option_index(name)
