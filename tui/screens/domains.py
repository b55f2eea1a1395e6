"""The domains of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domains import DomainKind, DomainState, DomainView
from tui import formats
from tui.calls import PortalCalls
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.record_list import Column, Columns, RecordList

if TYPE_CHECKING:
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.paging import Page, PageRequest


class DomainList(RecordList[DomainView], PortalCalls):
    """Names, how they belong to the package, and their state; read-only."""

    HELP = _("The domains of this package. Domains in other alphabets show their technical name beside.")

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List the domains of the package of `access`, dates as in `country`."""
        self._access, self._country = access, country
        columns = Columns(
            Column(_("Domain"), _name, width=20, grow=1, sort="name"),
            Column(_("Kind"), _kind, width=11, sort="kind"),
            Column(_("State"), _state, width=12, sort="state"),
            Column(_("Since"), self._since, width=11, sort="registered", min_terminal=100),
        )
        super().__init__(self._fetch, columns, empty=_("This package has no domain yet."), sort="name", id=id)
        self.border_title = _("Domains")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to open."""
        return action != "choose" and super().check_action(action, parameters)

    async def _fetch(self, request: PageRequest) -> Page[DomainView]:
        return await self.portal_call(self.portal.domains.page, self._access, request)

    def _since(self, view: DomainView) -> Content:
        return literal(formats.short_date(view.registered_on, self._country), "$quiet")


def _name(view: DomainView) -> Content:
    if view.name == view.ascii_name:
        return literal(view.name)
    return assemble(literal(view.name), "  ", literal(view.ascii_name, "$quiet"))


def _kind(view: DomainView) -> Content:
    words = {
        DomainKind.MAIN: _("main domain"),
        DomainKind.INCLUDED: _("included"),
        DomainKind.ADDITIONAL: _("additional"),
    }
    return literal(words[view.kind])


def _state(view: DomainView) -> Content:
    states = {
        DomainState.ORDERED: ("$warning", _("ordered")),
        DomainState.ACTIVE: ("$success", _("active")),
        DomainState.TERMINATED: ("$error", _("terminated")),
        DomainState.ENDED: ("$quiet", _("ended")),
    }
    colour, words = states[view.state]
    return assemble(("● ", colour), words)
