"""What stands under a customer number, when that gets another contract partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from storage.models.contracts import ContractAct
from storage.models.customers import Mandate
from storage.models.invoices import BillingItem, Invoice
from storage.models.linking import LinkedNumber
from storage.models.messages import Message
from storage.models.packages import Package, PackageState
from storage.models.splits import SplitOrder
from storage.models.support import ServicePin, Ticket
from storage.models.written_forms import FormState, WrittenForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


class Accounts:
    """Moving records between accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def splits_touching(self, package_id: int) -> Sequence[SplitOrder]:
        """Splits that wait for their day, by which domains would leave this package or come; locked."""
        touching = (SplitOrder.package_id == package_id) | (SplitOrder.target_id == package_id)
        query = select(SplitOrder).where(touching).order_by(SplitOrder.package_id)
        return self._session.scalars(query.with_for_update()).all()

    def packages_called(self, customer_id: int) -> dict[str, int]:
        """The ids of a customer's packages that have not ended, by main domain."""
        query = select(Package.main_domain, Package.id).where(
            Package.customer_id == customer_id, Package.state != PackageState.ENDED
        )
        found = self._session.execute(query.order_by(Package.main_domain, Package.id))
        return {name: key for name, key in found}  # noqa: C416 - a Row is no pair to the type checker

    def package_called(self, customer_id: int, main_domain: str) -> int:
        """The id of a customer's package by its main domain."""
        query = select(Package.id).where(
            Package.customer_id == customer_id, Package.main_domain == main_domain
        )
        return self._session.scalars(query).one()

    def packages_of(self, customer_id: int) -> Sequence[int]:
        """The ids of all packages of a customer, locked."""
        query = select(Package.id).where(Package.customer_id == customer_id).order_by(Package.id)
        return self._session.scalars(query.with_for_update()).all()

    def move_the_past(self, before: int, after: int, day: dt.date) -> None:
        """Let everything that a contract partner has to do with personally follow them to another account.

        That is: numbers that were linked to theirs, invoices with their ledger and debits, mandates, what
        waits for an invoice and was due before `day`, acts with their papers, messages, questions, and all
        forms but those that are still to be carried out. A service PIN is void.

        Args:
            before: The account that gets another contract partner.
            after: Where the present one goes.
            day: The first day of the other one.
        """
        waits = (WrittenForm.state == FormState.ACCEPTED) & WrittenForm.carried_out_at.is_(None)
        due = BillingItem.invoice_id.is_not(None) | (BillingItem.due_on < day)
        moved = (
            (Invoice, Invoice.customer_id == before),
            (Mandate, Mandate.customer_id == before),
            (BillingItem, (BillingItem.customer_id == before) & due),
            (ContractAct, ContractAct.customer_id == before),
            (Message, Message.customer_id == before),
            (Ticket, Ticket.customer_id == before),
            (WrittenForm, (WrittenForm.customer_id == before) & ~waits),
        )
        self._session.flush()
        for entity, which in moved:
            change = update(entity).where(which).values(customer_id=after)
            self._session.execute(change.execution_options(synchronize_session="fetch"))
        numbers = update(LinkedNumber).where(LinkedNumber.linked_to_id == before)
        self._session.execute(numbers.values(linked_to_id=after))
        self._session.execute(delete(ServicePin).where(ServicePin.customer_id == before))
