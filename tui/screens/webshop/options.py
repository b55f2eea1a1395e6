"""What buyers choose beside the goods: kinds of shipping and payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop import OptionKind
from portal.webshop.models import OptionSettings
from portal.webshop.options import OptionView
from tui import formats
from tui.i18n import _
from tui.screens.webshop.listed import ShopList
from tui.screens.webshop.words import typed_price
from tui.text import literal
from tui.widgets.field import ChoiceField, SwitchField, TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field

KINDS = {OptionKind.SHIPPING: _("shipping"), OptionKind.PAYMENT: _("payment")}
"""What the kinds are called."""


class OptionList(ShopList[OptionView]):
    """Kinds of both, with what they cost."""

    TITLE = _("Shipping and payment")
    EMPTY = _("Buyers choose a kind of shipping and one of payment. There is none yet: n makes one.")
    FILE = "shipping-and-payment"
    ORDER = ("kind", False)
    HELP = _(
        "How buyers can have goods sent and how they can pay. While your shop is open, one of each must be"
        " offered. Orders keep the name and price they were made with."
    )
    REMOVED = _("It was deleted.")

    def columns(self) -> Columns[OptionView]:
        """Kind, name, price, whether it is offered."""
        return Columns(
            Column(_("Kind"), lambda view: literal(KINDS[view.settings.kind]), width=9, sort="kind"),
            Column(_("Name"), lambda view: literal(view.settings.name), width=14, grow=1, sort="name"),
            Column(_("Offered"), _offered, width=7),
            Column(_("Price"), self._price, width=10, align="right", sort="price"),
        )

    async def listing(self, request: PageRequest) -> Listing[OptionView]:
        """A page of them."""
        return await self.portal_call(self.portal.shop_options.page, self.access, request)

    async def form_for_new(self) -> OptionForm:
        """One that does not exist yet."""
        return OptionForm(self.access)

    async def form_for(self, view: OptionView) -> OptionForm:
        """One that does."""
        return OptionForm(self.access, view)

    async def delete(self, view: OptionView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.shop_options.remove, self.access, view.id)

    def called(self, view: OptionView) -> str:
        """Its name."""
        return view.settings.name

    def exported(self, view: OptionView) -> Mapping[str, object]:
        """What is shown."""
        settings = view.settings
        return {
            "kind": settings.kind.value,
            "name": settings.name,
            "price": typed_price(settings.price_cents),
            "offered": settings.enabled,
        }

    def _price(self, view: OptionView) -> Content:
        return literal(formats.money(view.settings.price_cents, self.country))


class OptionForm(FormModal[OptionSettings, int]):
    """All that it is."""

    TITLE = _("Shipping or payment")
    MODEL = OptionSettings
    SAVED = _("It was saved.")
    HELP = _("What buyers read, and what it costs them with each order. The price is gross.")

    def __init__(self, access: PackageAccess, option: OptionView | None = None) -> None:
        """Edit `option`, or make a new one."""
        super().__init__()
        self.access, self.option = access, option
        new = OptionSettings.model_construct(kind=OptionKind.SHIPPING, name="")
        self.seen: OptionSettings = option.settings if option else new

    def fields(self) -> Iterable[Field[Any]]:
        """All of them."""
        seen = self.seen
        kinds = [(words, kind.value) for kind, words in KINDS.items()]
        yield ChoiceField("kind", _("Kind"), kinds, seen.kind.value)
        yield TextField("name", _("Name"), seen.name, _("such as parcel, or bank transfer"))
        hint = _("gross, for an order, such as 4.90")
        yield TextField("price_cents", _("Price in €"), typed_price(seen.price_cents), hint, longest=12)
        yield SwitchField("enabled", _("Offered"), on=seen.enabled)

    async def save(self, entered: OptionSettings) -> int:
        """Add or change it."""
        options = self.portal.shop_options
        if self.option is None:
            return await self.portal_call(options.add, self.access, entered)
        return await self.portal_call(options.change, self.access, self.option.id, entered, self.seen)


def _offered(view: OptionView) -> Content:
    return literal(_("yes")) if view.settings.enabled else literal(_("no"), "$quiet")
