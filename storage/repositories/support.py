"""Tickets by who asks for them, and the service PINs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.models.customers import Customer
from storage.models.packages import Package
from storage.models.support import ServicePin, Ticket, TicketMessage, TicketState
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket in a list.

    Attributes:
        id: By which it is asked for.
        subject: What it is about.
        state: Whose turn it is.
        domain: The main domain of the package it is about; empty: none.
        changed_at: When its newest message was written.
        unread: Whether there is an answer that the customer has not seen.
        number: The customer's number.
        name: The customer's company, else first and last name.
    """

    id: int
    subject: str
    state: TicketState
    domain: str
    changed_at: dt.datetime
    unread: bool
    number: str
    name: str


class Support:
    """Tickets with their messages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, ticket: Ticket, message: TicketMessage) -> None:
        """Add a ticket with its first message."""
        self._session.add(ticket)
        self._session.flush()
        message.ticket_id = ticket.id
        self.add_message(ticket, message)

    def add_message(self, ticket: Ticket, message: TicketMessage) -> None:
        """Add a message to a ticket, which stands first in its lists then."""
        self._session.add(message)
        self._session.flush()
        ticket.newest, ticket.changed_at = message.id, message.at

    def page(
        self, request: PageRequest, scope: CustomerScope | None = None, state: TicketState | None = None
    ) -> Page[TicketRow]:
        """A page of tickets; its order is `changed`. The filter finds subjects and domains.

        Args:
            request: Which rows.
            scope: Only this customer's; None: everybody's.
            state: Only those in it.
        """
        query = _rows()
        if scope is not None:
            query = query.where(Ticket.customer_id == scope.customer_id)
        if state is not None:
            query = query.where(Ticket.state == state)
        if request.filter:
            query = query.where(contains(request.filter, Ticket.subject, Package.main_domain))
        orders = {"changed": (Ticket.newest,)}
        return read_page(self._session, query, request, orders).of(lambda row: TicketRow(*row[:8]))

    def row(self, ticket: Ticket) -> TicketRow:
        """A ticket as lists show it."""
        return TicketRow(*self._session.execute(_rows().where(Ticket.id == ticket.id)).one())

    def one_owned_by(self, scope: CustomerScope, ticket_id: int, *, to_change: bool = False) -> Ticket | None:
        """A customer's own ticket; None for a missing one and for another's alike."""
        return self._one(select(Ticket).where(Ticket.customer_id == scope.customer_id), ticket_id, to_change)

    def one(self, ticket_id: int, *, to_change: bool = False) -> Ticket | None:
        """Any ticket, for the operator."""
        return self._one(select(Ticket), ticket_id, to_change)

    def messages_of(self, ticket: Ticket) -> Sequence[TicketMessage]:
        """The thread of a ticket, oldest first."""
        query = select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.id)
        return self._session.scalars(query).all()

    def count_unread(self, scope: CustomerScope) -> int:
        """How many of a customer's tickets have an answer that was not seen."""
        query = select(func.count()).where(Ticket.customer_id == scope.customer_id, Ticket.unread.is_(True))
        return self._session.scalar(query) or 0

    def written_since(self, scope: CustomerScope, since: dt.datetime, most: int) -> Sequence[dt.datetime]:
        """When a customer wrote since then, newest first, at most so many."""
        query = (
            select(TicketMessage.at)
            .join(Ticket, Ticket.id == TicketMessage.ticket_id)
            .where(
                Ticket.customer_id == scope.customer_id,
                Ticket.changed_at > since,
                TicketMessage.by_customer.is_(True),
                TicketMessage.at > since,
            )
            .order_by(TicketMessage.id.desc())
            .limit(most)
        )
        return self._session.scalars(query).all()

    def pin_of(self, scope: CustomerScope, *, to_change: bool = False) -> ServicePin | None:
        """The service PIN that a customer made last, be it still valid or not."""
        query = select(ServicePin).where(ServicePin.customer_id == scope.customer_id)
        query = query.execution_options(populate_existing=True)
        return self._session.scalars(query.with_for_update() if to_change else query).one_or_none()

    def keep_pin(self, pin: ServicePin) -> None:
        """Keep a service PIN in the place of the one before; the customer is locked."""
        self._session.merge(pin)

    def forget_pin(self, pin: ServicePin) -> None:
        """Forget a service PIN."""
        self._session.delete(pin)

    def _one(self, query: Select[Ticket], ticket_id: int, to_change: bool) -> Ticket | None:  # noqa: FBT001
        query = query.where(Ticket.id == ticket_id)
        if to_change:
            query = query.with_for_update().execution_options(populate_existing=True)
        return self._session.scalars(query).one_or_none()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Ticket.id,
            Ticket.subject,
            Ticket.state,
            func.coalesce(Package.main_domain, ""),
            Ticket.changed_at,
            Ticket.unread,
            Customer.number,
            func.coalesce(func.nullif(Customer.company, ""), Customer.first_name + " " + Customer.last_name),
        )
        .join(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(Package, Package.id == Ticket.package_id)
    )
