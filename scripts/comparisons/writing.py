"""A text as Textual brings it: a plain TextArea with what stands in the file that is named."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Writing(App[None]):
    """A full screen of text."""

    def compose(self) -> ComposeResult:
        """The text."""
        area = TextArea(Path(sys.argv[1]).read_text("utf-8"))
        area.cursor_blink = False
        yield area


if __name__ == "__main__":
    Writing().run()
