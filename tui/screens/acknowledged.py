"""The receipt of a contract act: what was received, when, and its confirmation as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from tui import documents, keys
from tui.i18n import _
from tui.text import literal
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess

ON_FILES = ("save_pdf", "open_pdf")
"""What is done with files, and only on the customer's own machine."""


class AcknowledgedModal(Box[None]):
    """The receipt of an act; its confirmation can be saved here."""

    HELP = _(
        "What we received, and when. The same stands in the confirmation, which you can save as a PDF; it was"
        " sent to your contact email, too. An AuthInfo is shown here only: note it before you close this."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Go back.")),
        keys.key("p", "save_pdf", _("Save PDF"), _("Save the confirmation to your downloads.")),
        keys.key("o", "open_pdf", _("Open PDF"), _("Save the confirmation and open it.")),
        *SCROLL_KEYS,
    ]

    def __init__(self, access: CustomerAccess, title: str, lines: Iterable[Content], act_id: int) -> None:
        """Tell of an act.

        Args:
            access: Whose.
            title: What was done, in a word.
            lines: What was received, and what follows.
            act_id: By which its confirmation is asked for.
        """
        super().__init__()
        self.title = title
        self.access, self._lines, self._act_id = access, tuple(lines), act_id

    def content(self) -> Iterable[Widget]:
        """What was received."""
        yield Static(literal("\n", lines=True).join(self._lines))

    def buttons(self) -> Iterable[Widget]:
        """Close, and save where there are files."""
        yield PlainButton(_("Close"), id="close")
        if self.login.own_machine:
            yield PlainButton(_("Save PDF"), id="save", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Save where there are files."""
        return action not in ON_FILES or self.login.own_machine

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @work
    async def action_save_pdf(self) -> None:
        """Save the confirmation."""
        with self.told():
            await documents.save_confirmation(self, self.access, self._act_id)

    @work
    async def action_open_pdf(self) -> None:
        """Open the confirmation in the system's viewer."""
        with self.told():
            await documents.view_confirmation(self, self.access, self._act_id)
