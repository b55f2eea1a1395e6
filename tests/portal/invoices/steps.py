"""What billing stories begin with: customers who pay by debit, and months that are billed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.access import OperatorAccess
from portal.debits.booking import send_back, settle
from portal.invoices import InvoiceFilter
from portal.paging import PageRequest
from storage.models.customers import PaymentMethod
from storage.models.debits import Collection, CollectionState
from storage.models.invoices import Invoice
from tests.factories import IBAN, mandate

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.invoices import InvoiceView
    from portal.operator.billing import BillReport
    from storage.models.customers import Customer
    from tests.portal.house import House

ANNA = OperatorAccess("anna")

TODAY = dt.date(2026, 11, 22)

COLLECTED = dt.date(2026, 11, 27)
"""The first day that can be announced in time: Friday of next week."""

YEARLY = {"started_on": TODAY, "billing_months": 12, "price_cents": 5988}
MONTHLY = {"started_on": TODAY, "billing_months": 1, "price_cents": 499}


def payer(house: House, iban: str = IBAN, **changes: Any) -> Customer:
    """A customer who pays by debit."""
    customer = house.customer(payment_method=PaymentMethod.DEBIT, **changes)
    with house.storage.writing() as work:
        digest = work.customers.iban_digest(iban)
        work.customers.add_mandate(mandate(customer.id, iban_digest=digest), iban)
        work.commit()
    return customer


def bill(house: House, until: dt.date = TODAY) -> BillReport:
    return house.portal.operator.billing.bill(ANNA, until)


def billed(house: House, **agreed: Any) -> tuple[Customer, CustomerAccess, InvoiceView]:
    """A customer with one package, and the invoice of it that is collected by debit."""
    customer = payer(house)
    house.package(customer, agreed={**YEARLY, **agreed})
    bill(house)
    access = house.access(customer)
    [invoice] = invoices(house, access)
    return customer, access, invoice


def invoices(house: House, access: CustomerAccess) -> list[InvoiceView]:
    """All of a customer's, the newest first."""
    request = PageRequest(descending=True, limit=100)
    return list(house.portal.invoices.listing(access, request, InvoiceFilter()).page.rows)


def collections(house: House) -> list[Collection]:
    with house.storage.reading() as work:
        return list(work._session.query(Collection).order_by(Collection.id))


def stored_invoices(house: House) -> list[Invoice]:
    with house.storage.reading() as work:
        return list(work._session.query(Invoice).order_by(Invoice.id))


def collected(house: House) -> None:
    """The bank collects the last collection of the first invoice on its day."""
    with house.storage.writing() as work:
        invoice = work.invoices.by_id(1, to_change=True)
        found = work.debits.last_of(invoice)
        assert found is not None
        found[0].state = CollectionState.SUBMITTED
        settle(work, invoice, found[0], found[0].due_on, house.clock.now())
        work.commit()
    house.clock.moment = dt.datetime.combine(found[0].due_on, dt.time(15), dt.UTC)


def came_back(house: House, reason: str) -> None:
    """The last debit of the first invoice is collected and comes back three days later."""
    collected(house)
    house.clock.forward(days=3)
    with house.storage.writing() as work:
        invoice = work.invoices.by_id(1, to_change=True)
        found = work.debits.last_of(invoice)
        assert found is not None
        day = house.clock.now().date()
        send_back(work, invoice, found[0], reason, day, house.clock.now())
        work.commit()
