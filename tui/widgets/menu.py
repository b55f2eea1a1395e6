"""The menu on the left: entries under headings, opened by Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType


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


class Menu(OptionList):
    """A pane with entries; headings cannot be chosen."""

    HELP = _("The menu: choose with the arrow keys, open with Enter. Tab goes to the other pane.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Open"), _("Open the marked entry.")),
    ]
    DEFAULT_CSS = """
    Menu, Menu:focus {
        width: 28;
        height: 1fr;
        border: round $edge;
        border-title-color: $quiet;
        background: $surface;
        padding: 0;
    }
    Menu:focus {
        border: round $accent;
        border-title-color: $accent;
        border-title-style: bold;
    }
    Menu:focus:nocolor {
        border: heavy $accent;
    }
    Menu > .option-list--option {
        padding: 0 1;
    }
    Menu > .option-list--option-highlighted {
        background: $panel;
        color: $foreground;
        text-style: bold;
    }
    Menu:focus > .option-list--option-highlighted {
        background: $panel-lighten-1;
        color: $foreground;
        text-style: bold;
    }
    Menu:nocolor > .option-list--option-highlighted {
        text-style: bold reverse;
    }
    Menu > .option-list--option-disabled {
        color: $accent;
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
