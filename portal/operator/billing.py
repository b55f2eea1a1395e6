"""Billing: invoices for all that is due, in transactions that each leave everything right."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portal.debits.announcing import next_day
from portal.documents.typeface import require_printable
from portal.errors import InvalidInput
from portal.i18n import _
from portal.invoices.drafts import Draft, drafted, write
from portal.invoices.issuing import days_to_credit, on_paper, periods_to_bill, waiting
from portal.invoices.papers import buyer_of, seller_of
from portal.languages import language_of
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.customers import PaymentMethod
from storage.models.invoices import InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from portal.access import OperatorAccess
    from portal.documents.invoice import Seller
    from portal.invoices.drafts import Written
    from portal.invoices.issuing import Position
    from storage.models.customers import Customer, Mandate
    from storage.repositories.billing import BilledContract
    from storage.work import Work

AT_ONCE = 200
"""Customers in one transaction."""


@dataclass(frozen=True, slots=True)
class Unbilled:
    """A customer who got no invoice, and why.

    Attributes:
        customer: Customer number.
        reason: A sentence.
    """

    customer: str
    reason: str


@dataclass(slots=True)
class BillReport:
    """What was billed; amounts in cents.

    Attributes:
        until: All periods that begin by then.
        invoices: How many.
        credit_notes: How many, of customers with more credits than charges.
        gross_cents: Of the invoices.
        credited_cents: Of the credit notes.
        debits: How many are collected by debit.
        first: The first number given; empty: none.
        last: The last number given.
        waiting: How many customers have had today's invoice; what came up since waits for tomorrow's.
        left_out: Who got none, though something is due.
    """

    until: dt.date
    invoices: int = 0
    credit_notes: int = 0
    gross_cents: int = 0
    credited_cents: int = 0
    debits: int = 0
    first: str = ""
    last: str = ""
    waiting: int = 0
    left_out: list[Unbilled] = field(default_factory=list)

    def count(self, drafts: Sequence[Draft], written: Sequence[Written]) -> None:
        """Count what was issued."""
        for draft in drafts:
            if draft.kind is InvoiceKind.INVOICE:
                self.invoices += 1
                self.gross_cents += draft.gross_cents
                self.debits += draft.mandate is not None
            else:
                self.credit_notes += 1
                self.credited_cents += draft.gross_cents
        if written:
            self.first, self.last = self.first or written[0].number, written[-1].number


class Billing(UseCases):
    """Issuing invoices."""

    def bill(self, access: OperatorAccess, until: dt.date, progress: Progress = no_progress) -> BillReport:
        """Bill all periods that begin by `until`, in advance, and all charges, fees and credits that wait.

        One invoice a customer and day. Killed in the middle it is finished by the next run; two at the same
        time take turns; a second one changes nothing.

        Args:
            access: Who bills.
            until: The last day on which a period may begin.
            progress: Called every so often with the customers that are done and all there are.

        Raises:
            InvalidInput: `until` is further ahead than the settings allow.
            Conflict: The settings do not say who issues invoices.
        """
        most = self._means.today() + dt.timedelta(days=self._means.settings.invoices.most_days_ahead)
        if until > most:
            raise InvalidInput(
                _("Periods are billed at most until {day}.").format(day=most.isoformat()), "until"
            )
        seller = seller_of(self._means.settings)
        with self._reading(access) as work:
            due = work.billing.customers_due(until)
        report = BillReport(until)
        for start in range(0, len(due), AT_ONCE):
            self._some(access, due[start : start + AT_ONCE], seller, report)
            progress(min(start + AT_ONCE, len(due)), len(due))
        return report

    def _some(self, access: OperatorAccess, ids: Sequence[int], seller: Seller, report: BillReport) -> None:
        """Bill some customers in one transaction."""
        today = self._means.today()
        with self._writing(access) as work:
            work.invoices.series(today.year)  # whoever bills at the same time waits here
            before = work.billing.invoiced_on(ids, today)
            drafts: list[Draft] = []
            billed: dict[int, dt.date] = {}
            services: dict[int, dt.date] = {}
            for customer, mandate, found in self._gather(work, set(ids) - before, report.until):
                try:
                    require_printable((buyer_of(customer), *found.texts))
                except InvalidInput as refusal:
                    report.left_out.append(Unbilled(customer.number, refusal.message))
                    continue
                billed |= found.billed_until
                services |= found.services_until
                if found.positions:
                    drafts.append(self._draft(customer, mandate, found, seller))
            now = self._means.clock.now()
            written = write(work, self._means.settings, now, drafts)
            work.billing.mark_billed(billed)
            work.billing.mark_services_billed(services)
            if written:
                which = f"invoices {written[0].id} to {written[-1].id}"
                details = f"{len(written)} documents"
                work.audit.record(now, access.actor, "invoices issued", which, details=details)
            work.commit()
        report.waiting += len(before)
        report.count(drafts, written)

    def _gather(
        self, work: Work, ids: Collection[int], until: dt.date
    ) -> list[tuple[Customer, Mandate | None, Found]]:
        """What is due of each customer who has something due."""
        found: dict[int, Found] = defaultdict(Found)
        customers = work.billing.customers(ids)
        languages = {customer.id: language_of(customer.language) for customer, _mandate in customers}
        contracts = (*work.billing.contracts_due(ids, until), *work.billing.services_due(ids, until))
        for each in contracts:
            contract = replace(each, domain=on_paper(each.domain))
            mine = found[contract.customer_id]
            positions = [
                *days_to_credit(contract, languages[contract.customer_id]),
                *periods_to_bill(contract, until),
            ]
            mine.positions.extend(each for each in positions if each.gross_cents)
            if positions:
                last = max(each.period_until for each in positions if each.period_until)
                mine.billed_to(contract, min(last, contract.ends_on or last))
        for item in work.billing.items_due(ids, until):
            found[item.customer_id].positions.append(waiting(item))
            found[item.customer_id].item_ids.append(item.id)
        return [
            (customer, mandate, found[customer.id]) for customer, mandate in customers if customer.id in found
        ]

    def _draft(self, customer: Customer, mandate: Mandate | None, found: Found, seller: Seller) -> Draft:
        by_debit = mandate is not None and customer.payment_method is PaymentMethod.DEBIT
        return drafted(
            customer,
            mandate,
            found.positions,
            found.item_ids,
            seller,
            self._means.settings.invoices.vat_percent,
            next_day(self._means) if by_debit else self._last_day_to_pay(),
        )

    def _last_day_to_pay(self) -> dt.date:
        return self._means.today() + dt.timedelta(days=self._means.settings.invoices.days_to_pay)


@dataclass(slots=True)
class Found:
    """What is due of a customer.

    Attributes:
        positions: To be billed.
        item_ids: The charges among them that waited.
        billed_until: How far the contracts are billed with that, by package.
        services_until: How far additional services are, by their ids.
    """

    positions: list[Position] = field(default_factory=list)
    item_ids: list[int] = field(default_factory=list)
    billed_until: dict[int, dt.date] = field(default_factory=dict)
    services_until: dict[int, dt.date] = field(default_factory=dict)

    def billed_to(self, contract: BilledContract, last: dt.date) -> None:
        """Note how far a contract is billed."""
        if contract.service_id is None:
            self.billed_until[contract.package_id] = last
        else:
            self.services_until[contract.service_id] = last

    @property
    def texts(self) -> set[str]:
        """All that is printed of it."""
        return {text for each in self.positions for text in (each.text, each.details)}
