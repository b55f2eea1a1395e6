"""The portal's button: Textual's, without its sixty style rules; ours are in `app.tcss`."""

from __future__ import annotations

from textual.widgets import Button


class PlainButton(Button, inherit_css=False):
    """A button of one line."""
