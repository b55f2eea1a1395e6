"""The parts around the rows of a list: its header, its filter line, its notice of a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.i18n import _, ngettext
from tui.keys import key
from tui.text import literal, sentence
from tui.widgets.plain import PlainInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from tui.widgets.record_list.drawing import Columns

LONGEST_FILTER = 100
"""Characters a filter may have."""

PAUSE = 0.12
"""Seconds without a key after which the typed text filters the list."""


class RecordHeader(Widget):
    """The titles of the columns; a click on one sorts by it."""

    DEFAULT_CSS = """
    RecordHeader {
        height: 1;
        color: $quiet;
        & > .record-list--sorted { color: $foreground; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"record-list--sorted"}
    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """A title was clicked.

        Attributes:
            sort: The order that belongs to it.
        """

        sort: str

    def __init__(self, columns: Columns[Any]) -> None:
        super().__init__()
        self._columns = columns
        self._shown: tuple[int, str, bool] = (0, "", False)

    def show(self, width: int, sort: str, *, descending: bool) -> None:
        """Show the titles for rows of that width in that order."""
        if self._shown != (width, sort, descending):
            self._shown = (width, sort, descending)
            self.refresh()

    def render(self) -> Content:
        """The titles."""
        width, sort, descending = self._shown
        return self._columns.header(width, self.app.size.width, sort, descending=descending).pad_left(1)

    def on_click(self, event: events.Click) -> None:
        """Ask for another order."""
        sort = event.style.meta.get("record_sort")
        if sort is not None:
            event.stop()
            self.post_message(self.Clicked(sort))


class RecordNotice(Static):
    """What went wrong, under the rows that were read before."""

    DEFAULT_CSS = """
    RecordNotice { height: auto; max-height: 2; padding: 0 1; color: $text-error; display: none; }
    """


class FilterInput(PlainInput):
    """Where the text to look for is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,down", "submit", _("To the rows"), _("Go to the rows that were found.")),
        key("escape", "clear", _("Clear"), _("Clear the filter and show all rows.")),
    ]

    def action_clear(self) -> None:
        """Give the filter up."""
        self.post_message(FilterLine.Left(text=""))


class FilterLine(Horizontal):
    """One line under the list: the filter while it is typed, and how many rows it finds."""

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        padding: 0 1;
        & > #filter-sign { width: 2; color: $accent; }
        & > FilterInput { width: 1fr; }
        & > #filter-count { width: auto; max-width: 60%; height: 1; color: $quiet; text-wrap: nowrap; }
        & > #filter-count { text-overflow: ellipsis; }
        &.-left > #filter-count { width: 1fr; max-width: 100%; }
        &.-left > FilterInput { display: none; }
    }
    """

    @dataclass
    class Typed(Message):
        """Another text is wanted.

        Attributes:
            text: What the rows shall contain.
        """

        text: str

    @dataclass
    class Left(Message):
        """The reader goes back to the rows.

        Attributes:
            text: The filter that stays; empty for none.
        """

        text: str

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None
        self._found: tuple[str, int | None, int | None] = ("", None, None)

    def compose(self) -> ComposeResult:
        """The sign, the input and the figures."""
        yield Static("/", id="filter-sign", markup=False)
        field = FilterInput(max_length=LONGEST_FILTER, select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Static(id="filter-count", markup=False)

    def open(self) -> None:
        """Let the reader type."""
        self.display = True
        self.remove_class("-left")
        self.query_one(FilterInput).focus()
        self._say()

    def close(self) -> None:
        """Forget the text and hide."""
        self._stop()
        field = self.query_one(FilterInput)
        with field.prevent(PlainInput.Changed):
            field.value = ""
        self.display = False

    def show_count(self, text: str, matching: int | None, total: int | None) -> None:
        """Say how many rows the filter finds.

        Args:
            text: The filter.
            matching: Rows found, or None while they are counted.
            total: All rows, or None if they were never counted.
        """
        self._found = (text, matching, total)
        self._say()

    def _say(self) -> None:
        text, matching, total = self._found
        said = Content()
        if text and matching is None:
            said = literal("…")
        elif text and matching is not None:
            figures = literal(matching)
            if total is not None:
                figures = sentence(_("{matching} of {total}"), matching=matching, total=total)
            words = ngettext("{figures} matches", "{figures} match", matching)
            if self.has_class("-left"):
                words = ngettext("{figures} matches “{text}”.", "{figures} match “{text}”.", matching)
                words = f"{words} {_('Esc clears the filter.')}"
            said = sentence(words, figures=figures, text=text)
        self.query_one("#filter-count", Static).update(said)

    def on_input_changed(self, event: PlainInput.Changed) -> None:
        """Wait until the fingers rest."""
        event.stop()
        self._stop()
        self._pause = self.set_timer(PAUSE, self._typed)

    def on_input_submitted(self, event: PlainInput.Submitted) -> None:
        """Go to the rows."""
        event.stop()
        self._stop()
        self.post_message(self.Left(event.value.strip()))

    def on_descendant_blur(self) -> None:
        """Say in a sentence what is filtered for, once the input is left for another part of the screen."""
        if not self.app.app_focus:
            return
        if not self.query_one(FilterInput).value.strip():
            self.display = False
        if self._pause is not None:
            self._stop()
            self._typed()
        self.add_class("-left")
        self._say()

    def _typed(self) -> None:
        self.post_message(self.Typed(self.query_one(FilterInput).value.strip()))

    def _stop(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None


def nothing_matches(text: str) -> Content:
    """What an empty list says while it is filtered."""
    return sentence(_("Nothing matches “{text}”. Esc clears the filter."), text=text)


def failure(message: str) -> Content:
    """The sentence of an error and the way on."""
    return Content(" ").join([literal(message), literal(_("Press F5 to try again."))])
