"""The text of a page, as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from portal.errors import InvalidInput
from portal.text import clean
from portal.website.models import LONGEST_TEXT
from tui import keys
from tui.i18n import _
from tui.screens.website.highlighting import marks
from tui.text import plain
from tui.widgets.plain import PlainText

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Region
    from textual.widgets.text_area import Edit, EditResult


class PageEditor(PlainText):
    """Markdown; what it means stands out in colour. Saving and all else is the screen's."""

    HELP = _(
        "The text of the page, in Markdown: # heading, **bold**, *italic*, - list, > quote. What you type is"
        " kept as a draft by itself; F2 saves it as a version. Visitors see it once you publish."
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = PlainText.COMPONENT_CLASSES | {
        "editor--heading",
        "editor--code",
        "editor--quote",
        "editor--sign",
        "editor--link",
        "editor--strong",
        "editor--emphasis",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "screen.save", _("Save"), _("Save the page as a version."), priority=True),
        keys.key("f8", "screen.link", _("Link"), _("Put in a link to another page.")),
        keys.key("f9", "screen.image", _("Image"), _("Put in an image.")),
        keys.key("ctrl+z", "undo", _("Undo"), _("Take back what was typed last; Ctrl+Y brings it back.")),
        keys.key("escape", "screen.to_pages", _("Pages"), _("Go to the pages; what you typed is kept.")),
    ]
    DEFAULT_CSS = """
    PageEditor, PageEditor:focus {
        width: 1fr;
        height: 1fr;
        background: $background;
    }
    PageEditor:focus:nocolor {
        border: heavy $accent;
    }
    PageEditor > .editor--heading {
        color: $accent;
        text-style: bold;
    }
    PageEditor > .editor--code {
        color: $footer-key;
    }
    PageEditor > .editor--quote {
        color: $quiet;
    }
    PageEditor > .editor--sign {
        color: $accent;
        text-style: bold;
    }
    PageEditor > .editor--link {
        color: $footer-key;
        text-style: underline;
    }
    PageEditor > .editor--strong {
        text-style: bold;
    }
    PageEditor > .editor--emphasis {
        text-style: italic;
    }
    """

    _is_editing = False
    """Whether `edit` is about to tell what is to be painted."""

    def __init__(self) -> None:
        super().__init__(max_length=LONGEST_TEXT, id="editor", classes="pane")
        self.disabled = True

    def begin(self, text: str) -> None:
        """Write on from here; what was undone before is another page's."""
        self.load_text(typable(text))
        self.disabled = False

    async def _on_paste(self, event: events.Paste) -> None:
        """Say so where not all of it fits; the base takes what does."""
        if len(event.text) > self.max_length - self._length():
            words = _("A page holds {n} characters: the end of what you pasted was left out.")
            self.notify(plain(words.format(n=self.max_length)), severity="warning")

    def put_in(self, markdown: str) -> None:
        """Put something in at the cursor, or in place of what is marked; it can be undone."""
        start, end = self.selection
        self.replace(markdown, start, end, maintain_selection_offset=False)
        self.focus()

    def edit(self, edit: Edit) -> EditResult:
        """As the base does it; where nothing moved, only the lines that look different are painted."""
        place, before = self._place, self._lines_of_the_cursor
        self._is_editing = True
        try:
            result = super().edit(edit)
        finally:
            self._is_editing = False
        if self._place != place:
            self.refresh()
            return result
        changed = range(edit.top[0], max(edit.bottom[0], result.end_location[0]) + 1)
        for line in {*changed, *before, *self._lines_of_the_cursor}:
            _x, row = self.wrapped_document.location_to_offset((line, 0))
            self.refresh_lines(row, len(self.wrapped_document.get_sections(line)))
        return result

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint anew; while something is typed, `edit` knows better than everybody what."""
        if self._is_editing and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @property
    def _place(self) -> tuple[Any, ...]:
        """What stays as it is while all lines stay in their places."""
        return self.wrapped_document.height, self.document.line_count, self.scroll_offset, self.size

    @property
    def _lines_of_the_cursor(self) -> set[int]:
        """Those with the cursor, with what is marked, and with the other one of two brackets."""
        first, last = sorted((self.selection.start[0], self.selection.end[0]))
        bracket = self.matching_bracket_location
        return {*range(first, last + 1), *([bracket[0]] if bracket else [])}

    def get_line(self, line_index: int) -> Text:
        """A line, with what stands out in it."""
        line = super().get_line(line_index)
        for start, end, kind in marks(line.plain):
            line.stylize(self.get_component_rich_style(f"editor--{kind}", partial=True), start, end)
        return line


def typable(text: str) -> str:
    """The text as it is, if somebody can have typed it; pictures stand for what nobody can."""
    try:
        clean(text, lines=True)
    except InvalidInput:
        return plain(text, lines=True)
    return text
