"""For which of one's packages the service of an offer is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.offers import BookablePackage
from tui import keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.text import literal
from tui.widgets.page import CustomerScreen
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.offers import OfferDetails
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list import messages


class BookableList(RecordList[BookablePackage], PortalCalls, inherit_bindings=False):
    """The packages that it can be booked for."""

    HELP = _(
        "Your packages that this can be booked for. Enter takes the marked one and shows the whole"
        " obligation; packages that were terminated are not among them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Take it"), _("Book it for the marked package.")),
        FILTER,
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(self, access: CustomerAccess, offer_id: int) -> None:
        """List the packages of `access` that the service of this offer can be booked for."""
        self.access, self._offer_id = access, offer_id
        columns = Columns(
            Column(_("Package"), _name, width=24, grow=2),
            Column(_("Product"), _product, width=16, grow=1),
        )
        empty = _("There is no package left that this can be booked for.")
        super().__init__(self._fetch, columns, empty=empty, sort="domain")
        self.border_title = literal(_("For which package?"))

    async def _fetch(self, request: PageRequest) -> Page[BookablePackage]:
        return await self.portal_call(self.portal.offers.packages, self.access, self._offer_id, request)


class BookableScreen(CustomerScreen):
    """The first step of ordering a service, where there are several packages.

    Attributes:
        chosen: The package that was chosen; None: the customer went back.
    """

    def __init__(self, access: CustomerAccess, details: OfferDetails) -> None:
        """Ask for which package the service of an offer is booked."""
        super().__init__(access)
        self._details = details
        self.chosen: int | None = None

    def place(self) -> str:
        """Which service."""
        return _("Order › {service}").format(service=self._details.view.makes)

    def body(self) -> ComposeResult:
        """The packages."""
        yield BookableList(self.access, self._details.view.id)

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Enter."""
        self.chosen = event.view.id
        self.dismiss(None)


def _name(view: BookablePackage) -> Content:
    return literal(view.domain)


def _product(view: BookablePackage) -> Content:
    return literal(view.product)
