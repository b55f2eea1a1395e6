"""What an invoice is made of: the periods of contracts, and charges that waited (rules.md, "Issuing")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.invoice import DocumentLine
from portal.domain_names import ascii_name
from portal.money import nets_of, price_of_period, share_of
from portal.terms import ONE_DAY, period_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from storage.models.invoices import BillingItem
    from storage.repositories.billing import BilledContract

CREDIT = {"de": "Gutschrift {product}", "en": "Credit for {product}"}

LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Position:
    """Something to be billed, before VAT is taken apart.

    Attributes:
        text: What, in the document's language.
        details: For what.
        package_id: For which package; None: for none.
        gross_cents: Below zero: credited.
        period_from: First day of service.
        period_until: Last day of service.
        service_id: For which additional service of the package; None: for none.
    """

    text: str
    details: str
    package_id: int | None
    gross_cents: int
    period_from: dt.date | None
    period_until: dt.date | None
    service_id: int | None = None


def on_paper(domain: str) -> str:
    """A domain's name; in punycode where its script cannot be printed."""
    from portal.documents.typeface import unprintable

    return ascii_name(domain) if unprintable(domain) else domain


def periods_to_bill(contract: BilledContract, until: dt.date) -> Iterator[Position]:
    """All periods that begin by `until` and are not billed yet, in advance; the last one by its days.

    What begins on the day of a change, or later, is billed once the change was carried out.
    """
    if contract.becomes_on is not None:
        until = min(until, contract.becomes_on - ONE_DAY)
    first = contract.started_on if contract.billed_until is None else contract.billed_until + ONE_DAY
    while first <= until and (contract.ends_on is None or first <= contract.ends_on):
        start, end = period_of(contract.started_on, contract.billing_months, first)
        last = end if contract.ends_on is None else min(end, contract.ends_on)
        cents = share_of(price_of_period(contract, start), start, end, first, last)
        yield Position(
            contract.product, contract.domain, contract.package_id, cents, first, last, contract.service_id
        )
        first = end + ONE_DAY


def days_to_credit(contract: BilledContract, language: str) -> Iterator[Position]:
    """What was billed of the days after the end of a contract, period by period."""
    if contract.ends_on is None or contract.billed_until is None:
        return
    text = CREDIT[language].format(product=contract.product)
    first = contract.ends_on + ONE_DAY
    while first <= contract.billed_until:
        start, end = period_of(contract.started_on, contract.billing_months, first)
        last = min(end, contract.billed_until)
        cents = share_of(price_of_period(contract, start), start, end, first, last)
        yield Position(text, contract.domain, contract.package_id, -cents, first, last, contract.service_id)
        first = end + ONE_DAY


def waiting(item: BillingItem) -> Position:
    """A charge, fee or credit that waited for the next invoice."""
    return Position(
        item.text, item.details, item.package_id, item.gross_cents, item.period_from, item.period_until
    )


def lines_of(positions: Iterable[Position], rate: int, sign: int = 1) -> Iterator[DocumentLine]:
    """The lines of a document; of a credit note (`sign` -1) with the amounts turned round."""
    all_positions = list(positions)
    gross = [sign * each.gross_cents for each in all_positions]
    for position, cents, net in zip(all_positions, gross, nets_of(gross, rate), strict=True):
        yield DocumentLine(
            text=position.text,
            details=position.details,
            period_from=position.period_from,
            period_until=position.period_until,
            quantity=1 if cents > 0 else -1,
            net_cents=net,
            gross_cents=cents,
            rate=rate,
        )


def service_period(positions: Sequence[Position], day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of all service; `day` where no position tells."""
    begins = [each.period_from for each in positions if each.period_from]
    ends = [each.period_until for each in positions if each.period_until]
    return min(begins, default=day), max(ends, default=day)


def summary_of(positions: Iterable[Position]) -> str:
    """What an invoice is for, in a line: each thing once."""
    told = dict.fromkeys(f"{each.text} {each.details}".strip() for each in positions)
    return ", ".join(told)[:LONGEST_SUMMARY]


def packages_in(positions: Iterable[Position]) -> int:
    """How many packages an invoice is for."""
    return len({each.package_id for each in positions} - {None})
