"""The list of what is coming."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from portal.deadlines import DeadlineView
from tui import formats, keys
from tui.i18n import _
from tui.screens.deadlines.words import KINDS, NEAR, how_far, meaning
from tui.text import assemble, literal, sentence
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list import messages

CALENDAR = "ics"
"""The ending of calendar files (RFC 5545)."""

LONGEST = dt.date(2026, 12, 31)
"""A date that takes as many figures as any."""


class DeadlineList(RecordList[DeadlineView], Exports, inherit_bindings=False):
    """Days that matter, the soonest first."""

    FILE = "deadlines"
    HELP = _(
        "Everything that is coming: last days to give notice, ends, changes. Enter goes to where you can act,"
        " “x” takes the days along into your calendar, → shows the confirmations of what was done."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Go there"), _("Go to where you can act.")),
        EXPORT,
        FILTER,
        keys.key("s", "sort", _("Sort"), _("Sort by the next column, then reversed.")),
        keys.key("escape", "clear_filter", _("Show all"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    DEFAULT_CSS = """
    DeadlineList #meaning {
        height: 5;
        border-top: solid $edge;
        padding: 0 1;
    }
    """

    def __init__(self, access: CustomerAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List the deadlines of the customer of `access`, dates as in `country`."""
        self.access, self.country = access, country
        super().__init__(
            self._fetch,
            self._columns(),
            empty=_(
                "Nothing is coming: no package is in its minimum term, ends or changes. Packages without a"
                " term can be ended at any time with one month's notice."
            ),
            sort="day",
            id=id,
        )
        self.border_title = literal(_("Deadlines"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a row only where there is one."""
        if action in {"choose", "export", "sort"}:
            return self.highlighted is not None
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """The rows, and what the marked one means."""
        yield from super().compose()
        yield Static(id="meaning")

    def on_record_list_highlighted(self, event: messages.Highlighted) -> None:
        """What it means, and whether something can be done about it, depends on the row."""
        view: DeadlineView | None = event.view
        pane = self.query_one("#meaning", Static)
        pane.display = view is not None
        if view is not None:
            pane.update(meaning(view, self.country))
        self.screen.refresh_bindings()

    def on_record_list_counted(self, event: messages.Counted) -> None:
        """Say how many there are."""
        total = event.matching if event.total is None else event.total
        n = formats.number(total, self.country)
        self.border_title = sentence(_("Deadlines ({n})"), n=n)

    def export_kinds(self) -> list[tuple[str, str, str]]:
        """First of all as a calendar."""
        return [(CALENDAR, _("Calendar"), _("iCalendar, for your appointments")), *super().export_kinds()]

    async def export_text(self, kind: str) -> str:
        """All deadlines as a calendar; the other kinds hold what is listed."""
        if kind == CALENDAR:
            return await self.portal_call(self.portal.deadlines.calendar, self.access)
        return await super().export_text(kind)

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All rows of the list, in its order, as far as the filter lets them through."""
        return [_exported(view) async for view in self.export_rows()]

    async def _fetch(self, request: PageRequest) -> Page[DeadlineView]:
        return await self.portal_call(self.portal.deadlines.page, self.access, request)

    # Words

    def _columns(self) -> Columns[DeadlineView]:
        width = len(formats.digits_date(LONGEST, self.country))
        kinds = max(map(len, KINDS.values()))
        return Columns(
            Column(_("Day"), self._day, width=width, sort="day"),
            Column("", self._how_far, width=len(_("in 300 days"))),
            Column(_("What"), self._kind, width=kinds),
            Column(_("Of what"), self._subject, width=20, grow=2, sort="domain"),
            Column(_("Product"), self._product, width=24, grow=1, min_terminal=100),
        )

    def _day(self, view: DeadlineView) -> Content:
        return literal(formats.digits_date(view.day, self.country), self._emphasis(view))

    def _how_far(self, view: DeadlineView) -> Content:
        is_near = view.day - self.today() <= NEAR
        return literal(how_far(view.day, self.today()), "bold $warning" if is_near else "$quiet")

    def _kind(self, view: DeadlineView) -> Content:
        return literal(KINDS[view.kind], self._emphasis(view))

    def _subject(self, view: DeadlineView) -> Content:
        """What it is of, and of which package that is."""
        name = literal(view.name, self._emphasis(view))
        if view.domain in {"", view.name}:
            return name
        return assemble(name, (_(" of "), "$quiet"), literal(view.domain, "$quiet"))

    def _product(self, view: DeadlineView) -> Content:
        if not view.becomes:
            return literal(view.product, "$quiet")
        return sentence(_("{product} → {becomes}"), product=view.product, becomes=view.becomes)

    def _emphasis(self, view: DeadlineView) -> str:
        return "bold" if view.day - self.today() <= NEAR else ""


def _exported(view: DeadlineView) -> dict[str, Any]:
    """A row of an exported file."""
    return {
        "day": view.day.isoformat(),
        "kind": view.kind.value,
        "name": view.name,
        "domain": view.domain,
        "product": view.product,
        "becomes": view.becomes,
        "retractable_until": view.until.isoformat() if view.until else "",
        "ends_on": view.ends_on.isoformat() if view.ends_on else "",
    }
