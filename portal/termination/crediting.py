"""Giving back everything that was charged for what a customer withdraws from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.invoices.issuing import CREDIT
from portal.languages import language_of
from portal.termination.views import EndingKind
from storage.models.invoices import BillingItem, InvoiceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.termination.ending import Ending
    from storage.models.customers import Customer
    from storage.models.invoices import InvoiceLine
    from storage.work import Work

LONGEST_TEXT = 200


def charged(work: Work, ending: Ending) -> int:
    """What stands on invoices for it, credits taken off; gross cents."""
    return sum(_cents(line, kind) for line, kind in _lines(work, ending))


def give_back(work: Work, customer: Customer, ending: Ending, today: dt.date) -> None:
    """Credit line by line what was charged for it, to the cent; what only waited is not charged at all.

    Args:
        work: The transaction of the withdrawal.
        customer: Whose invoices.
        ending: What is withdrawn from.
        today: From then on it may be credited.
    """
    text = CREDIT[language_of(customer.language)]
    for line, kind in _lines(work, ending):
        if cents := _cents(line, kind):
            work.billing.add_item(
                BillingItem(
                    customer_id=customer.id,
                    package_id=line.package_id,
                    due_on=today,
                    text=text.format(product=line.text)[:LONGEST_TEXT],
                    details=line.details,
                    period_from=line.period_from,
                    period_until=line.period_until,
                    gross_cents=-cents,
                )
            )
    if ending.kind is EndingKind.PACKAGE:
        for item in work.billing.waiting_of(ending.id):
            work.billing.drop_item(item)


def _lines(work: Work, ending: Ending) -> Iterable[tuple[InvoiceLine, InvoiceKind]]:
    """The lines of a package include those of its services."""
    service_id = ending.id if ending.kind is EndingKind.SERVICE else None
    return work.billing.lines_of(ending.agreed.package.id, service_id)


def _cents(line: InvoiceLine, kind: InvoiceKind) -> int:
    """What a line charged: those of credit notes are turned round."""
    return line.gross_cents if kind is InvoiceKind.INVOICE else -line.gross_cents
