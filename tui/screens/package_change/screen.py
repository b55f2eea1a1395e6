"""The screen of a package change: the family's products, and what the marked one would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.errors import Conflict, OwesInvoice
from portal.package_change import ChangeKind
from tui import keys
from tui.i18n import _
from tui.screens.package_change.about import ProductAbout, standing_words
from tui.screens.package_change.products import ProductList
from tui.screens.which_package import go_to_subject, which_package
from tui.text import plain
from tui.widgets.dialogs import NoticeModal
from tui.widgets.page import CustomerScreen
from tui.widgets.standing import Standing

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from portal.access import CustomerAccess
    from portal.package_change import ChangeOffer, ChangePlan, ProductOption
    from portal.packages import PackageView
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages


class PackageChangeScreen(CustomerScreen):
    """What one package can become."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("t", "retract", _("Retract"), _("Retract the change that you ordered.")),
        keys.key("p", "save_pdf", _("Save confirmation"), _("Save the confirmation of what you just did.")),
    ]

    def __init__(self, access: CustomerAccess, offer: ChangeOffer, *, upwards: bool = False) -> None:
        """Show what is offered.

        Args:
            access: Whose package it is.
            offer: What it can be changed to.
            upwards: Whether the next larger product is marked at first, and not the package's own.
        """
        super().__init__(access)
        self.offer = offer
        self._upwards = upwards
        self._act_id: int | None = None  # of what was done here last

    def place(self) -> str:
        """Which package."""
        return _("{domain} › Package change").format(domain=self.offer.domain)

    def body(self) -> ComposeResult:
        """What is ordered or stands against it, the products, and what the marked one would change."""
        country = self.login.country
        yield Standing(standing_words(self.offer, country), is_pending=self.offer.pending_on is not None)
        yield ProductList(self.access, self.offer, country, marked=self._marked())
        yield ProductAbout(country)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to retract only where something was ordered; a confirmation once it was done."""
        if action == "retract":
            return self.offer.pending_on is not None
        if action == "save_pdf":
            return self._act_id is not None
        return super().check_action(action, parameters)

    def on_product_list_offered(self, event: ProductList.Offered) -> None:
        """The products were read anew."""
        self.offer = event.offer
        words = standing_words(self.offer, self.login.country)
        self.query_one(Standing).show(words, is_pending=self.offer.pending_on is not None)
        self.query_one(ProductAbout).show(self.offer, self._products.highlighted)
        self.refresh_bindings()

    def on_record_list_highlighted(self, event: messages.Highlighted) -> None:
        """Show what the marked product would change."""
        self.query_one(ProductAbout).show(self.offer, event.view)

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter."""
        self._change(event.view)

    def on_standing_pressed(self) -> None:
        """The button does what the key does."""
        self.action_retract()

    @work(exclusive=True, group="ask")
    async def action_retract(self) -> None:
        """Retract what was ordered."""
        from tui.screens.package_change.ordering import TakeBackForm

        offer = self.offer
        act_id = await self.app.push_screen_wait(TakeBackForm(self.access, offer))
        if act_id is not None:
            words = _("{domain} stays as it is: the change to {product} was retracted.")
            await self._done(act_id, words.format(domain=offer.domain, product=offer.pending))

    @work(exclusive=True, group="ask")
    async def _change(self, option: ProductOption) -> None:
        """Show what a change means, or why there can be none; and have it ordered."""
        from tui.screens.package_change.ordering import done_words, form_of

        with self.told():
            plan = await self._planned(option)
            while plan is not None:
                if plan.misfits:
                    await self._make_it_fit(plan)
                    return
                form = form_of(self.access, plan)
                done = await self.app.push_screen_wait(form)
                if done is not None:
                    await self._done(done.act_id, done_words(done.plan, self.login.country))
                plan = form.overtaken

    async def _done(self, act_id: int, words: str) -> None:
        """Tell what was done, offer its confirmation, and show what stands."""
        self._act_id = act_id
        self.app.notify(plain(_("{done} “p” saves the confirmation.").format(done=words)))
        await self._products.reload()

    @work
    async def action_save_pdf(self) -> None:
        """Save the confirmation of what was done here last."""
        from tui.documents import save_confirmation

        if self._act_id is not None:
            with self.told():
                await save_confirmation(self, self.access, self._act_id)

    async def _planned(self, option: ProductOption) -> ChangePlan | None:
        """What a change means; None: it was told why there can be none."""
        use_case = self.portal.package_change.plan
        try:
            return await self.portal_call(use_case, self.access, self.offer.package_id, option.code)
        except OwesInvoice as refusal:
            await self._offer_invoices(refusal)
        except Conflict as refusal:
            self.app.push_screen(NoticeModal(_("Package change"), refusal.message))
        return None

    async def _offer_invoices(self, refusal: OwesInvoice) -> None:
        """Say what is open, and go to where it can be settled."""
        from tui.screens.invoices import open_invoices
        from tui.screens.package_change.misfits import OwesModal

        if await self.app.push_screen_wait(OwesModal(refusal)):
            await open_invoices(self, self.access, None)

    async def _make_it_fit(self, plan: ChangePlan) -> None:
        """Say what does not fit, and go to where it can be made less; afterwards it goes on here."""
        from tui.screens.package_change.misfits import of_change

        chosen = await self.app.push_screen_wait(of_change(plan, self.login.country))
        if chosen is not None:
            await go_to_subject(self, self.access, plan.package_id, plan.misfits[chosen].subject)
            await self._products.reload()

    @property
    def _products(self) -> ProductList:
        return self.query_one(ProductList)

    def _marked(self) -> int:
        """The place of the product that the cursor is on at first."""
        options = self.offer.options
        own = next((place for place, option in enumerate(options) if option.kind is None), 0)
        larger = own + 1 < len(options) and options[own + 1].kind is ChangeKind.UPGRADE
        return own + 1 if self._upwards and larger else own


async def change_package(
    asking: PortalCalls, access: CustomerAccess, package_id: int, *, upwards: bool = False
) -> None:
    """Show what a package can become, until the customer comes back.

    Args:
        asking: The screen that this is opened from.
        access: Whose package it is.
        package_id: Which one.
        upwards: Whether the customer asked for a larger product.

    Raises:
        PortalError: The package is not the customer's any more.
    """
    offer = await asking.portal_call(asking.portal.package_change.offer, access, package_id)
    await asking.app.push_screen_wait(PackageChangeScreen(access, offer, upwards=upwards))


async def open_package_change(
    asking: PortalCalls, access: CustomerAccess, marked: PackageView | None
) -> None:
    """Ask which package, and show what it can become; raises PortalError."""
    package_id = await which_package(asking, access, marked)
    if package_id is not None:
        await change_package(asking, access, package_id)
