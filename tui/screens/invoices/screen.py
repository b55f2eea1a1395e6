"""The screen of invoices: what is owed, the list, the last months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.invoices.banner import OpenBanner
from tui.screens.invoices.chart import MonthsChart
from tui.screens.invoices.list import InvoiceList
from tui.widgets.page import CustomerScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from tui.calls import PortalCalls


class InvoicesScreen(CustomerScreen):
    """All invoices of the customer, over the whole width."""

    def place(self) -> str:
        """Here."""
        return _("Your invoices")

    def body(self) -> ComposeResult:
        """What is owed, the list, the last months."""
        yield OpenBanner()
        yield InvoiceList(self.access, self.login.country, id="invoices")
        yield MonthsChart()

    def on_resize(self, _event: events.Resize) -> None:
        """Where there is room, the months have a pane; Textual calls the frame's handler, too."""
        self.query_one(OpenBanner).fit()
        self.query_one(MonthsChart).fit()
        self.query_one(InvoiceList).show_total()

    def on_listed_invoices_listed(self, event: InvoiceList.Listed) -> None:
        """What is owed was read anew."""
        self.query_one(OpenBanner).show(event.owed, self.login.country, self.today())

    def on_listed_invoices_figured(self, event: InvoiceList.Figured) -> None:
        """The figures were read anew."""
        self.query_one(MonthsChart).show(event.figures, self.login.country)

    def on_open_banner_pressed(self) -> None:
        """The button does what the key does."""
        self.query_one(InvoiceList).repeat_told()


async def open_invoices(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show the invoices until the customer comes back."""
    await asking.app.push_screen_wait(InvoicesScreen(access))
