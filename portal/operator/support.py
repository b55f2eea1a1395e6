"""The operator's part in customer service: reading tickets, answering, closing; checking a service PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholeCustomer
from portal.errors import InvalidInput, NotFound
from portal.i18n import _
from portal.operator.customers import numbered_customer
from portal.operator.lists import all_pages
from portal.problems import told
from portal.sign_in.throttle import Throttle, Try
from portal.support.notices import tell_of_answer
from portal.support.service import require_not_closed
from portal.support.views import id_of, thread_of, ticket_view
from portal.use_case import Means, UseCases
from storage.models.support import Ticket, TicketMessage, TicketState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.paging import Page, PageRequest
    from portal.support.models import NewMessage
    from portal.support.views import Thread, TicketView
    from storage.work import Work


class SupportCare(UseCases):
    """Tickets and service PINs, for the provider's staff."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._throttle = Throttle(means)

    def list(
        self, access: OperatorAccess, customer: str | None = None, state: TicketState | None = None
    ) -> Iterator[TicketView]:
        """Tickets, the one that was written in last first, few at a time in memory.

        Args:
            access: Who asks.
            customer: Only those of this customer number; raises NotFound if there is none.
            state: Only those in it.
        """
        of = None
        if customer is not None:
            with self._reading(access) as work:
                of = WholeCustomer(numbered_customer(work, customer, to_change=False).id)

        def page(request: PageRequest) -> Page[TicketView]:
            with self._reading(access) as work:
                return work.support.page(request, of, state).of(ticket_view)

        return all_pages(page, descending=True)

    def show(self, access: OperatorAccess, reference: str) -> Thread:
        """A ticket with all that was written; that it was looked at is noted, too. Raises NotFound."""
        with self._writing(access) as work:
            ticket = _found(work, reference)
            self._note(work, access, ticket, "ticket shown")
            work.commit()
            return thread_of(work, ticket)

    def answer(self, access: OperatorAccess, reference: str, new: NewMessage) -> Thread:
        """Answer a ticket, also one that was closed meanwhile, and tell the customer. Raises NotFound."""
        now = self._means.clock.now()
        with self._writing(access) as work:
            ticket = _found(work, reference)
            answer = TicketMessage(ticket_id=ticket.id, by_customer=False, at=now, text=new.text)
            work.support.add_message(ticket, answer)
            ticket.state, ticket.unread = TicketState.ANSWERED, True
            tell_of_answer(work, work.customers.owned_by(ticket), ticket, answer)
            self._note(work, access, ticket, "ticket answered")
            work.commit()
            return thread_of(work, ticket)

    def close(self, access: OperatorAccess, reference: str) -> TicketView:
        """Close a ticket; raises NotFound, or Conflict if it is closed already."""
        with self._writing(access) as work:
            ticket = _found(work, reference)
            require_not_closed(ticket)
            ticket.state = TicketState.CLOSED
            self._note(work, access, ticket, "ticket closed")
            work.commit()
            return ticket_view(work.support.row(ticket))

    def check_pin(self, access: OperatorAccess, number: str, pin: str) -> str:
        """Whether a caller is who they say; a PIN that is right is used up.

        Args:
            access: Who asks.
            number: The customer number they give.
            pin: The service PIN they read out.

        Returns:
            The customer's name.

        Raises:
            NotFound: There is no such customer.
            InvalidInput: The PIN is wrong, too old, or was used.
            Throttled: Too many tries.
        """
        with self._reading(access) as work:
            customer = numbered_customer(work, number, to_change=False)
            kept = work.support.pin_of(WholeCustomer(customer.id))
        attempt = Try(f"service PIN {customer.number}", access.actor)
        with told():
            self._throttle.reserve(attempt)
        fits = self._means.passwords.verify(kept.verifier if kept else None, "".join(pin.split()))
        with self._writing(access) as work:
            now, action = self._means.clock.now(), "service PIN refused"
            stored = work.support.pin_of(WholeCustomer(customer.id), to_change=True)
            right = (
                fits
                and kept is not None
                and stored is not None
                and stored.verifier == kept.verifier
                and now < stored.valid_until
            )
            if right and stored is not None:
                work.support.forget_pin(stored)
                self._throttle.give_back(work, attempt)
                action = "service PIN checked"
            record = f"customers {customer.id}"
            work.audit.record(now, access.actor, action, record, customer_id=customer.id)
            work.commit()
        if not right:
            raise InvalidInput(_("This service PIN is wrong, too old, or was used already."))
        return customer.name

    def _note(self, work: Work, access: OperatorAccess, ticket: Ticket, action: str) -> None:
        now, record = self._means.clock.now(), f"tickets {ticket.id}"
        work.audit.record(now, access.actor, action, record, customer_id=ticket.customer_id)


def _found(work: Work, reference: str) -> Ticket:
    ticket_id = id_of(reference)
    ticket = None if ticket_id is None else work.support.one(ticket_id, to_change=True)
    if ticket is None:
        raise NotFound(_("There is no ticket {reference}.").format(reference=reference), "reference")
    return ticket
