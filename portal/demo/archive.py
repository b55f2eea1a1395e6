"""A hundred thousand invoices of years gone by, all paid: made in bulk, their documents when asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.demo.days import at_noon
from portal.invoices.papers import buyer_of, seller_of, stored
from portal.languages import language_of
from portal.money import net_of
from storage.models.customers import Customer, Mandate, PaymentMethod
from storage.models.debits import Collection, CollectionState
from storage.models.invoices import (
    EntryKind,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    LedgerEntry,
    NumberSeries,
    Series,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.settings import Settings
    from storage.work import Work

COUNT = 100_000

AT_ONCE = 10_000

YEARS_AGO = 3
"""The last year of the archive; the demo's other invoices begin later, so that numbers follow dates."""

PRICES = (299, 599, 799, 1199, 1499, 2199, 2388, 2999, 5388, 5988, 8388, 11988)

LINKED_NUMBERS = 31
"""Customer numbers that were linked with this one: each got an invoice a day."""


def issue(
    work: Work, settings: Settings, customer: Customer, mandate: Mandate, domain: str, today: dt.date
) -> None:
    """Put the archive under a customer's number.

    Args:
        work: The transaction of the demo.
        settings: The demo's.
        customer: Whose.
        mandate: By which all were collected.
        domain: What all are for.
        today: The day on which the demo is believable.
    """
    seller, buyer = (
        work.invoices.party(*stored(party)) for party in (seller_of(settings), buyer_of(customer))
    )
    shared = {
        "customer_id": customer.id,
        "kind": InvoiceKind.INVOICE,
        "language": language_of(customer.language),
        "seller_id": seller,
        "buyer_id": buyer,
        "summary": f"Webhosting {domain}",
        "packages": 1,
        "balance_cents": 0,
        "method": PaymentMethod.DEBIT,
        "mandate_id": mandate.id,
        "attempts": 1,
    }
    rate, last_serials = settings.invoices.vat_percent, dict[int, int]()
    rows: list[dict[str, Any]] = []
    for place, day in enumerate(_days(customer.since, today)):
        serial = last_serials[day.year] = last_serials.get(day.year, 0) + 1
        gross = PRICES[place % len(PRICES)]
        net = net_of(gross, rate)
        own = {
            "customer_number": str(int(customer.number) + 1 + place % LINKED_NUMBERS),
            "year": day.year,
            "serial": serial,
            "number": settings.invoices.number.format(year=day.year, serial=serial),
            "issued_on": day,
            "period_from": day,
            "period_until": day + dt.timedelta(days=29),
            "net_cents": net,
            "tax_cents": gross - net,
            "gross_cents": gross,
            "due_on": day + dt.timedelta(days=7),
        }
        rows.append(shared | own)
        if len(rows) == AT_ONCE:
            work.bulk.add(Invoice, rows)
            rows.clear()
    work.bulk.add(Invoice, rows)
    _complete(work, customer, rate, today)
    last_numbers = [
        {"series": Series.INVOICES, "year": year, "last": last} for year, last in last_serials.items()
    ]
    work.bulk.add(NumberSeries, last_numbers)


def _days(since: dt.date, today: dt.date) -> Iterator[dt.date]:
    """The days of the invoices, evenly over the years."""
    whole = (dt.date(today.year - YEARS_AGO, 12, 31) - since).days
    for place in range(COUNT):
        yield since + dt.timedelta(days=place * whole // COUNT)


def _complete(work: Work, customer: Customer, rate: int, today: dt.date) -> None:
    """Give the invoices a line, a collection that settled when it was due, and their ledger."""
    own = (Invoice.customer_id == customer.id) & (Invoice.year <= today.year - YEARS_AGO)
    same = {
        name: getattr(Invoice, name) for name in ("period_from", "period_until", "net_cents", "gross_cents")
    }
    line = {"invoice_id": Invoice.id, "position": 1, "text": Invoice.summary, "details": "", "quantity": 1}
    work.bulk.add_from(InvoiceLine, line | same | {"rate": rate}, own)
    collection = {
        "invoice_id": Invoice.id,
        "attempt": 1,
        "mandate_id": Invoice.mandate_id,
        "amount_cents": Invoice.gross_cents,
        "due_on": Invoice.due_on,
        "end_to_end_id": Invoice.number + "-1",
        "state": CollectionState.SETTLED,
        "settled_on": Invoice.due_on,
        "reason": "",
    }
    work.bulk.add_from(Collection, collection, own)
    entered = {"invoice_id": Invoice.id, "entered_at": at_noon(today), "note": ""}
    for kind, cents, day in (
        (EntryKind.INVOICED, Invoice.gross_cents, Invoice.issued_on),
        (EntryKind.COLLECTED, -Invoice.gross_cents, Invoice.due_on),
    ):
        booked = {"kind": kind, "amount_cents": cents, "booked_on": day}
        work.bulk.add_from(LedgerEntry, entered | booked, own)
