"""An offer on the screen: what it is, for whom, what it costs and binds to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Button, Static

from tui import keys
from tui.i18n import _
from tui.screens.offers.words import details_words
from tui.text import literal
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.offers import OfferDetails


class OfferModal(Box[bool]):
    """Something to read; answers whether it shall be ordered."""

    HELP = _(
        "All about this offer. “o” orders it: you see the whole obligation then, and nothing is ordered"
        " before you confirm that. Esc goes back to the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Go back to the list.")),
        keys.key("o", "order", _("Order"), _("Order it, step by step.")),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    OfferModal #refused {
        margin-top: 1;
        color: $warning;
        text-style: bold;
    }
    """

    def __init__(self, details: OfferDetails) -> None:
        """Show what was opened."""
        super().__init__()
        self._details = details

    def heading(self) -> Content:
        """What it is called."""
        return literal(self._details.view.name)

    def content(self) -> Iterable[Widget]:
        """The provider's words, then all that is to be known."""
        yield Static(details_words(self._details, self.login.country))

    def beneath(self) -> Iterable[Widget]:
        """Why it cannot be ordered."""
        if self._details.refused:
            yield Static(literal(self._details.refused), id="refused")

    def buttons(self) -> Iterable[Widget]:
        """Close, and order what can be ordered."""
        yield PlainButton(_("Close"), id="close")
        if not self._details.refused:
            yield PlainButton(_("Order"), id="order", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Order what can be ordered."""
        return action != "order" or not self._details.refused

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(result=False)

    @on(Button.Pressed, "#order")
    def action_order(self) -> None:
        """Go on to the order."""
        self.dismiss(result=True)
