"""Reading what was done, and the papers that confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.contract_acts.views import ActView, ToldView, event_of
from portal.errors import NotFound
from portal.i18n import _
from portal.use_case import UseCases

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest


class ContractActs(UseCases):
    """The acts of a customer."""

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[ActView]:
        """What was done, by the moment it was received; the filter finds domains and details."""
        with self._reading(access) as work:
            return work.contracts.acts_page(access, request).of(lambda row: ActView(*row[:7]))

    def paper(self, access: CustomerAccess, act_id: int) -> bytes:
        """The confirmation of an act, as a PDF; raises NotFound."""
        with self._reading(access) as work:
            content = work.contracts.paper(access, act_id)
            if content is None:
                raise NotFound(_("There is no confirmation of this."))
            return content

    def told(self, access: CustomerAccess, act_id: int) -> ToldView:
        """What the customer was told of an act, as it went out by mail; raises NotFound."""
        with self._reading(access) as work:
            message = work.messages.of_event(access, event_of(act_id))
            if message is None:
                raise NotFound(_("There is nothing to read of this."))
            return ToldView(message.subject, message.body)
