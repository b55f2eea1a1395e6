"""The filter line of a list: when it comes, what is typed into it, and when it goes."""

from __future__ import annotations

from textual.containers import Vertical

from tui.widgets.record_list.parts import FilterLine


class FilteredList(Vertical):
    """A list with a line to filter it by, which comes when it is first asked for."""

    def __init__(self, *, filterable: bool, id: str | None = None) -> None:  # noqa: A002 - as every widget
        """Make it; `filterable`: whether the source can filter."""
        super().__init__(id=id)
        self._filterable = filterable
        self._filter_line: FilterLine | None = None

    @property
    def filter_text(self) -> str:
        """What the rows must contain."""
        raise NotImplementedError

    def filter_by(self, text: str) -> None:
        """Show only the rows that contain a text; all if it is empty."""
        raise NotImplementedError

    async def action_filter(self) -> None:
        """Let the reader type what the rows must contain."""
        if self._filter_line is None:
            self._filter_line = FilterLine()
            await self.mount(self._filter_line)
        self._filter_line.open()

    def action_clear_filter(self) -> None:
        """Show all rows again."""
        self.filter_by("")
        self.focus()
        if self._filter_line is not None:
            self._filter_line.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a filter where there can be one, and to clear it where there is one."""
        if action == "filter":
            typing = self._filter_line is not None and self._filter_line.has_focus_within
            return self._filterable and not typing
        if action == "clear_filter":
            return bool(self.filter_text)
        return super().check_action(action, parameters)

    def on_filter_line_typed(self, event: FilterLine.Typed) -> None:
        """Filter by what was typed."""
        event.stop()
        self.filter_by(event.text)

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Go back to the rows."""
        event.stop()
        if event.text:
            self.filter_by(event.text)
            self.focus()
        else:
            self.action_clear_filter()
