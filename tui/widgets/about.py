"""A frame about what is marked in a list beside or above it."""

from __future__ import annotations

from textual.widgets import Static


class About(Static):
    """Text in the frame of a pane; its height is for whoever uses it to say."""

    DEFAULT_CSS = """
    About {
        border: round $edge;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        padding: 0 1;
    }
    """
