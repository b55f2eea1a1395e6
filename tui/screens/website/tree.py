"""The pages of a website, as they stand above and beneath each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from portal.website.pages import Move
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.pane_list import PaneList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from portal.website.views import PageRow


class PageTree(PaneList):
    """The pages. What its keys do is the screen's, but for marking and moving."""

    HELP = _(
        "The pages of your website, with those beneath them. At the right stands what is to be known: draft"
        " (typed, not saved), changed (saved, not published), hidden (not in the navigation), home."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Write"), _("Write on the marked page, or be done with moving it.")),
        keys.key("n", "screen.new", _("New"), _("Add a page beneath the marked one, or beside it.")),
        keys.key("m", "move", _("Move"), _("Move the marked page with the arrow keys; Enter ends that.")),
        keys.key("e", "screen.edit", _("Edit"), _("Change title, address, navigation and kind of the page.")),
        keys.key("p", "screen.publish", _("Publish"), _("See what changed, and let visitors see it.")),
        keys.key("w", "screen.site", _("Website"), _("Change name, language, theme and legal texts.")),
        keys.key("d", "screen.delete", _("Delete"), _("Delete the marked page and all beneath it.")),
        keys.key("h", "screen.home", _("Home"), _("Let visitors begin with the marked page.")),
        keys.key("v", "screen.versions", _("Versions"), _("See what the page was, and go back to that.")),
        keys.key("b", "screen.broken", _("Broken links"), _("List what does not work on the pages.")),
        keys.key("i", "screen.images", _("Images"), _("List the images that pages can show.")),
        keys.key("t", "screen.turn_back", _("Turn back"), _("Let visitors see what was published before.")),
        keys.key("u", "screen.unpublish", _("Unpublish"), _("Let visitors see nothing any more.")),
        keys.key("right", "step('in')", _("In"), _("Move the page beneath the one before it."), show=False),
        keys.key("left", "step('out')", _("Out"), _("Move the page out, behind that above."), show=False),
    ]
    DEFAULT_CSS = """
    PageTree {
        width: 30;
    }
    """

    @dataclass
    class Marked(Message):
        """The cursor is on another page."""

        page_id: int

    @dataclass
    class Opened(Message):
        """A page is to be written on."""

        page_id: int

    @dataclass
    class Moved(Message):
        """A page is to be moved by one step."""

        page_id: int
        step: Move

    def __init__(self) -> None:
        super().__init__(id="pages")
        self.border_title = _("Pages")
        self._rows: Sequence[PageRow] = ()
        self.is_moving = False
        """Whether the arrow keys move the page, and not the cursor."""

    @property
    def marked(self) -> PageRow | None:
        """The page that the cursor is on."""
        return self._rows[self.highlighted] if self._rows and self.highlighted is not None else None

    def show(self, rows: Sequence[PageRow], marked: int | None) -> None:
        """Show these pages; the cursor goes to one of them, or stays where it was."""
        at = next((place for place, row in enumerate(rows) if row.id == marked), self.highlighted or 0)
        self._rows = rows
        with self.prevent(OptionList.OptionHighlighted), self.app.batch_update():
            self.clear_options()
            self.add_options([Option(page_line(row, self._room), id=str(row.id)) for row in rows])
            if not rows:
                words = _("A website begins with its first page: n adds it.")
                self.add_option(Option(literal(words, "$quiet"), disabled=True))
            self.highlighted = min(at, len(rows) - 1) if rows else None
        self.screen.refresh_bindings()

    def wait(self) -> None:
        """Say that the pages are on their way."""
        self.add_option(Option(literal(_("Reading …"), "$quiet"), disabled=True))

    def mark(self, page_id: int) -> None:
        """Put the cursor on a page."""
        self.highlighted = next((at for at, row in enumerate(self._rows) if row.id == page_id), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most needs a page; only what is being moved goes in and out."""
        if action == "step":
            return self.is_moving
        if action in {"select", "move"}:
            return self.marked is not None
        return super().check_action(action, parameters)

    def action_move(self) -> None:
        """Let the arrow keys move the page, or the cursor again."""
        self.is_moving = not self.is_moving
        moving, still = _("↑ ↓ → ← move it · Enter"), ""
        self.border_title = _("Moving") if self.is_moving else _("Pages")
        self.border_subtitle = moving if self.is_moving else still
        self.screen.refresh_bindings()

    def action_cursor_up(self) -> None:
        """The page or the cursor goes up."""
        if self.is_moving:
            self.action_step("up")
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The page or the cursor goes down."""
        if self.is_moving:
            self.action_step("down")
        else:
            super().action_cursor_down()

    def action_step(self, step: str) -> None:
        """Ask for a step of the marked page."""
        if self.marked is not None:
            self.post_message(self.Moved(self.marked.id, Move(step)))

    def action_select(self) -> None:
        """Write on the page, or be done with moving it."""
        if self.is_moving:
            self.action_move()
        else:
            super().action_select()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say which page the cursor is on; moving a page ends with that."""
        event.stop()
        if self.is_moving:
            self.action_move()
        if self.marked is not None:
            self.post_message(self.Marked(self.marked.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which page is to be written on."""
        event.stop()
        if event.option.id:
            self.post_message(self.Opened(int(event.option.id)))

    @property
    def _room(self) -> int:
        """Cells of a line."""
        return max(self.scrollable_content_region.width - 2, 0) or 26


def page_line(row: PageRow, room: int) -> Content:
    """A page in so many cells: its title, further to the right the deeper it stands, and a word on it."""
    word, colour = _word(row)
    indent = "  " * min(row.depth, 5)
    title = literal(row.title, max_width=max(room - len(indent) - len(word) - 1, 4))
    space = max(room - len(indent) - title.cell_length - len(word), 1)
    return assemble(indent, title, " " * space, (word, colour))


def _word(row: PageRow) -> tuple[str, str]:
    """The most important thing to be known of a page."""
    if row.has_draft:
        return _("draft"), "$warning"
    if row.is_changed:
        return _("changed"), "$warning"
    if row.hidden:
        return _("hidden"), "$quiet"
    return (_("home"), "$success") if row.is_home else ("", "$quiet")
