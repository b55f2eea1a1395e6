"""The button and the line of text: Textual's, without their hundred style rules.

They stand in the first paint, where style rules take a good part of the time.
"""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Button, Input


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
