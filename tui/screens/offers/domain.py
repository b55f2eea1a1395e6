"""The first step of ordering a package: its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portal.errors import Conflict
from portal.offers import OfferPlan, PackageWish
from tui import keys
from tui.i18n import _
from tui.screens.offers.words import step_words, terms_words
from tui.text import assemble, literal
from tui.widgets.field import Field, TextField
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.offers import OfferDetails

STEPS = 2
"""What is asked for, and the whole obligation."""


class DomainForm(FormModal[PackageWish, "OfferPlan | Conflict"]):
    """The domain of the new package; answers what the order means, or why there can be none any more."""

    TITLE = _("Order")
    MODEL = PackageWish
    SAVED = ""
    HELP = _(
        "The name that the new package begins with, such as example.de; it is registered for you. Nothing is"
        " ordered here: the next step shows the whole obligation."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Next"), _("Show the whole obligation."), priority=True),
        keys.key("escape", "cancel", _("Back"), _("Go back to the offers; nothing was ordered.")),
    ]

    def __init__(self, access: CustomerAccess, details: OfferDetails, domain: str, wrong: str) -> None:
        """Ask for the domain.

        Args:
            access: Who orders.
            details: Which offer.
            domain: What was entered before.
            wrong: What is wrong with that; empty: nothing is known to be.
        """
        super().__init__()
        self.access, self._details = access, details
        self._domain, self._wrong = domain, wrong

    def heading(self) -> Content:
        """Which step it is."""
        return step_words(1, STEPS)

    def about(self) -> Content:
        """What is ordered."""
        view = self._details.view
        price = literal(terms_words(view.terms, self.login.country))
        return assemble(literal(view.name, "bold $accent"), "\n", literal(view.makes), ": ", price)

    def fields(self) -> Iterable[Field[Any]]:
        """Its name."""
        hint = _("such as example.de; it is registered for you")
        yield TextField("domain", _("Domain"), self._domain, hint, longest=253)

    def buttons(self) -> Iterable[Widget]:
        """Back before next."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(_("Next"), id="save", variant="primary")

    def on_mount(self) -> None:
        """Say what is wrong with what was entered before."""
        self._say("domain", "")

    def _say(self, name: str, words: str) -> None:
        """What was wrong with a domain stays so as long as that is entered."""
        is_as_before = self.values().get(name) == self._domain
        super()._say(name, words or (self._wrong if is_as_before else ""))

    async def save(self, entered: PackageWish) -> OfferPlan | Conflict:
        """Ask what it means."""
        try:
            return await self.portal_call(
                self.portal.offers.plan, self.access, self._details.view.id, entered
            )
        except Conflict as refusal:
            return refusal
