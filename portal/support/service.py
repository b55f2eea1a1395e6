"""Asking customer service, reading its answers, writing back, closing; and the service PIN."""

from __future__ import annotations

import datetime as dt
import math
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from portal.errors import ChangedMeanwhile, Conflict, NotFound, Throttled, Unavailable
from portal.i18n import _, ngettext
from portal.support.views import MadePin, thread_of, ticket_view
from portal.use_case import UseCases
from storage.models.support import ServicePin, Ticket, TicketMessage, TicketState

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.paging import Page, PageRequest
    from portal.support.models import NewMessage, NewTicket
    from portal.support.views import Thread, TicketView
    from storage.work import Work

AN_HOUR = dt.timedelta(hours=1)

DIGITS = 6
"""Of a service PIN: it is read out on the telephone."""


class Support(UseCases):
    """A customer's own tickets."""

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[TicketView]:
        """A page of them, by the newest message; the filter finds subjects and domains."""
        with self._reading(access) as work:
            return work.support.page(request, access).of(ticket_view)

    def count_answers(self, access: CustomerAccess) -> int:
        """How many have an answer that was not read yet."""
        with self._reading(access) as work:
            return work.support.count_unread(access)

    def read(self, access: CustomerAccess, ticket_id: int) -> Thread:
        """A ticket with all that was written; its answers count as read then. Raises NotFound."""
        with self._reading(access) as work:
            thread = thread_of(work, _own(work, access, ticket_id))
        if thread.ticket.unread:
            with suppress(Unavailable), self._writing(access) as work:
                ticket = _own(work, access, ticket_id, to_change=True)
                if ticket.newest == thread.newest:
                    ticket.unread = False
                    work.commit()
        return thread

    def ask(self, access: CustomerAccess, new: NewTicket) -> TicketView:
        """Ask customer service.

        Raises:
            NotFound: The package is not the customer's.
            Throttled: There was too much within an hour.
        """
        now = self._means.clock.now()
        with self._writing(access) as work:
            self._require_calm(work, access, now)
            if new.package_id is not None and work.contracts.one_owned_by(access, new.package_id) is None:
                raise NotFound(_("This package does not exist."), "package_id")
            ticket = Ticket(
                customer_id=access.customer_id,
                package_id=new.package_id,
                subject=new.subject,
                changed_at=now,
            )
            work.support.add(ticket, _by_customer(new, now))
            self._note(work, access, ticket, "ticket opened")
            work.commit()
            return ticket_view(work.support.row(ticket))

    def write(self, access: CustomerAccess, ticket_id: int, seen: int, new: NewMessage) -> Thread:
        """Write on in a ticket; one that was closed is open again.

        Args:
            access: Who writes.
            ticket_id: Where.
            seen: `newest` of the thread that was shown.
            new: What.

        Raises:
            NotFound: It is not the customer's.
            ChangedMeanwhile: Something was added since it was shown.
            Throttled: There was too much within an hour.
        """
        now = self._means.clock.now()
        with self._writing(access) as work:
            self._require_calm(work, access, now)
            ticket = _own(work, access, ticket_id, to_change=True)
            _require_as_seen(work, ticket, seen)
            again = ticket.state is TicketState.CLOSED
            message = _by_customer(new, now)
            message.ticket_id = ticket.id
            work.support.add_message(ticket, message)
            ticket.state, ticket.unread = TicketState.OPEN, False
            self._note(work, access, ticket, "ticket reopened" if again else "ticket continued")
            work.commit()
            return thread_of(work, ticket)

    def close(self, access: CustomerAccess, ticket_id: int, seen: int) -> None:
        """Close a ticket that is settled.

        Args:
            access: Whose it is.
            ticket_id: Which.
            seen: `newest` of the thread that was shown.

        Raises:
            NotFound: It is not the customer's.
            ChangedMeanwhile: Something was added since it was shown.
            Conflict: It is closed already.
        """
        with self._writing(access) as work:
            ticket = _own(work, access, ticket_id, to_change=True)
            _require_as_seen(work, ticket, seen)
            require_not_closed(ticket)
            ticket.state, ticket.unread = TicketState.CLOSED, False
            self._note(work, access, ticket, "ticket closed")
            work.commit()

    def make_pin(self, access: CustomerAccess) -> MadePin:
        """A new service PIN, by which customer service knows the customer on the telephone.

        It is shown this once and good for one call; the one before is void.
        """
        with self._reading(access):
            pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        verifier = self._means.passwords.hash(pin)
        now = self._means.clock.now()
        until = now + dt.timedelta(minutes=self._means.settings.support.pin_minutes)
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            work.support.keep_pin(ServicePin(customer_id=customer.id, verifier=verifier, valid_until=until))
            record = f"customers {customer.id}"
            work.audit.record(now, access.actor, "service PIN made", record, customer_id=customer.id)
            work.commit()
        return MadePin(pin, until)

    def _require_calm(self, work: Work, access: CustomerAccess, now: dt.datetime) -> None:
        """Raise Throttled if the customer wrote too much within an hour; writers follow one another."""
        work.customers.owned_by(access, to_change=True)
        most = self._means.settings.support.most_an_hour
        written = work.support.written_since(access, now - AN_HOUR, most)
        if len(written) < most:
            return
        wait = math.ceil((written[-1] + AN_HOUR - now).total_seconds())
        minutes = math.ceil(wait / 60)
        sentence = ngettext(
            "You wrote to us {most} times within an hour. Please wait {n} minute, or call us.",
            "You wrote to us {most} times within an hour. Please wait {n} minutes, or call us.",
            minutes,
        )
        raise Throttled(sentence.format(most=most, n=minutes), wait)

    def _note(self, work: Work, access: CustomerAccess, ticket: Ticket, action: str) -> None:
        work.audit.record(
            self._means.clock.now(),
            access.actor,
            action,
            f"tickets {ticket.id}",
            customer_id=ticket.customer_id,
            package_id=ticket.package_id,
        )


def require_not_closed(ticket: Ticket) -> None:
    """Raise Conflict if a ticket is closed already."""
    if ticket.state is TicketState.CLOSED:
        raise Conflict(_("This question is closed already."))


def _own(work: Work, access: CustomerAccess, ticket_id: int, *, to_change: bool = False) -> Ticket:
    ticket = work.support.one_owned_by(access, ticket_id, to_change=to_change)
    if ticket is None:
        raise NotFound(_("This question does not exist."))
    return ticket


def _require_as_seen(work: Work, ticket: Ticket, seen: int) -> None:
    if ticket.newest != seen:
        thread = thread_of(work, ticket)
        raise ChangedMeanwhile(
            _("Something was added since you opened this. Please read it first."), {}, thread
        )


def _by_customer(new: NewMessage, now: dt.datetime) -> TicketMessage:
    return TicketMessage(ticket_id=0, by_customer=True, at=now, text=new.text)
