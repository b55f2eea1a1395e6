"""How a page will read, beside its text or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tui import keys
from tui.i18n import _
from tui.screens.website.inert import InertParser

if TYPE_CHECKING:
    from textual.binding import BindingType

MOST = 12_000
"""Characters that are shown: of a longer text, those around the cursor."""

BEFORE = 4_000
"""Of them, about so many before the cursor."""


class PreviewPane(VerticalScroll, can_focus=True):
    """The one place where what people typed is read as Markdown; see `inert`."""

    HELP = _(
        "How the page will read; the theme of the website does the rest. Links lead nowhere here: → marks a"
        " link, ▣ an image."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "screen.to_pages", _("Pages"), _("Go to the pages.")),
    ]
    DEFAULT_CSS = """
    PreviewPane {
        width: 1fr;
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    PreviewPane:focus:nocolor {
        border: heavy $accent;
    }
    PreviewPane Markdown {
        background: $background;
        padding: 0;
        margin: 0;
    }
    PreviewPane Markdown > * {
        background: $background;
    }
    PreviewPane MarkdownHeader {
        content-align: left middle;
        color: $accent;
        text-style: bold;
        background: $background;
        margin: 0 0 1 0;
    }
    PreviewPane MarkdownBullet {
        color: $accent;
    }
    PreviewPane Markdown .code_inline {
        background: $panel;
        color: $footer-key;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="preview", classes="pane")
        self.border_title = _("Preview")
        self._next: str | None = None

    def show(self, text: str) -> None:
        """Show a text soon, from where one was reading; of several that wait, the newest."""
        self._next = text
        self.call_next(self._draw)

    async def _draw(self) -> None:
        """Put the text in the place of the former one; as a worker it could be stopped in between."""
        if self._next is None:
            return
        text, self._next = self._next, None
        at = self.scroll_y
        with self.app.batch_update():
            await self.remove_children()
            await self.mount(Markdown(text, parser_factory=InertParser, open_links=False))
        self.scroll_to(y=at, animate=False)


def around(text: str, cursor: int) -> str:
    """The part of a long text that is shown: paragraphs around the cursor, a count of characters."""
    if len(text) <= MOST:
        return text
    begin = max(text.rfind("\n\n", 0, max(cursor - BEFORE, 0)) + 1, cursor - 2 * BEFORE)
    end = text.rfind("\n\n", begin + 1, begin + MOST)
    return text[begin : end if end > cursor else begin + MOST]
