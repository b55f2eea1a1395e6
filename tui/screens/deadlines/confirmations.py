"""The list of what was done, with its confirmations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.contract_acts import ActView, reference_of
from portal.errors import NotFound
from tui import formats, keys
from tui.i18n import _
from tui.screens.deadlines.words import ACTS
from tui.text import literal, sentence
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list import messages

LONGEST = dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC)
"""A moment that takes as many signs as any."""


class ConfirmationList(RecordList[ActView], Exports, inherit_bindings=False):
    """Acts, the newest first."""

    FILE = "confirmations"
    HELP = _(
        "Everything that was done to your contracts, by you or on its day. Enter shows what you were told,"
        " “p” saves the confirmation as PDF. ← goes back to the deadlines."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Read"), _("Show what you were told.")),
        keys.key("p", "save_pdf", _("Save PDF"), _("Save the confirmation to your downloads.")),
        keys.key("o", "open_pdf", _("Open PDF"), _("Open the confirmation in your PDF viewer.")),
        FILTER,
        EXPORT,
        keys.key("escape", "clear_filter", _("Show all"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(self, access: CustomerAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List the acts of the customer of `access`, dates as in `country`."""
        self.access, self.country = access, country
        super().__init__(
            self._fetch,
            self._columns(),
            empty=_(
                "Nothing was done to your contracts here yet. Whatever you order, change or end will stand"
                " here with its confirmation."
            ),
            sort="received",
            descending=True,
            id=id,
        )
        self.border_title = literal(_("Confirmations"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked act and the place allow."""
        view = self.highlighted
        if action in {"export", "choose"}:
            return view is not None
        if action in {"save_pdf", "open_pdf"}:
            return view is not None and view.has_paper and self.login.own_machine
        return super().check_action(action, parameters)

    def on_record_list_counted(self, event: messages.Counted) -> None:
        """Say how many there are."""
        total = event.matching if event.total is None else event.total
        self.border_title = sentence(_("Confirmations ({n})"), n=formats.number(total, self.country))

    def on_record_list_highlighted(self) -> None:
        """What is offered depends on the act."""
        self.screen.refresh_bindings()

    @work(exclusive=True, group="ask")
    async def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Show what the customer was told; of what was only printed, save that."""
        from tui.documents import read_confirmation, save_confirmation

        event.stop()
        view: ActView = event.view
        with self.told():
            try:
                await read_confirmation(self, self.access, view.id)
            except NotFound:
                if not (view.has_paper and self.login.own_machine):
                    raise
                await save_confirmation(self, self.access, view.id)

    @work
    async def action_save_pdf(self) -> None:
        """Save the confirmation."""
        from tui.documents import save_confirmation

        if self.highlighted is not None:
            with self.told():
                await save_confirmation(self, self.access, self.highlighted.id)

    @work
    async def action_open_pdf(self) -> None:
        """Open the confirmation in the system's viewer."""
        from tui.documents import view_confirmation

        if self.highlighted is not None:
            with self.told():
                await view_confirmation(self, self.access, self.highlighted.id)

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All rows of the list, in its order, as far as the filter lets them through."""
        return [_exported(view) async for view in self.export_rows()]

    async def _fetch(self, request: PageRequest) -> Page[ActView]:
        return await self.portal_call(self.portal.contract_acts.page, self.access, request)

    # Words

    def _columns(self) -> Columns[ActView]:
        width = len(formats.moment(LONGEST, "UTC", self.country))
        acts = max(map(len, ACTS.values()))
        return Columns(
            Column(_("Received"), self._received, width=width, sort="received"),
            Column(_("What"), self._act, width=acts),
            Column(_("Package"), self._domain, width=20, grow=1),
            Column(_("Details"), self._details, width=24, grow=1, min_terminal=100),
            Column(_("Paper"), self._paper, width=5),
        )

    def _received(self, view: ActView) -> Content:
        return literal(formats.moment(view.at, self.portal.settings.time_zone, self.country))

    def _act(self, view: ActView) -> Content:
        return literal(ACTS[view.kind], "bold")

    def _domain(self, view: ActView) -> Content:
        return literal(view.domain or _("all packages"), "" if view.domain else "$quiet")

    def _details(self, view: ActView) -> Content:
        return literal(view.details, "$quiet")

    def _paper(self, view: ActView) -> Content:
        return literal(_("PDF") if view.has_paper else "–", "$success" if view.has_paper else "$quiet")


def _exported(view: ActView) -> dict[str, Any]:
    """A row of an exported file."""
    return {
        "reference": reference_of(view.id),
        "received": view.at.isoformat(),
        "kind": view.kind.value,
        "effective_on": view.effective_on.isoformat(),
        "domain": view.domain,
        "details": view.details,
    }
