"""The line to search in, and the articles: all of them, or what was found."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets.option_list import Option

from portal.help import Part
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.pane_list import PaneList
from tui.widgets.plain import PlainInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widgets import OptionList

    from portal.help import Article, Hit, Piece

LONGEST = 200
"""Characters that may be typed."""

PARTS = {
    Part.PORTAL: _("The portal"),
    Part.CONTRACT: _("Your contract"),
    Part.PACKAGE: _("Your packages"),
}
"""The headings of the contents."""


class SearchField(PlainInput):
    """Finds while one types; the arrow keys move in what was found."""

    HELP = _(
        "Type a few words, and the best articles stand beneath. The arrow keys choose one, Enter opens it."
        " What was found is marked; the last word need not be finished."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "screen.read", _("Read"), _("Open the marked article.")),
        keys.key("up", "screen.move('cursor_up')", _("Up"), _("Go to the article above."), show=False),
        keys.key("down", "screen.move('cursor_down')", _("Down"), _("Go to the article below."), show=False),
        keys.key("pageup", "screen.move('page_up')", _("Page up"), _("Go up by a page."), show=False),
        keys.key("pagedown", "screen.move('page_down')", _("Page down"), _("Go down by a page."), show=False),
    ]
    DEFAULT_CSS = """
    SearchField, SearchField:focus {
        height: 3;
        border: round $edge;
        border-title-color: $quiet;
        background: $background;
    }
    SearchField:focus {
        border: round $accent;
        border-title-color: $accent;
        border-title-style: bold;
    }
    SearchField:focus:nocolor {
        border: heavy $accent;
    }
    """

    def __init__(self) -> None:
        super().__init__(placeholder=_("such as catch-all"), max_length=LONGEST, select_on_focus=False)
        self.border_title = _("What are you looking for?")


class HitList(PaneList):
    """The articles."""

    HELP = _("The articles of the help, or those that were found. Enter opens the marked one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Read"), _("Open the marked article.")),
        keys.key("slash", "screen.search", _("Search"), _("Look for something else.")),
    ]
    DEFAULT_CSS = """
    HitList, HitList:focus {
        width: 36%;
        max-width: 46;
        background: $background;
    }
    HitList > .option-list--option-highlighted, HitList:focus > .option-list--option-highlighted {
        background: $panel;
        text-style: none;
    }
    HitList:nocolor > .option-list--option-highlighted {
        text-style: bold reverse;
    }
    """

    class Chosen(Message):
        """An article is to be opened."""

        def __init__(self, name: str) -> None:
            """Of this name."""
            super().__init__()
            self.name = name

    def show_contents(self, articles: Iterable[Article]) -> None:
        """Show all articles under the headings of their parts."""
        by_part = groupby(articles, key=lambda article: article.part)
        self.clear_options()
        self.add_options(
            [
                Option(literal(PARTS[part]), disabled=True)
                if article is None
                else Option(literal(article.title), id=article.name)
                for part, own in by_part
                for article in (None, *own)
            ]
        )
        self.border_title = _("All articles")
        self.action_first()

    def show_hits(self, hits: list[Hit]) -> None:
        """Show what was found, the best first; all at once, as this happens at every letter."""
        self.clear_options()
        self.add_options([Option(hit_words(hit), id=hit.article.name) for hit in hits])
        if not hits:
            self.add_option(
                Option(literal(_("Nothing was found. Try another word."), "$quiet"), disabled=True)
            )
        self.border_title = _("Found")
        self.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which article is to be opened."""
        event.stop()
        if event.option.id:
            self.post_message(self.Chosen(event.option.id))


def hit_words(hit: Hit) -> Content:
    """The title, and beneath it the line that was found."""
    return assemble(*_marked(hit.title, "bold"), "\n", *_marked(hit.snippet, "$quiet"))


def _marked(pieces: Iterable[Piece], style: str) -> Iterator[Content]:
    for piece in pieces:
        yield literal(piece.text, "bold underline $accent" if piece.found else style)
