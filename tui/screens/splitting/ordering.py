"""Confirming a split, and taking one back: what follows, and the customer password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.splitting import Split, SplitPlan
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.screens.splitting.words import names_words, planned
from tui.text import literal, sentence
from tui.widgets.contract_act import Confirmed, ContractActForm, PlannedActForm
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.splitting import PendingSplit, SplitOffer


class SplitForm(PlannedActForm[SplitPlan, Split]):
    """The last step; what was shown is what is done. The safe button has the focus."""

    TITLE = _("Split")
    ACT = _("Split package")
    AUTO_FOCUS = "#cancel"
    HELP = _(
        "What moves along and what does not, from when, and what it costs. Nothing happens before you press"
        " the button; Esc goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Split"), _("Have the domains moved."), priority=True),
        keys.key("escape", "cancel", _("Back"), _("Go back; nothing was ordered.")),
    ]

    def heading(self) -> Content:
        """Which package."""
        return sentence(_("Split {domain}"), domain=self.plan.domain)

    def consequences(self) -> Content:
        """All there is to know."""
        return planned(self.plan, self.login.country)

    def buttons(self) -> Iterable[Widget]:
        """Back before the act."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(literal(self.ACT), id="save", variant="primary")

    async def save(self, entered: Confirmed) -> Split:
        """Have done what was shown."""
        return await self.portal_call(self.portal.splitting.order, self.access, self.plan, entered.password)

    def is_for_another_box(self, before: SplitPlan) -> bool:  # noqa: ARG002 - others compare
        """What has no room any more."""
        return bool(self.plan.misfits)


class NewPackageForm(SplitForm):
    """With a new package; the button is in the words that the law wants (§312j BGB)."""

    ACT = _("Order with obligation to pay")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Order"), _("Order the new package for the domains."), priority=True),
    ]


class RetractForm(ContractActForm[bool]):
    """A split that was ordered will not come."""

    TITLE = _("Retract")
    ACT = _("Retract")
    HELP = _("Take the split back that you ordered: the package stays as it is. Esc leaves it ordered.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", TITLE, _("Have the package stay as it is."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave the split ordered.")),
    ]

    def __init__(self, access: CustomerAccess, offer: SplitOffer, pending: PendingSplit) -> None:
        """Retract what is `pending` of a package."""
        super().__init__()
        self.access, self.offer, self.pending = access, offer, pending

    def consequences(self) -> Content:
        """What will not come, and what stays."""
        words = _(
            "You ordered that on {day} {domains} of {domain} go to {target}. Retracted, all of it stays where"
            " it is, and nothing is charged."
        )
        if self.pending.product:
            words = _(
                "You ordered that on {day} {domains} of {domain} go to a new package {product}. Retracted,"
                " all of it stays where it is, there is no new package, and nothing is charged."
            )
        return sentence(
            words,
            day=formats.long_date(self.pending.on, self.login.country),
            domains=names_words(self.pending.domains),
            domain=literal(self.offer.domain, "bold"),
            target=literal(self.pending.target, "bold"),
            product=literal(self.pending.product, "bold"),
        )

    async def save(self, entered: Confirmed) -> bool:
        """Take it back."""
        await self.portal_call(
            self.portal.splitting.retract, self.access, self.offer.package_id, entered.password
        )
        return True


def form_of(access: CustomerAccess, plan: SplitPlan) -> SplitForm:
    """The form that orders what is planned."""
    return (SplitForm if plan.target.new is None else NewPackageForm)(access, plan)


def done_words(done: Split, country: str) -> str:
    """What was done or ordered, for a notice."""
    plan = done.plan
    count = len(plan.domains)
    if done.target_id is not None:
        words = ngettext("{domain} is in {target} now.", "{n} domains are in {target} now.", count)
        if plan.target.new is not None:
            words = ngettext(
                "{domain} has a package of its own now.",
                "{n} domains have a package of their own now.",
                count,
            )
        return words.format(domain=plan.domains[0], n=count, target=plan.target.domain)
    words = ngettext("{domain} goes on {day}.", "{n} domains go on {day}.", count)
    return words.format(domain=plan.domains[0], n=count, day=formats.long_date(plan.on, country))
