"""What stands over a contract subject: something that was ordered, or why nothing can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Static

from tui.i18n import _
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class Standing(Horizontal):
    """The order that is pending, or why there can be none; nothing where neither is."""

    DEFAULT_CSS = """
    Standing {
        display: none;
        height: auto;
        border: round $warning;
        padding: 0 1;
    }
    Standing Static {
        width: 1fr;
        height: auto;
        color: $warning;
        text-style: bold;
    }
    Standing PlainButton {
        margin-left: 2;
    }
    Standing PlainButton:nocolor {
        background: $background;
        color: $foreground;
        text-style: bold reverse;
    }
    """

    @dataclass
    class Pressed(Message):
        """The button was clicked."""

    def __init__(self, words: Content, *, is_pending: bool) -> None:
        """Say `words`; what is pending can be retracted, by the screen's key `t`."""
        super().__init__()
        self._said = Static(words)
        self._is_pending = is_pending
        self.display = bool(words.plain)

    def compose(self) -> ComposeResult:
        """The sentence, and the button, whose key is the screen's."""
        button = PlainButton(_("t Retract"), variant="primary")
        button.can_focus = False
        button.display = self._is_pending
        yield self._said
        yield button

    def show(self, words: Content, *, is_pending: bool) -> None:
        """Say what stands by now."""
        self._said.update(words)
        self.query_one(PlainButton).display = is_pending
        self.display = bool(words.plain)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed())
