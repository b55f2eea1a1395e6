"""Two people wrote on one page: both texts, and whose is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Button, Static

from tui import keys
from tui.i18n import _
from tui.screens.website.differences import differences
from tui.text import literal
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget


class BothTextsModal(Box[bool]):
    """Answers whether one's own text is to stand; None: neither yet."""

    HELP = _(
        "Lines with − stand in the other text alone, lines with + in yours. The other one stays among the"
        " versions of the page, whatever you choose."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "go_on", _("Go on writing"), _("Save nothing yet; your text is kept as a draft.")),
        keys.key("left", "app.focus_previous", _("Other button"), _("Go to the other button."), show=False),
        keys.key("right", "app.focus_next", _("Other button"), _("Go to the other button."), show=False),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    BothTextsModal > #box {
        width: 100;
    }
    BothTextsModal #content {
        max-height: 60vh;
    }
    """

    def __init__(self, theirs: str, mine: str) -> None:
        """Show what somebody else saved, and what was typed here."""
        super().__init__()
        self.title = _("Somebody else saved this page")
        self._theirs, self._mine = theirs, mine

    def content(self) -> Iterable[Widget]:
        """Both texts in one."""
        words = _("− stands in the other text alone, + in yours alone.")
        yield Static(literal(words, "$quiet"))
        yield Static(differences(self._theirs, self._mine))

    def buttons(self) -> Iterable[Widget]:
        """Going on is safe."""
        yield PlainButton(_("Go on writing"), id="go-on")
        yield PlainButton(_("Take the other"), id="theirs")
        yield PlainButton(_("Save mine"), id="mine", variant="primary")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss({"mine": True, "theirs": False}.get(event.button.id or ""))

    def action_go_on(self) -> None:
        """Neither yet."""
        self.dismiss(None)
