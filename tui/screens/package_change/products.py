"""The products of a package's family side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from portal.package_change import ChangeKind, ChangeOffer, ProductOption
from portal.packages import Resource
from portal.paging import Page
from tui import keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.screens.package_change.words import amount_words, price_words
from tui.text import literal
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import MOVING

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import PageRequest
    from tui.widgets.record_list.window import RecordWindow

LONGEST = 24
"""Cells that the name of a product gets at least, if it is that long."""

AROUND = 3
"""Lines around the products: the border and the titles."""

IMPORTANT = (
    Resource.MAILBOXES,
    Resource.DATABASES,
    Resource.WEBSPACE,
    Resource.DOMAINS,
    Resource.MAIL_STORAGE,
    Resource.ADDITIONAL_DOMAINS,
    Resource.SFTP_USERS,
    Resource.CRON_JOBS,
    Resource.BACKUPS,
)
"""The quotas that are compared; where room is scarce, the last ones go first."""

TITLES = {
    Resource.DOMAINS: _("Domains"),
    Resource.ADDITIONAL_DOMAINS: _("+ Domains"),
    Resource.MAILBOXES: _("Mailboxes"),
    Resource.MAIL_STORAGE: _("Mail"),
    Resource.DATABASES: _("Databases"),
    Resource.WEBSPACE: _("Webspace"),
    Resource.SFTP_USERS: _("SFTP"),
    Resource.CRON_JOBS: _("Cron"),
    Resource.BACKUPS: _("Backups"),
}
"""The columns, in their order."""


class ProductList(RecordList[ProductOption], PortalCalls, inherit_bindings=False):
    """All products of the family, the smallest first, the package's own marked."""

    HELP = _(
        "All products that this package can be. Enter shows what a change to the marked one means, from when"
        " and at what price; nothing is ordered before you confirm it there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter,c", "choose", _("Change"), _("Show what a change to the marked product means.")),
        keys.RELOAD,
        *MOVING,
    ]

    @dataclass
    class Offered(Message):
        """The products were read anew.

        Attributes:
            offer: What the package can be changed to.
        """

        offer: ChangeOffer

    def __init__(self, access: CustomerAccess, offer: ChangeOffer, country: str, *, marked: int) -> None:
        """List the products of `offer`, the cursor at first on the one at the place `marked`."""
        self.access, self.country = access, country
        self._package_id = offer.package_id
        self._given: ChangeOffer | None = offer
        self._first: int | None = marked
        self._offer = offer
        super().__init__(self._fetch, self._columns(offer), empty=_("There is no other product."))
        self.styles.height = len(offer.options) + AROUND
        self.styles.max_height = "60vh"
        self.border_title = literal(_("Products"))

    async def _fetch(self, _request: PageRequest) -> Page[ProductOption]:
        """All products are one page; what was read before the screen was shown is not read once more."""
        offer, self._given = self._given, None
        if offer is None:
            offer = await self.portal_call(self.portal.package_change.offer, self.access, self._package_id)
            self._offer = offer
            if self.is_attached:
                self.post_message(self.Offered(offer))
        anchors = tuple((place,) for place in range(len(offer.options)))
        return Page(offer.options, anchors, len(offer.options))

    def _show(self, window: RecordWindow[ProductOption], cursor: int) -> None:
        first, self._first = self._first, None
        super()._show(window, cursor if first is None else first)

    # Words

    def _columns(self, offer: ChangeOffer) -> Columns[ProductOption]:
        """Name, price, the quotas that are not the same everywhere, and which way a change goes."""
        longest = max(len(option.name) for option in offer.options)
        price = max(len(self._price(option).plain) for option in offer.options)
        return Columns(
            Column(_("Product"), self._called, width=min(longest, LONGEST), grow=1),
            Column(_("Price"), self._price, width=price, align="right"),
            *(self._quota(resource, offer) for resource in TITLES if _differs(resource, offer)),
            Column(_("Change"), self._way, width=len(_("downgrade"))),
        )

    def _quota(self, resource: Resource, offer: ChangeOffer) -> Column[ProductOption]:
        def value(option: ProductOption) -> Content:
            amount = dict(option.quotas).get(resource)
            return literal(amount_words(resource, amount, self.country), _emphasis(option))

        title = TITLES[resource]
        width = max(len(title), *(len(value(option).plain) for option in offer.options))
        importance = 1 + IMPORTANT.index(
            resource
        )  # any terminal is wider: it goes where the pane is too narrow
        return Column(title, value, width=width, align="right", min_terminal=importance)

    def _called(self, option: ProductOption) -> Content:
        return literal(option.name, _emphasis(option))

    def _price(self, option: ProductOption) -> Content:
        words = price_words(option.price_cents, option.billing_months, self.country)
        return literal(words, _emphasis(option))

    def _way(self, option: ProductOption) -> Content:
        if option.kind is None:
            return literal(_("yours"), "bold $accent")
        if self._offer.refused:
            return literal("–", "$quiet")
        if option.kind is ChangeKind.UPGRADE:
            return literal(_("upgrade"), "$success")
        if option.code == self._offer.pending_code:
            return literal(_("ordered"), "$warning")
        return literal(_("downgrade"), "$quiet")


def _emphasis(option: ProductOption) -> str:
    return "bold" if option.kind is None else ""


def _differs(resource: Resource, offer: ChangeOffer) -> bool:
    """Whether the products of the family do not all include the same of it."""
    return len({dict(option.quotas).get(resource) for option in offer.options}) > 1
