"""The screen of invoices: what is owed, the list, the last months."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui import keys
from tui.i18n import _
from tui.screens.invoices.banner import OpenBanner
from tui.screens.invoices.chart import MonthsChart
from tui.screens.invoices.list import InvoiceList
from tui.widgets.page import FramedScreen

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from tui.calls import PortalCalls


class InvoicesScreen(FramedScreen):
    """All invoices of the customer, over the whole width."""

    AUTO_FOCUS = "RecordLines"
    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK]

    def __init__(self, access: CustomerAccess) -> None:
        """Show the invoices of the customer of `access`."""
        super().__init__()
        self.access = access

    def where(self) -> tuple[str, str]:
        """Here, and who is signed in."""
        return _("Your invoices"), self.customer_words()

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

    def action_reload(self) -> None:
        """Read all of it again."""
        self.query_one(InvoiceList).action_reload()

    def action_back(self) -> None:
        """To the packages."""
        self.dismiss(None)


async def open_invoices(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show the invoices until the customer comes back."""
    await asking.app.push_screen_wait(InvoicesScreen(access))
