"""Reading the list of invoices, and choosing by year and state."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from portal.errors import PortalError
from portal.invoices import InvoiceFilter, InvoiceState, InvoiceView
from tui import formats, keys
from tui.i18n import _
from tui.screens.invoices import columns
from tui.screens.invoices.chart import is_roomy, total_words
from tui.screens.invoices.words import ABOUT_STATES, STATES
from tui.text import literal, sentence
from tui.widgets.exports import Exports
from tui.widgets.pick import PickModal
from tui.widgets.record_list import RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.invoices.views import InvoiceFigures, InvoiceListing, OpenView
    from portal.paging import Page, PageRequest

ALL = "all"
"""What is picked to see invoices of any year, or in any state."""

EVERY = InvoiceFilter()

OF_SOME = {"year", "state", "filter", "sort", "save_range"}
"""Actions that need invoices."""

CHOOSING: list[BindingType] = [
    keys.key("y", "year", _("Year"), _("Show the invoices of one year.")),
    keys.key("t", "state", _("State"), _("Show the invoices in one state.")),
    FILTER,
    keys.key("s", "sort", _("Sort"), _("Sort by the next column, then reversed.")),
    keys.key("escape", "show_all", _("Show all"), _("Clear filter, year and state.")),
    keys.RELOAD,
    *MOVING,
]
"""The keys of what is done here."""


class ListedInvoices(RecordList[InvoiceView], Exports, inherit_bindings=False):
    """Invoices as they are read and chosen, newest first; what can be done with one is for a subclass.

    Attributes:
        access: Whose.
        country: Whose way of writing dates and amounts.
        chosen: Which are listed.
        owed: What the customer owes; None: nothing, or it is not known yet.
    """

    FILE = "invoices"

    @dataclass
    class Listed(Message):
        """The list was read anew.

        Attributes:
            owed: What the customer owes; None: nothing.
        """

        owed: OpenView | None

    @dataclass
    class Figured(Message):
        """The figures around the list were read anew.

        Attributes:
            figures: They.
        """

        figures: InvoiceFigures

    def __init__(self, access: CustomerAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List the invoices of the customer of `access`, dates and amounts as in `country`."""
        self.access, self.country = access, country
        self.chosen = EVERY
        self._everything: int | None = None
        self.owed: OpenView | None = None
        self._figures: InvoiceFigures | None = None
        empty = _(
            "There is no invoice yet. Each one will stand here as soon as it is issued: Enter will then show"
            " it, and p will save it as PDF."
        )
        super().__init__(
            self._fetch, columns.invoice_columns(country), empty=empty, sort="date", descending=True, id=id
        )
        self.border_title = literal(_("Your invoices"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the choice allows, and nothing of a row where there is none."""
        if action == "show_all":
            return bool(self.filter_text) or self.chosen != EVERY
        if action in OF_SOME and not self._everything:
            return False
        if action == "export":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    # Reading the list

    async def _fetch(self, request: PageRequest) -> Page[InvoiceView]:
        chosen = self.chosen
        listing = await self.portal_call(self.portal.invoices.listing, self.access, request, chosen)
        if request.count and self.is_attached:
            self._take(listing, request, chosen)
        return listing.page

    def _take(self, listing: InvoiceListing, request: PageRequest, chosen: InvoiceFilter) -> None:
        """Say how many there are, and what is owed."""
        matching, self.owed = listing.page.total or 0, listing.open
        if not request.filter and chosen == EVERY:
            self._everything = matching
        self.border_title = self._title(matching)
        self.screen.refresh_bindings()
        self.post_message(self.Listed(listing.open))
        if self._figures is None:
            self._read_figures()

    @work(exclusive=True, group="figures")
    async def _read_figures(self) -> None:
        """Read what stands around the list; what is wrong if that fails, the list tells."""
        with suppress(PortalError):
            self._figures = await self._asked_figures()
            self.show_total()
            self.post_message(self.Figured(self._figures))

    async def _asked_figures(self) -> InvoiceFigures:
        return await self.portal_call(self.portal.invoices.figures, self.access, self.chosen.year)

    def show_total(self) -> None:
        """Say in the border what the year comes to, with the months where they have no pane of their own."""
        if self._figures is not None:
            with_bars = not is_roomy(self)
            self.border_subtitle = total_words(self._figures, self.country, with_bars=with_bars)

    def action_reload(self) -> None:
        """Read the list and the figures again."""
        super().action_reload()
        self._read_figures()

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All invoices of the list, in its order, as far as filter, year and state let them through."""
        return [columns.exported(view) async for view in self.export_rows()]

    # Choosing

    @work(exclusive=True, group="ask")
    async def action_year(self) -> None:
        """Choose a year."""
        with self.told():
            figures = self._figures or await self._asked_figures()
            years = [(ALL, _("all years"), ""), *((str(year), str(year), "") for year in figures.years)]
            year = await self._picked(_("Year"), years, str(self.chosen.year))
            if year is not None:
                self.choose(replace(self.chosen, year=None if year == ALL else int(year)))

    @work(exclusive=True, group="ask")
    async def action_state(self) -> None:
        """Choose a state."""
        states = [(state.value, STATES[state][0], ABOUT_STATES[state]) for state in InvoiceState]
        state = await self._picked(_("State"), [(ALL, _("all states"), ""), *states], self.chosen.state)
        if state is not None:
            self.choose(replace(self.chosen, state=None if state == ALL else InvoiceState(state)))

    async def _picked(self, title: str, things: list[tuple[str, str, str]], before: str | None) -> str | None:
        """What is chosen, the cursor being on what was chosen before; None: nothing."""
        marked = before if before in {name for name, _called, _about in things} else ALL
        return await self.app.push_screen_wait(PickModal(title, things, marked))

    def action_show_all(self) -> None:
        """Clear filter, year and state."""
        self.action_clear_filter()
        self.choose(EVERY)

    def choose(self, chosen: InvoiceFilter) -> None:
        """Show the invoices of another year or state."""
        before, self.chosen = self.chosen, chosen
        if chosen != before:
            self._all = None  # how many the filter had to do with was counted of others
            self._read_anew()
            if chosen.year != before.year:
                self._read_figures()

    def _title(self, matching: int) -> Content:
        """How many there are, and which."""
        n = formats.number(matching, self.country)
        words = sentence(_("Your invoices ({n})"), n=n)
        if self._everything is not None and self._everything != matching:
            everything = formats.number(self._everything, self.country)
            words = sentence(_("Your invoices ({n} of {all})"), n=n, all=everything)
        return literal(" · ").join([words, *self._chosen_words()])

    def _chosen_words(self) -> list[Content]:
        words = [literal(self.chosen.year)] if self.chosen.year else []
        return [*words, literal(STATES[self.chosen.state][0])] if self.chosen.state else words

    def _sentence(self) -> Content | None:
        """Also what stands there if none is of that year or in that state."""
        if self._window.total or self._window.base.filter or self.chosen == EVERY:
            return super()._sentence()
        which = literal(" · ").join(self._chosen_words())
        return sentence(_("There is no such invoice: {which}. Esc shows all."), which=which)
