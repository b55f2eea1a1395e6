"""Ordering a change, and taking one back: what follows, and the customer password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.package_change import ChangeKind, ChangePlan, OrderedChange
from tui import formats, keys
from tui.i18n import _
from tui.screens.package_change.words import planned
from tui.text import literal, sentence
from tui.widgets.contract_act import Confirmed, ContractActForm, PlannedActForm

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.package_change import ChangeOffer


class ChangeForm(PlannedActForm[ChangePlan, OrderedChange]):
    """What a change means; what was shown is what is ordered."""

    HELP = _(
        "What the change means: from when, at what price, what it includes, and what the next invoice will"
        " have of it. Nothing happens before you press the button; Esc leaves everything as it is."
    )

    def heading(self) -> Content:
        """Which package."""
        return sentence(_("{act} {domain}"), act=self.title, domain=self.plan.domain)

    def consequences(self) -> Content:
        """All there is to know."""
        return planned(self.plan, self.login.country)

    async def save(self, entered: Confirmed) -> OrderedChange:
        """Have done what was shown."""
        return await self.portal_call(
            self.portal.package_change.order, self.access, self.plan, entered.password
        )

    def is_for_another_box(self, before: ChangePlan) -> bool:
        """What does not fit, or is no upgrade any more, or no downgrade."""
        return bool(self.plan.misfits) or self.plan.kind is not before.kind


class UpgradeForm(ChangeForm):
    """A larger product, at once; the button is in the words that the law wants (§312j BGB)."""

    TITLE = _("Upgrade")
    ACT = _("Upgrade with obligation to pay")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", TITLE, _("Have the package changed now."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave everything as it is.")),
    ]


class DowngradeForm(ChangeForm):
    """A smaller product, in time; the safe button has the focus."""

    TITLE = _("Change")
    ACT = _("Order the change")
    AUTO_FOCUS = "#cancel"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Order"), _("Have the package changed on that day."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave everything as it is.")),
    ]


class TakeBackForm(ContractActForm[int]):
    """A change that was ordered will not come; answers the act of retracting."""

    TITLE = _("Retract")
    ACT = _("Retract")
    HELP = _("Take the change back that you ordered: the package stays as it is. Esc leaves it ordered.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", TITLE, _("Have the package stay as it is."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave the change ordered.")),
    ]

    def __init__(self, access: CustomerAccess, offer: ChangeOffer) -> None:
        """Retract what is pending in `offer`."""
        super().__init__()
        self.access, self.offer = access, offer

    def consequences(self) -> Content:
        """What will not come, and what stays."""
        offer = self.offer
        day = formats.long_date(offer.pending_on, self.login.country) if offer.pending_on else ""
        own = next((option.name for option in offer.options if option.kind is None), "")
        words = _("You ordered that {domain} becomes {product} on {day}. Retracted, it stays {own}.")
        return sentence(
            words,
            domain=literal(offer.domain, "bold"),
            product=offer.pending,
            day=day,
            own=literal(own, "bold"),
        )

    async def save(self, entered: Confirmed) -> int:
        """Take it back."""
        return await self.portal_call(
            self.portal.package_change.retract, self.access, self.offer.package_id, entered.password
        )


def form_of(access: CustomerAccess, plan: ChangePlan) -> ChangeForm:
    """The form that orders what is planned."""
    form = UpgradeForm if plan.kind is ChangeKind.UPGRADE else DowngradeForm
    return form(access, plan)


def done_words(plan: ChangePlan, country: str) -> str:
    """What was ordered, for a notice."""
    if plan.kind is ChangeKind.UPGRADE:
        return _("{domain} is {product} now.").format(domain=plan.domain, product=plan.after)
    day = formats.long_date(plan.effective_on, country)
    words = _("{domain} becomes {product} on {day}.")
    return words.format(domain=plan.domain, product=plan.after, day=day)
