"""The button, the line and the lines of text: Textual's, without their hundred style rules.

They stand in the first paint, where style rules take a good part of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Button, Input, TextArea

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size


class PlainButton(Button, inherit_css=False):
    """A button of one line."""

    DEFAULT_CSS = """
    PlainButton {
        width: auto;
        min-width: 14;
        height: 1;
        content-align: center middle;
        text-align: center;
        line-pad: 2;
        text-style: bold;
        background: $panel;
        color: $foreground;
    }
    PlainButton:focus {
        text-style: bold reverse;
    }
    PlainButton.-primary {
        background: $accent;
        color: $on-accent;
    }
    PlainButton.-primary:focus {
        text-style: bold underline;
    }
    PlainButton:disabled {
        opacity: 50%;
    }
    """

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Cells for the words with two blanks on either side, where the stock button reckons with one."""
        return super().get_content_width(container, viewport) + 2


class PlainInput(Input, inherit_css=False):
    """A line to type in."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    DEFAULT_CSS = """
    PlainInput {
        height: 1;
        padding: 0 1;
        scrollbar-size-horizontal: 0;
        background: $panel;
        color: $foreground;
    }
    PlainInput:focus {
        background: $panel-lighten-1;
        background-tint: $foreground 5%;
    }
    PlainInput:disabled {
        opacity: 60%;
    }
    PlainInput > .input--cursor {
        background: $input-cursor-background;
        color: $input-cursor-foreground;
        text-style: $input-cursor-text-style;
    }
    PlainInput > .input--selection {
        background: $input-selection-background;
        color: $input-selection-foreground;
    }
    PlainInput > .input--placeholder {
        color: $text-disabled;
    }
    """


class PlainText(TextArea, inherit_css=False):
    """Several lines to type in, bounded; Tab leaves it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES
    DEFAULT_CSS = """
    PlainText {
        height: 5;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        scrollbar-size: 1 1;
    }
    PlainText:focus {
        background: $panel-lighten-1;
    }
    PlainText:disabled {
        opacity: 60%;
    }
    PlainText > .text-area--cursor {
        background: $input-cursor-background;
        color: $input-cursor-foreground;
        text-style: $input-cursor-text-style;
    }
    PlainText > .text-area--selection {
        background: $input-selection-background;
        color: $input-selection-foreground;
    }
    """

    def __init__(self, text: str = "", *, max_length: int = 4000, **settings: Any) -> None:
        super().__init__(
            text, theme="css", tab_behavior="focus", show_line_numbers=False, soft_wrap=True, **settings
        )
        self.max_length = max_length
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        """Take no letter in beyond the limit; Textual's own handler comes after this one."""
        if (event.is_printable or event.key == "enter") and self._length() >= self.max_length:
            event.prevent_default()
            event.stop()

    async def _on_paste(self, event: events.Paste) -> None:
        """Let no more in than there is room for; likewise."""
        event.text = event.text[: max(self.max_length - self._length(), 0)]

    def _length(self) -> int:
        """Characters of the text; joining the lines of a long one at every key would take its time."""
        lines = self.document.lines
        return sum(map(len, lines)) + len(lines) - 1
