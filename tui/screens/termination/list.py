"""Everything that can end, package by package, and what is known of the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.termination import EndingKind, EndingView
from tui import formats, keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.screens.termination.words import KINDS
from tui.text import assemble, literal, sentence
from tui.widgets.about import About
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest

DAY = len("31 Sept 2026")


class EndingList(RecordList[EndingView], PortalCalls, inherit_bindings=False):
    """One line for each, with its earliest end and the last day to give notice for that."""

    HELP = _(
        "Your packages, each with its further domains and additional services. Enter shows what ends, and"
        " when; nothing is terminated before you confirm it there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Choose"), _("Terminate the marked line, or retract that.")),
        FILTER,
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(self, access: CustomerAccess, country: str) -> None:
        """List what the customer has, days as in `country`."""
        self.access, self.country = access, country
        columns: Columns[EndingView] = Columns(
            Column(_("Name"), self._called, width=24, grow=1),
            Column(_("Kind"), self._what, width=16, min_terminal=100),
            Column(_("Earliest end"), self._ends_on, width=DAY),
            Column(_("Give notice by"), self._notice_by, width=14),
            Column(_("State"), self._standing, width=len(_("with package"))),
        )
        empty = _("There is nothing under your customer number that could end.")
        super().__init__(self._fetch, columns, empty=empty)
        self.border_title = literal(_("What can end"))

    async def _fetch(self, request: PageRequest) -> Page[EndingView]:
        return await self.portal_call(self.portal.termination.page, self.access, request)

    # Words

    def _called(self, ending: EndingView) -> Content:
        if ending.kind is EndingKind.PACKAGE:
            return literal(ending.name, "$quiet" if ending.has_ended else "bold")
        return assemble("  ", literal(ending.name, "$quiet" if ending.has_ended else ""))

    def _what(self, ending: EndingView) -> Content:
        return literal(ending.product or KINDS[ending.kind], "$quiet")

    def _ends_on(self, ending: EndingView) -> Content:
        day = ending.earliest or ending.ends_on
        if day is None:
            return literal("–", "$quiet")
        return literal(formats.short_date(day, self.country), "$quiet" if ending.has_ended else "")

    def _notice_by(self, ending: EndingView) -> Content:
        if ending.notice_by is None:
            return literal("–", "$quiet")
        return literal(formats.short_date(ending.notice_by, self.country))

    def _standing(self, ending: EndingView) -> Content:
        if ending.has_ended:
            return literal(_("ended"), "$quiet")
        if ending.ends_on is None:
            return literal(_("active"), "$success")
        if ending.with_package:
            return literal(_("with package"), "$warning")
        return literal(_("terminated"), "$error")


class EndingAbout(About):
    """The marked line in sentences."""

    DEFAULT_CSS = """
    EndingAbout {
        height: 6;
    }
    """

    def __init__(self, country: str, zone: str) -> None:
        """Write days as in `country`, moments in the provider's time zone."""
        super().__init__()
        self._country, self._zone = country, zone

    def show(self, ending: EndingView | None) -> None:
        """Show another line."""
        if ending is None:
            self.border_title = ""
            self.update(literal(""))
            return
        self.border_title = literal(ending.name)
        self.update(literal("\n", lines=True).join(self._sentences(ending)))

    def _sentences(self, ending: EndingView) -> Iterator[Content]:
        if ending.has_ended:
            yield self._over(ending)
            return
        if ending.terminated_at is not None and ending.ends_on is not None:
            received = formats.moment(ending.terminated_at, self._zone, self._country)
            template = _("Notice was received on {moment}. It ends on {day}.")
            if ending.with_package:
                template = _("It ends with {package} on {day}. Notice was received on {moment}.")
            yield sentence(template, moment=received, day=self._bold(ending.ends_on), package=ending.package)
            if not ending.with_package:
                yield literal(_("Until the end of that day you can retract it: t."))
        elif ending.ends_on is not None:
            template = _("It ends with {package} on {day} at the latest.")
            yield sentence(template, package=ending.package, day=self._bold(ending.ends_on))
        if ending.earliest is not None and ending.notice_by is not None:
            template = _("Give notice by {by} for {day}: that is the earliest end.")
            yield sentence(template, by=self._bold(ending.notice_by), day=self._bold(ending.earliest))
        if ending.withdraw_until is not None:
            template = _("Until {day} you can also withdraw from the order: w.")
            yield sentence(template, day=self._bold(ending.withdraw_until))
        if ending.is_transferred:
            yield self._auth_info(ending)

    def _over(self, ending: EndingView) -> Content:
        if ending.ends_on is None:
            return literal(_("It has ended."))
        template = _("It ended on {day}. Your invoices and confirmations stay.")
        return sentence(template, day=self._bold(ending.ends_on))

    def _auth_info(self, ending: EndingView) -> Content:
        if ending.auth_until is None:
            return literal(_("It leaves to another provider. Ask for its AuthInfo: a."))
        template = _("Its AuthInfo is valid until {day}. You can ask for another one: a.")
        return sentence(template, day=self._bold(ending.auth_until))

    def _bold(self, day: dt.date) -> Content:
        return literal(formats.long_date(day, self._country), "bold")
