"""The demo's invoices: what was billed of its contracts, and what became of it at the bank."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from portal.debits import booking
from portal.debits.calendar import collection_day
from portal.demo.days import at_noon, day_of
from portal.invoices.crediting import credit
from portal.invoices.drafts import drafted, write
from portal.invoices.issuing import Position, periods_to_bill
from portal.invoices.papers import seller_of
from portal.money import pro_rata
from portal.terms import ONE_DAY, months_later, period_of
from storage.models.customers import PaymentMethod
from storage.models.debits import CollectionState
from storage.models.invoices import EntryKind, Invoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portal.settings import Settings
    from storage.models.customers import Customer, Mandate
    from storage.repositories.billing import BilledContract
    from storage.work import Work

MONTHS_OF_ERIKA = 33
"""With five single ones she has 38 invoices."""

MONTHS_OF_OTHERS = 4

SETTLING_DAYS = 16
"""So old is the newest monthly invoice at least: its debit has come back by then."""

TAKEN_BACK = 10
"""Months since the invoice that a credit note takes back."""

NOT_CHARGED = "MS03"


class Fate(Enum):
    """What became of an invoice."""

    PAID = auto()
    """Collected on its day, or transferred."""
    RETURNED = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """An invoice to be issued.

    Attributes:
        day: When.
        customer: To whom.
        mandate: By which it is collected; None: it is transferred.
        positions: What is billed.
        fate: What became of it.
    """

    day: dt.date
    customer: Customer
    mandate: Mandate | None
    positions: Sequence[Position]
    fate: Fate = Fate.PAID


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A credit note for an invoice that was paid; the amount is paid out two days later.

    Attributes:
        day: When.
        invoice: For which.
    """

    day: dt.date
    invoice: Planned


@dataclass(frozen=True, slots=True)
class Billed:
    """A customer with all that is billed.

    Attributes:
        customer: Who.
        mandates: All, the one in force last.
        contracts: As far as billing is concerned.
    """

    customer: Customer
    mandates: Sequence[Mandate]
    contracts: Sequence[BilledContract]

    def mandate_on(self, day: dt.date) -> Mandate | None:
        """The mandate in force that day."""
        if self.customer.payment_method is not PaymentMethod.DEBIT:
            return None
        signed = [each for each in self.mandates if each.signed_at <= at_noon(day)]
        return signed[-1] if signed else None

    def monthly(self, newest: dt.date, months: int) -> Iterator[Planned]:
        """The invoices of the first days of so many months, of all periods that began in them."""
        for back in reversed(range(months)):
            first = months_later(newest, -back)
            positions = [
                position for contract in self.contracts for position in _begun_in_month(contract, first)
            ]
            if positions:
                yield Planned(first, self.customer, self.mandate_on(first), positions)


def newest_month(today: dt.date) -> dt.date:
    """The first day of the month that was billed last."""
    return (today - dt.timedelta(days=SETTLING_DAYS)).replace(day=1)


def billed_until(started_on: dt.date, months: int, ends_on: dt.date | None, today: dt.date) -> dt.date | None:
    """How far a contract is billed on the day of the demo."""
    last = months_later(newest_month(today), 1) - ONE_DAY
    if started_on > last:
        return None
    end = period_of(started_on, months, last)[1]
    return min(end, ends_on) if ends_on else end


def of_erika(erika: Billed, today: dt.date) -> Iterator[Planned | TakenBack]:
    """One in every state; the newest monthly one came back."""
    newest = newest_month(today)
    *before, last = erika.monthly(newest, MONTHS_OF_ERIKA)
    yield from before
    yield replace(last, fate=Fate.RETURNED)
    yield TakenBack(before[-TAKEN_BACK].day + dt.timedelta(days=3), before[-TAKEN_BACK])
    upgraded = day_of(newest, -3, 3)
    yield Planned(
        upgraded, erika.customer, erika.mandate_on(upgraded), list(_upgrade(erika.contracts[0], upgraded))
    )
    ordered = today - dt.timedelta(days=2)
    domain = Position(
        "Zusatzdomain", "musterfrau-atelier.de", erika.contracts[0].package_id, 1200, ordered,
        months_later(ordered, 12) - ONE_DAY,
    )  # fmt: skip
    yield Planned(ordered, erika.customer, erika.mandate_on(ordered), [domain], Fate.LEFT)
    for ago, what, contract, cents in (
        (40, "Einrichtung durch unseren Service", erika.contracts[-1], 1990),
        (4, "Wiederherstellung aus einer Sicherung", erika.contracts[0], 990),
    ):
        day = today - dt.timedelta(days=ago)
        service = Position(what, contract.domain, contract.package_id, cents, day, day)
        yield Planned(day, erika.customer, None, [service], Fate.LEFT)


def of_others(other: Billed, today: dt.date) -> Iterator[Planned]:
    """The last few months; who transfers is late with the newest."""
    monthly = list(other.monthly(newest_month(today), MONTHS_OF_OTHERS))
    for each in monthly:
        is_late = each is monthly[-1] and each.mandate is None
        yield replace(each, fate=Fate.LEFT if is_late else Fate.PAID)


def issue(work: Work, settings: Settings, today: dt.date, planned: Iterable[Planned | TakenBack]) -> None:
    """Issue them all in the order of their days, and book what became of them."""
    issued: dict[Planned, Invoice] = {}
    seller, rate = seller_of(settings), settings.invoices.vat_percent
    for each in sorted(planned, key=lambda one: one.day):
        if isinstance(each, TakenBack):
            _take_back(work, settings, issued[each.invoice], each.day)
            continue
        days = settings.invoices.days_to_pay
        by_debit = collection_day(each.day, settings.debits.announcement_days)
        due_on = by_debit if each.mandate else each.day + dt.timedelta(days=days)
        draft = drafted(each.customer, each.mandate, each.positions, (), seller, rate, due_on)
        [written] = write(work, settings, at_noon(each.day), [draft])
        issued[each] = work.invoices.by_id(written.id)
        if each.fate is not Fate.LEFT and due_on < today:
            _pay(work, issued[each], each.fate)


def _begun_in_month(contract: BilledContract, first: dt.date) -> Iterator[Position]:
    before = None
    if contract.started_on < first:
        before = period_of(contract.started_on, contract.billing_months, first - ONE_DAY)[1]
    return periods_to_bill(replace(contract, billed_until=before), months_later(first, 1) - ONE_DAY)


def _upgrade(contract: BilledContract, day: dt.date) -> Iterator[Position]:
    """From PowerWeb Basic in the middle of a billing period: charge and credit pro rata."""
    start, end = period_of(contract.started_on, contract.billing_months, day)
    for text, cents in (
        (f"Wechsel zu {contract.product}", contract.price_cents),
        ("Gutschrift PowerWeb Basic", -8388),
    ):
        share = pro_rata(cents, start, end, day)
        yield Position(text, contract.domain, contract.package_id, share, day, end)


def _pay(work: Work, invoice: Invoice, fate: Fate) -> None:
    day = invoice.due_on or invoice.issued_on
    found = work.debits.last_of(invoice)
    if found is None:
        work.invoices.enter(invoice, EntryKind.PAID, -invoice.balance_cents, day, at_noon(day))
        return
    collection, _mandate = found
    collection.state = CollectionState.SUBMITTED
    booking.settle(work, invoice, collection, day, at_noon(day))
    if fate is Fate.RETURNED:
        back = day + dt.timedelta(days=2)
        booking.send_back(work, invoice, collection, NOT_CHARGED, back, at_noon(back))


def _take_back(work: Work, settings: Settings, invoice: Invoice, day: dt.date) -> None:
    credit(work, settings, at_noon(day), invoice)
    paid_out = day + dt.timedelta(days=2)
    work.invoices.enter(invoice, EntryKind.PAID_OUT, -invoice.balance_cents, paid_out, at_noon(paid_out))
