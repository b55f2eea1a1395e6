"""The repeat debit: what would be collected, from which account, on which day; and having it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from portal.debits.service import RepeatOffer
from portal.errors import ChangedMeanwhile, Conflict
from portal.validation import Input
from tui import formats, keys
from tui.i18n import _
from tui.screens.customers import BankDataForm
from tui.text import assemble, literal, plain, sentence
from tui.widgets.field import LABEL
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.customers import CustomerView
    from portal.errors import PortalError
    from tui.calls import PortalCalls
    from tui.widgets.field import Field


class BankDataFirst(BankDataForm):
    """Bank data, before a debit can be repeated."""

    def __init__(self, access: CustomerAccess, customer: CustomerView, offer: RepeatOffer) -> None:
        """Edit the bank data of `customer`; `offer` tells why."""
        super().__init__(access, customer)
        self._offer = offer

    def about(self) -> Content:
        """Why, then what is as always."""
        why = literal(self._offer.needs_bank_data, "$warning")
        if self._offer.collected_on is not None and self._offer.came_back:
            template = _("The bank returned the debit of {debit} ({reason}).")
            day = formats.near_day(self._offer.collected_on, self.login.country)
            why = assemble(sentence(template, debit=day, reason=self._offer.came_back), " ", why)
        return assemble(why, "\n\n", super().about())


class Agreed(Input):
    """Nothing is to be entered: what is shown is agreed to, or not."""


class RepeatForm(FormModal[Agreed, RepeatOffer]):
    """What would be collected; what was shown is what is done."""

    TITLE = _("Repeat debit")
    MODEL = Agreed
    SAVED = ""
    HELP = _(
        "What we would collect once more, when, and from which account. Nothing happens before you press the"
        " button; Esc leaves everything as it is."
    )
    AUTO_FOCUS = "#save"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", TITLE, _("Have it collected on that day."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave everything as it is.")),
        keys.key("left,right", "app.focus_next", _("Other button"), _("Go to the other button."), show=False),
    ]

    def __init__(self, access: CustomerAccess, offer: RepeatOffer) -> None:
        """Offer it."""
        super().__init__()
        self.access, self.offer = access, offer

    def about(self) -> Content:
        """All there is to know."""
        return self._told()

    def _told(self) -> Content:
        offer, country = self.offer, self.login.country
        account = " · ".join(filter(None, (offer.account, offer.bank_name)))
        facts = (
            (_("Invoice"), literal(offer.number)),
            (_("Amount"), literal(formats.money(offer.amount_cents, country), "bold")),
            (_("Collected on"), literal(formats.long_date(offer.day, country), "bold")),
            (_("Account"), literal(account)),
            (_("Account holder"), literal(offer.account_holder)),
            (_("Mandate"), literal(offer.mandate)),
            (_("Last time"), self._last_time()),
        )
        lines = [assemble((label.ljust(LABEL), "$quiet"), value) for label, value in facts if value.plain]
        covered = _("Please see to it that the account is covered on that day.")
        return literal("\n", lines=True).join([*lines, literal(""), literal(covered, "$quiet")])

    def fields(self) -> Iterable[Field[Any]]:
        """Nothing is to be entered."""
        return ()

    def buttons(self) -> Iterable[Widget]:
        """Cancel before the act."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Repeat debit"), id="save", variant="primary")

    async def save(self, entered: Agreed) -> RepeatOffer:  # noqa: ARG002 - there is nothing in it
        """Have collected what was shown."""
        return await self.portal_call(self.portal.debits.repeat, self.access, self.offer)

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what is offered now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, RepeatOffer):
            self.offer = error.now
            self.query_one("#about", Static).update(self._told())

    def _last_time(self) -> Content:
        """What became of the last debit."""
        offer = self.offer
        if offer.collected_on is None or not offer.came_back:
            return literal("")
        day = formats.near_day(offer.collected_on, self.login.country)
        return sentence(_("{day}: {reason}"), day=day, reason=offer.came_back)


async def repeat_debit(asking: PortalCalls, access: CustomerAccess, invoice_id: int) -> bool:
    """Offer to collect an invoice once more, after new bank data if they are needed; whether it will be.

    Raises:
        PortalError: It is not to be collected; the sentence tells why.
    """
    debits = asking.portal.debits
    offer = await asking.portal_call(debits.offer, access, invoice_id)
    if offer.needs_bank_data:
        customer = await asking.portal_call(asking.portal.customers.show, access)
        form = BankDataFirst(access, customer, offer)
        if await asking.app.push_screen_wait(form) is None:
            return False
        offer = await asking.portal_call(debits.offer, access, invoice_id)
        if offer.needs_bank_data:
            raise Conflict(offer.needs_bank_data)
    done = await asking.app.push_screen_wait(RepeatForm(access, offer))
    if done is None:
        return False
    amount = formats.money(done.amount_cents, asking.login.country)
    day = formats.near_day(done.day, asking.login.country)
    asking.app.notify(plain(_("{amount} will be collected on {day}.").format(amount=amount, day=day)))
    return True
