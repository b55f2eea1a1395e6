"""The two small dialogs: a question with a safe answer, and a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Button, Static

from tui import keys
from tui.i18n import _
from tui.text import literal
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget


class ConfirmModal(Box[bool]):
    """A question; the safe answer has the focus. Answers whether it was confirmed."""

    HELP = _("Answer the question: the marked button is the safe answer, Tab goes to the other one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "answer(False)", _("No"), _("Leave everything as it is.")),
        keys.key("left,right", "app.focus_next", _("Other button"), _("Go to the other button."), show=False),
    ]

    def __init__(
        self, title: str, question: str | Content, *, yes: str, no: str, is_danger: bool = False
    ) -> None:
        """Ask `question`; `yes` and `no` are the words on the buttons."""
        super().__init__()
        self.title, self._question = title, question
        self._yes, self._no, self._danger = yes, no, is_danger
        self.set_class(is_danger, "-danger")

    def content(self) -> Iterable[Widget]:
        """The question."""
        question = self._question
        yield Static(literal(question, lines=True) if isinstance(question, str) else question)

    def buttons(self) -> Iterable[Widget]:
        """The safe answer comes first, and so has the focus."""
        yield PlainButton(literal(self._no), id="no")
        yield PlainButton(literal(self._yes), id="yes", variant="error" if self._danger else "primary")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - an action's argument
        """Answer and leave."""
        self.dismiss(answer)


class NoticeModal(Box[None]):
    """Something to read, until it is closed."""

    HELP = _("Something to read. Esc or Enter closes it.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Close this.")),
        *SCROLL_KEYS,
    ]

    def __init__(self, title: str, text: str | Content) -> None:
        """Show `text` under `title`."""
        super().__init__()
        self.title, self._text = title, text

    def content(self) -> Iterable[Widget]:
        """The text."""
        yield Static(literal(self._text, lines=True) if isinstance(self._text, str) else self._text)

    def buttons(self) -> Iterable[Widget]:
        """One to close it."""
        yield PlainButton(_("Close"), variant="primary")

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)
