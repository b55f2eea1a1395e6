"""A list of options that is a pane of its own: the menu, a tree of pages, what a search found."""

from __future__ import annotations

from textual.widgets import OptionList


class PaneList(OptionList):
    """Options in a frame; its width is for whoever uses it to say."""

    DEFAULT_CSS = """
    PaneList, PaneList:focus {
        height: 1fr;
        border: round $edge;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        background: $surface;
        padding: 0;
    }
    PaneList:focus {
        border: round $accent;
        border-title-color: $accent;
        border-title-style: bold;
        border-subtitle-color: $accent;
    }
    PaneList:focus:nocolor {
        border: heavy $accent;
    }
    PaneList > .option-list--option {
        padding: 0 1;
    }
    PaneList > .option-list--option-highlighted {
        background: $panel;
        color: $foreground;
        text-style: bold;
    }
    PaneList:focus > .option-list--option-highlighted {
        background: $panel-lighten-1;
        color: $foreground;
        text-style: bold;
    }
    PaneList:nocolor > .option-list--option-highlighted {
        text-style: bold reverse;
    }
    PaneList > .option-list--option-disabled {
        color: $accent;
    }
    """
