"""Customer numbers that are linked: who they stand for, and letting everything stand under another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from storage.models.base import Base
from storage.models.customers import Customer
from storage.models.invoices import Invoice
from storage.models.linking import LinkedNumber
from storage.models.packages import Package
from storage.models.sign_in import KnownSource, SignInSession
from storage.models.support import ServicePin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

    from storage.repositories.customers import CustomerScope

STAYS = {"audit_entries", "linked_numbers", "mandates", "offers_seen", "service_pins", "sessions"}
"""Tables that refer to customers and are not moved: the audit log is chained by hash over what it names, a
mandate was given under its number, a session is of whoever began it, a service PIN is void,
what was seen of offers was seen by somebody else, and linked numbers are pointed anew."""

FIRST = (Package.__tablename__, Invoice.__tablename__)
"""What others lock before they write of it: it is moved first, so what was written of it comes along."""


class Linking:
    """Linked numbers, and the act of linking."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def locked(self, ids: Collection[int]) -> dict[int, Customer]:
        """Customers to be changed as they are now, locked in the order of their ids."""
        query = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id)
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        return {customer.id: customer for customer in self._session.scalars(query)}

    def of(self, number: str) -> tuple[str, dt.datetime] | None:
        """For which customer number a linked one stands, and since when; None: it is not linked."""
        holder = (
            select(LinkedNumber.linked_to_id, LinkedNumber.linked_at)
            .join(Customer, Customer.id == LinkedNumber.customer_id)
            .where(Customer.number == number)
            .subquery()
        )
        query = select(Customer.number, holder.c.linked_at).join(holder, holder.c.linked_to_id == Customer.id)
        found = self._session.execute(query).one_or_none()
        return None if found is None else (found[0], found[1])

    def linked_to(self, scope: CustomerScope) -> Sequence[tuple[str, dt.datetime]]:
        """The numbers that stand for a customer's own, and since when, the oldest first."""
        query = (
            select(Customer.number, LinkedNumber.linked_at)
            .join(LinkedNumber, LinkedNumber.customer_id == Customer.id)
            .where(LinkedNumber.linked_to_id == scope.customer_id)
            .order_by(LinkedNumber.linked_at, Customer.number)
        )
        return [(number, linked_at) for number, linked_at in self._session.execute(query)]

    def addresses(self, customer_id: int) -> Sequence[str]:
        """The contact addresses of the numbers that stand for a customer's own."""
        query = (
            select(Customer.email)
            .join(LinkedNumber, LinkedNumber.customer_id == Customer.id)
            .where(LinkedNumber.linked_to_id == customer_id)
            .order_by(LinkedNumber.linked_at, Customer.number)
        )
        return self._session.scalars(query).all()

    def link(self, customer_id: int, to: int, at: dt.datetime) -> None:
        """Let everything of a customer stand under another one, their linked numbers included.

        Both are locked. Whatever table refers to customers is moved, unless it is one that stays; rows are
        locked in the order of their keys, however many there are.
        """
        for column in moved_columns():
            [key] = column.table.primary_key
            theirs = select(key).where(column == customer_id).order_by(key).with_for_update()
            self._session.execute(update(column.table).where(key.in_(theirs)).values({column.name: to}))
        numbers = update(LinkedNumber).where(LinkedNumber.linked_to_id == customer_id)
        self._session.execute(numbers.values(linked_to_id=to))
        self._session.execute(delete(ServicePin).where(ServicePin.customer_id == customer_id))
        self._session.add(LinkedNumber(customer_id=customer_id, linked_to_id=to, linked_at=at))
        self._session.flush()

    def end_sessions(self, customer_id: int, at: dt.datetime) -> None:
        """End the sessions of a customer who is closed.

        One that is in use this very moment is passed over: whoever uses it waits for the customer in turn,
        and no session of a closed customer is good for anything.
        """
        open_ones = select(SignInSession.id).where(
            SignInSession.customer_id == customer_id, SignInSession.ended_at.is_(None)
        )
        idle = open_ones.with_for_update(skip_locked=True)
        self._session.execute(
            update(SignInSession).where(SignInSession.id.in_(idle)).values(ended_at=at),
            execution_options={"synchronize_session": False},
        )

    def take_over_sources(self, account: str, to: str) -> None:
        """Let the places that an account was signed in from be known for another one (both as SHA-256)."""
        theirs = KnownSource.account == account
        known = select(KnownSource.source).where(KnownSource.account == to)
        self._session.execute(
            update(KnownSource).where(theirs, KnownSource.source.not_in(known)).values(account=to),
            execution_options={"synchronize_session": False},
        )
        self._session.execute(delete(KnownSource).where(theirs))


def references() -> Iterator[Column[int]]:
    """Every column of the schema that refers to a customer."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Customer.__table__.c.id for key in column.foreign_keys):
                yield column


def moved_columns() -> list[Column[int]]:
    """Those that are moved, packages and invoices before all others."""
    moved = [column for column in references() if column.table.name not in STAYS]
    return sorted(moved, key=lambda column: column.table.name not in FIRST)
