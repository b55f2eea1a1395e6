"""The domains of a package, of which any number can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content, Span
from textual.message import Message
from textual.style import Style

from portal.domains import DomainState
from portal.splitting import DomainChoice
from tui import formats, keys
from tui.calls import PortalCalls
from tui.i18n import _
from tui.screens.domains import domain_kind, domain_state
from tui.text import literal, sentence
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from textual.binding import BindingType

    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list import messages

BOX = 3
"""Cells of a box that is ticked."""

TICK = "tick"
"""What a click on the box presses."""


class DomainChoices(RecordList[DomainChoice], PortalCalls, inherit_bindings=False):
    """The domains, each with a box to tick; only active ones can go.

    Attributes:
        chosen: Those that are ticked, by id, in the order they were.
    """

    HELP = _(
        "The domains of this package. Space marks those that shall go, Enter goes on to where. Only active"
        " domains can go, and one of them has to stay."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("space", "tick", _("Mark"), _("Mark the domain that shall go, or unmark it.")),
        keys.key("enter,f2", "choose", _("Next"), _("Go on to where the marked domains shall go.")),
        FILTER,
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        *MOVING,
    ]

    @dataclass
    class Ticked(Message):
        """Other domains are chosen than before."""

    def __init__(self, access: CustomerAccess, package_id: int, country: str) -> None:
        """List the domains of a package, figures as in `country`."""
        self.access, self.country = access, country
        self._package_id = package_id
        self.chosen: dict[int, DomainChoice] = {}
        columns = Columns(
            Column(literal("").plain, self._box, width=BOX),
            Column(_("Domain"), _name, width=24, grow=1),
            Column(_("Kind"), _kind, width=11),
            Column(_("State"), _state, width=12),
            Column(_("Addresses"), self._addresses, align="right", min_terminal=70),
        )
        super().__init__(self._fetch, columns, empty=_("This package has no domain."))
        self.border_title = literal(_("Which domains shall go?"))

    async def _fetch(self, request: PageRequest) -> Page[DomainChoice]:
        return await self.portal_call(self.portal.splitting.domains, self.access, self._package_id, request)

    def unmark_all(self) -> None:
        """Begin anew."""
        self.chosen.clear()
        self._tell()

    def action_tick(self) -> None:
        """Tick the marked domain, or take the tick away."""
        if self.highlighted is not None:
            self._tick(self.highlighted)
            self.action_move_down()

    def on_record_list_button_pressed(self, event: messages.ButtonPressed) -> None:
        """A click on the box."""
        event.stop()
        self._tick(event.view)

    def _tick(self, view: DomainChoice) -> None:
        if view.id in self.chosen:
            del self.chosen[view.id]
        elif view.state is DomainState.ACTIVE:
            self.chosen[view.id] = view
        self._tell()

    def _tell(self) -> None:
        count = formats.number(len(self.chosen), self.country)
        self.border_subtitle = sentence(_("{n} marked"), n=count) if self.chosen else ""
        self._lines.redraw()
        self.post_message(self.Ticked())

    def _box(self, view: DomainChoice) -> Content:
        if view.state is not DomainState.ACTIVE:
            return literal(" – ", "$quiet")
        words = "[x]" if view.id in self.chosen else "[ ]"
        clicked = Style.from_meta({"record_button": TICK})
        return Content(words, [Span(0, len(words), "bold"), Span(0, len(words), clicked)])

    def _addresses(self, view: DomainChoice) -> Content:
        return literal(formats.number(view.addresses, self.country) if view.addresses else "–")


def _name(view: DomainChoice) -> Content:
    return literal(view.name)


def _kind(view: DomainChoice) -> Content:
    return literal(domain_kind(view.kind))


def _state(view: DomainChoice) -> Content:
    return domain_state(view.state)
