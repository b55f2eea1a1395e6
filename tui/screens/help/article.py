"""One article, as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from tui import keys
from tui.i18n import _
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from portal.help import Article


class ArticlePane(VerticalScroll, can_focus=True):
    """Markdown of ours; nothing that anybody typed is ever in it."""

    HELP = _(
        "An article of the help. “g” goes to the place it is about, “l” to other articles that fit, “/” looks"
        " for something else."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("g", "screen.go", _("Go there"), _("Go to the place that the article is about.")),
        keys.key("l", "screen.follow", _("See also"), _("Read another article that fits.")),
        keys.key("slash", "screen.search", _("Search"), _("Look for something else.")),
    ]
    DEFAULT_CSS = """
    ArticlePane {
        width: 1fr;
        height: 1fr;
        padding: 0 1;
        scrollbar-gutter: auto;
    }
    ArticlePane:focus:nocolor {
        border: heavy $accent;
    }
    ArticlePane Markdown {
        background: $background;
        padding: 0;
        margin: 0;
    }
    ArticlePane Markdown > * {
        background: $background;
    }
    ArticlePane MarkdownBullet {
        color: $accent;
    }
    ArticlePane Markdown .code_inline {
        background: $panel;
        color: $footer-key;
        text-style: bold;
    }
    ArticlePane #see {
        color: $quiet;
        border-top: solid $edge;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="article", classes="pane")

    def compose(self) -> ComposeResult:
        """Nothing is chosen yet."""
        yield self._invitation()

    def empty(self) -> None:
        """Show no article any more."""
        self.remove_children()
        self.mount(self._invitation())
        self.border_title = ""

    def _invitation(self) -> Static:
        return Static(literal(_("Choose an article with the arrow keys and open it with Enter."), "$quiet"))

    async def show(self, article: Article, see: list[Article]) -> None:
        """Show an article from its beginning, and what there is to `see` besides."""
        with self.app.batch_update():
            await self.remove_children()
            await self.mount(Markdown(article.text, open_links=False))
            if see:
                titles = ", ".join(other.title for other in see)
                words = assemble((_("l  See also: "), "$quiet"), literal(titles))
                await self.mount(Static(words, id="see"))
        self.border_title = literal(article.title)
        self.scroll_home(animate=False)
