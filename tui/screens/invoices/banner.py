"""What the customer owes, above the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from tui.i18n import _
from tui.screens.invoices.words import owed_words, reason_words, wants_debit
from tui.text import assemble, literal, sentence
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    import datetime as dt

    from textual.app import ComposeResult

    from portal.invoices.views import OpenView


BESIDE = 6
"""Cells beside its text: border, air, and what keeps the button away."""


class OpenBanner(Vertical):
    """How much is open and why; there is none where nothing is."""

    DEFAULT_CSS = """
    OpenBanner {
        display: none;
        height: auto;
        border: round $warning;
        padding: 0 1;
    }
    OpenBanner > Horizontal {
        height: auto;
    }
    OpenBanner #owed {
        width: 1fr;
        height: auto;
    }
    OpenBanner #reason {
        height: auto;
    }
    OpenBanner PlainButton {
        margin-left: 2;
    }
    OpenBanner PlainButton:nocolor {
        background: $background;
        color: $foreground;
        text-style: bold reverse;
    }
    """

    @dataclass
    class Pressed(Message):
        """The button was clicked."""

    _owed = _reason = literal("")

    def compose(self) -> ComposeResult:
        """How much, the button, whose key is the list's, and why."""
        button = PlainButton(_("r Repeat debit"), variant="primary")
        button.can_focus = False
        with Horizontal():
            yield Static(id="owed")
            yield button
        yield Static(id="reason")

    def show(self, owed: OpenView | None, country: str, today: dt.date) -> None:
        """Show what is owed; None: nothing."""
        self.display = owed is not None
        if owed is not None:
            self._owed = literal(owed_words(owed, country), "bold $warning")
            if owed.count > 1:
                which = sentence(_("{number}:"), number=owed.first.number)
                self._owed = assemble(self._owed, " ", which)
            self._reason = reason_words(owed.first, country, today)
            self.query_one(PlainButton).display = wants_debit(owed.first, today)
            self.fit()

    def fit(self) -> None:
        """All of it in one line, where there is room."""
        whole = assemble(self._owed, " ", self._reason)
        button = self.query_one(PlainButton)
        room = (
            self.app.size.width
            - BESIDE
            - (button.get_content_width(self.size, self.size) if button.display else 0)
        )
        in_one = whole.cell_length <= room
        self.query_one("#owed", Static).update(whole if in_one else self._owed)
        self.query_one("#reason", Static).update(self._reason)
        self.query_one("#reason").display = bool(self._reason.plain) and not in_one

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed())
