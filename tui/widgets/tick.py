"""A small box in which some of a few things are ticked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Static

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.box import Box
from tui.widgets.pick import PickList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

TICKED, OPEN = "[x] ", "[ ] "


class TickList(PickList):
    """The things, each with its tick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("space", "tick", _("Tick"), _("Tick the marked line, or take its tick away.")),
        keys.key("enter", "take", _("Go on"), _("Go on with what is ticked, or else with the marked line.")),
    ]

    @dataclass
    class Taken(Message):
        """It goes on with these.

        Attributes:
            names: What was ticked, in the order of the list.
        """

        names: tuple[str, ...]

    def __init__(self, things: Sequence[tuple[str, str]]) -> None:
        """Offer `things`: name, and what it is called."""
        self._things = things
        self._ticked: set[str] = set()
        super().__init__(*(self._prompt(name, called) for name, called in things))

    def action_tick(self) -> None:
        """Turn the tick of the marked line round."""
        if self.highlighted is not None:
            name, called = self._things[self.highlighted]
            self._ticked ^= {name}
            self.replace_option_prompt_at_index(self.highlighted, self._prompt(name, called))

    def action_take(self) -> None:
        """Go on."""
        names = tuple(name for name, _called in self._things if name in self._ticked)
        if not names and self.highlighted is not None:
            names = (self._things[self.highlighted][0],)
        self.post_message(self.Taken(names))

    def _prompt(self, name: str, called: str) -> Content:
        is_ticked = name in self._ticked
        return assemble(
            (TICKED if is_ticked else OPEN, "$accent" if is_ticked else "$quiet"), literal(called)
        )


class TickModal(Box[tuple[str, ...]]):
    """Some of a few things; answers their names."""

    HELP = _("Tick what you want with the space bar; Enter goes on with what is ticked.")
    BINDINGS: ClassVar[list[BindingType]] = [keys.CANCEL]

    def __init__(self, title: str, about: str, things: Sequence[tuple[str, str]]) -> None:
        """Offer `things`: name, and what it is called; `about` says what for."""
        super().__init__()
        self.title, self._about, self._things = title, about, things

    def content(self) -> Iterable[Widget]:
        """What for, and the things."""
        yield Static(assemble(literal(self._about, "$quiet"), "\n"))
        yield TickList(self._things)

    def on_tick_list_taken(self, event: TickList.Taken) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.names)

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
