"""Documents for tests, whose sums are right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from portal.documents.invoice import (
    DebitNotice,
    DocumentKind,
    DocumentLine,
    InvoiceDocument,
    Party,
    Reference,
    Seller,
    TaxTotal,
)
from portal.money import net_of, nets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SELLER = Seller(
    name="Nordlicht Hosting GmbH",
    street="Speicherstraße 17",
    postcode="20457",
    town="Hamburg",
    country="DE",
    email="rechnung@nordlicht.example",
    telephone="+49 40 555 0170",
    website="www.nordlicht.example",
    vat_id="DE123456788",
    register="Amtsgericht Hamburg HRB 98765",
    directors="Jördis Petersen, Özgür Yılmaz",
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    bank_name="Deutsche Kreditbank Berlin",
    creditor_id="DE98ZZZ09999999999",
)

COMPANY = Party(
    name="Müller & Söhne Feinkost GmbH",
    person="Łukasz Žižka",
    street="Große Bäckerstraße 4",
    addition="Hinterhaus, 2. Stock",
    postcode="04109",
    town="Leipzig",
    country="DE",
    email="buchhaltung@feinkost.example",
)

PERSON = Party(name="Zoë O’Connor", street="12 Abbey Road", postcode="NW8 9AY", town="London", country="GB")

DEBIT = DebitNotice(
    on=dt.date(2026, 3, 11), mandate="M-100234-1", masked_iban="DE89 •••• 3000", bank_name="Commerzbank"
)

ISSUED = dt.date(2026, 3, 4)


@dataclass(frozen=True)
class Item:
    """What is charged, or credited where `gross_cents` is negative."""

    text: str
    gross_cents: int
    rate: int = 19
    details: str = ""
    first: dt.date | None = dt.date(2026, 3, 1)
    last: dt.date | None = dt.date(2027, 2, 28)


PACKAGE = Item("Hosting-Paket L, Grundpreis", 11988, details="feinkost-mueller.example")

ITEMS = (
    PACKAGE,
    Item("Domain feinkost-mueller.de", 1188, details="Verlängerung um ein Jahr"),
    Item("Domain söhne.example", 1495),
    Item(
        "Gutschrift Hosting-Paket M bis zum Wechsel",
        -2345,
        details="feinkost-mueller.example",
        first=dt.date(2026, 3, 1),
        last=dt.date(2026, 5, 31),
    ),
)


def lines_of(items: Sequence[Item]) -> tuple[DocumentLine, ...]:
    """Lines whose nets add up to the net of each rate."""
    nets = {
        rate: nets_of([i.gross_cents for i in items if i.rate == rate], rate)
        for rate in {i.rate for i in items}
    }
    return tuple(
        DocumentLine(
            text=item.text,
            details=item.details,
            period_from=item.first,
            period_until=item.last,
            quantity=-1 if item.gross_cents < 0 else 1,
            net_cents=next(nets[item.rate]),
            gross_cents=item.gross_cents,
            rate=item.rate,
        )
        for item in items
    )


def taxes_of(lines: Sequence[DocumentLine]) -> tuple[TaxTotal, ...]:
    """The sums by rate."""
    taxes = []
    for rate, group in groupby(sorted(lines, key=lambda line: -line.rate), lambda line: line.rate):
        gross = sum(line.gross_cents for line in group)
        net = net_of(gross, rate)
        taxes.append(TaxTotal(rate, net, gross - net, gross))
    return tuple(taxes)


def invoice(
    items: Sequence[Item] = ITEMS,
    *,
    kind: DocumentKind = DocumentKind.INVOICE,
    number: str = "R-2026-000123",
    language: str = "de",
    seller: Seller = SELLER,
    buyer: Party = COMPANY,
    debit: DebitNotice | None = DEBIT,
    due_on: dt.date | None = dt.date(2026, 3, 18),
    corrects: Reference | None = None,
) -> InvoiceDocument:
    """An invoice that is right; by debit unless said otherwise."""
    lines = lines_of(items)
    taxes = taxes_of(lines)
    days = [day for line in lines for day in (line.period_from, line.period_until) if day]
    return InvoiceDocument(
        kind=kind,
        number=number,
        issued_on=ISSUED,
        language=language,
        customer_number="100234",
        seller=seller,
        buyer=buyer,
        period_from=min(days, default=ISSUED),
        period_until=max(days, default=ISSUED),
        lines=lines,
        taxes=taxes,
        net_cents=sum(tax.net_cents for tax in taxes),
        tax_cents=sum(tax.tax_cents for tax in taxes),
        gross_cents=sum(tax.gross_cents for tax in taxes),
        due_on=debit.on if debit else due_on,
        debit=debit,
        corrects=corrects,
    )


def credit_note(items: Sequence[Item] = (PACKAGE,), *, language: str = "de") -> InvoiceDocument:
    """A credit note for an invoice of the month before."""
    return invoice(
        items,
        kind=DocumentKind.CREDIT_NOTE,
        number="R-2026-000140",
        language=language,
        debit=None,
        due_on=None,
        corrects=Reference("R-2026-000123", ISSUED),
    )
