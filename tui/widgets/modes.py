"""The two modes of the login screen, as tabs: one widget instead of the seven that Textual's tabs are.

It stands in the first paint, where each widget costs a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.content import Content


class Modes(Widget, can_focus=True):
    """One of several modes is chosen, with the arrow keys or the mouse."""

    HELP = _("What you sign in with: the arrow keys change it, Tab goes on to the fields.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("left", "step(-1)", _("Previous"), _("Choose the one before."), show=False),
        keys.key("right", "step(1)", _("Next"), _("Choose the one after."), show=False),
    ]

    auto_links = False

    chosen: reactive[int] = reactive(0, init=False)
    """The index of the chosen mode."""

    @dataclass
    class Changed(Message):
        """Another mode was chosen."""

        chosen: int

    def __init__(self, *names: str) -> None:
        """Offer the modes called `names`; the first is chosen."""
        super().__init__()
        self._names = names

    def watch_has_focus(self, value: bool) -> None:  # noqa: FBT001 - as Textual has it
        """Show where the arrow keys go."""
        super().watch_has_focus(value)
        self.refresh()

    def watch_chosen(self, chosen: int) -> None:
        """Tell the screen."""
        self.post_message(self.Changed(chosen))

    def action_step(self, step: int) -> None:
        """Choose a neighbour."""
        self.chosen = max(0, min(self.chosen + step, len(self._names) - 1))

    def action_choose(self, index: int) -> None:
        """Choose by the mouse."""
        self.chosen = index

    def render(self) -> Content:
        """The names, and beneath them a line that is heavy under the chosen one."""
        names, lines = [], []
        for index, name in enumerate(self._names):
            style = "bold $on-accent on $accent" if index == self.chosen else "$quiet"
            shown = literal(f" {name} ", style).stylize(Style.from_meta({"@click": f"choose({index})"}))
            if self.has_focus and index == self.chosen:
                shown = shown.stylize("underline")
            names.append(shown)
            width = shown.cell_length
            lines.append(
                literal("━" * width, "$accent") if index == self.chosen else literal("─" * width, "$edge")
            )
        rest = self.size.width - sum(line.cell_length for line in lines)
        return assemble(*names, "\n", *lines, ("─" * max(rest, 0), "$edge"))
