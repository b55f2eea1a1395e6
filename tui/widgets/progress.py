"""Long work in steps: figures, a bar, and a way to leave it."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from portal.errors import PortalError
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal, plain
from tui.widgets.box import Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

BAR = 60
"""Cells of the bar."""


class ProgressModal(Box[int]):
    """Shows how far long work is; Esc leaves it after the present step. Answers how much was done.

    A refusal ends the work: it becomes a notice, and what was done until then stays.
    """

    HELP = _("This takes a while. Esc leaves it; what is done until then stays.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "leave", _("Leave"), _("Leave this; what is done stays.")),
    ]

    def __init__(self, title: str, about: str, total: int, steps: AsyncGenerator[int, None]) -> None:
        """Do the work.

        Args:
            title: What it is called.
            about: What is done, and what becomes of the rest if it is left: a sentence or two.
            total: How much there is to do.
            steps: Does a step each time it is asked, and tells how much is done.
        """
        super().__init__()
        self.title, self._about, self._total, self._steps = title, about, total, steps
        self._done, self._leaving = 0, False

    def content(self) -> Iterable[Widget]:
        """What is done, how much of it, the bar."""
        yield Static(literal(self._about))
        yield Static(progress_bar(self._done, self._total, leaving=False), id="progress")

    def buttons(self) -> Iterable[Widget]:
        """One to leave it."""
        yield PlainButton(_("Leave"), variant="primary")

    def on_mount(self) -> None:
        """Begin."""
        self._work_off()

    @on(Button.Pressed)
    def action_leave(self) -> None:
        """Leave after the present step."""
        self._leaving = True
        self._show()

    @work
    async def _work_off(self) -> None:
        try:
            async with aclosing(self._steps) as steps:
                async for done in steps:
                    self._done = done
                    self._show()
                    if self._leaving:
                        break
        except PortalError as error:
            self.notify(plain(error.message), severity="error")
        self.dismiss(self._done)

    def _show(self) -> None:
        if self.is_attached:
            shown = progress_bar(self._done, self._total, leaving=self._leaving)
            self.query_one("#progress", Static).update(shown)


def progress_bar(done: int, total: int, *, leaving: bool) -> Content:
    """A bar and figures; `leaving`: the present step is the last one."""
    filled = BAR * done // total if total else BAR
    figures = _("{done} of {total}").format(done=done, total=total)
    words = _("{figures}, leaving …").format(figures=figures) if leaving else figures
    return assemble("\n", ("━" * filled, "$accent"), ("┄" * (BAR - filled), "$quiet"), "\n", literal(words))
