"""A small box in which one of a few things is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.box import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

NAMED = 18
"""Cells for the names of things, where they are explained."""


class PickList(OptionList):
    """The things."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Choose"), _("Take the marked line.")),
    ]
    DEFAULT_CSS = """
    PickList, PickList:focus {
        height: auto;
        max-height: 60vh;
        border: none;
        background: $surface;
        padding: 0;
        margin-bottom: 1;
    }
    PickList > .option-list--option-highlighted, PickList:focus > .option-list--option-highlighted {
        background: $panel;
        color: $foreground;
        text-style: bold;
    }
    PickList:nocolor > .option-list--option-highlighted {
        text-style: bold reverse;
    }
    """


def pickable(things: Sequence[tuple[str, str, str]]) -> list[Option]:
    """The lines of `things`: name, what it is called, and what it is."""
    named = max([NAMED, *(len(called) + 2 for _name, called, about in things if about)])
    return [
        Option(assemble(literal(called.ljust(named) if about else called), (about, "$quiet")), id=name)
        for name, called, about in things
    ]


class PickModal(Box[str]):
    """One of a few things; answers its name."""

    HELP = _("Choose with the arrow keys, take it with Enter.")
    BINDINGS: ClassVar[list[BindingType]] = [keys.CANCEL]

    def __init__(self, title: str, things: Sequence[tuple[str, str, str]], marked: str | None = None) -> None:
        """Offer `things`: name, what it is called, and what it is; `marked` is the one the cursor is on."""
        super().__init__()
        self.title, self._things, self._marked = title, things, marked

    def content(self) -> Iterable[Widget]:
        """The things."""
        yield PickList(*pickable(self._things))

    def on_mount(self) -> None:
        """Mark what was chosen before."""
        picks = self.query_one(PickList)
        picks.highlighted = 0 if self._marked is None else picks.get_option_index(self._marked)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.option.id)

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
