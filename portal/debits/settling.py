"""Booking what the bank did: by what was said about files and debits, or by its statement.

Nothing is booked twice, however often it is told: a debit is collected once and comes back once, and a
transfer of one day and amount counts once for an invoice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING

from portal.debits.adjusting import Adjusted
from portal.debits.booked import Kind, StatementEntry
from portal.debits.booking import settle
from portal.debits.reasons import reason_of
from portal.debits.returning import take_back
from portal.documents.words import words_of
from portal.i18n import _
from portal.invoices.paying import pay
from storage.models.debits import CAME_BACK, CollectionState
from storage.models.invoices import EntryKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from portal.use_case import Means
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice
    from storage.work import Work

SUBMITTED = CollectionState.SUBMITTED

money = words_of("en").money
"""As the operator reads it."""

LONGEST_PURPOSE = 80
"""Characters of what a payer wrote, where it is told what was not booked."""

IN_ORDER = (Kind.COLLECTED, Kind.RETURNED, Kind.RECEIVED, Kind.OTHER)
"""Banks tell the newest first; a debit is collected before it comes back."""


@dataclass(frozen=True, slots=True)
class NotBooked:
    """Something that was told, and touches no invoice.

    Attributes:
        what: What the bank or the operator calls it.
        on: The day of it; None: not told.
        amount_cents: Euro cents.
        reason: A sentence.
    """

    what: str
    on: dt.date | None
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """A debit that came back.

    Attributes:
        number: Of the invoice.
        customer: Customer number.
        amount_cents: Of the debit.
        fee_cents: What the customer is charged for it.
        code: The bank's reason.
        reason: The same in words that end a sentence.
        state: What the debit is now.
        balance_cents: What is open of the invoice now.
    """

    number: str
    customer: str
    amount_cents: int
    fee_cents: int
    code: str
    reason: str
    state: CollectionState
    balance_cents: int


@dataclass(slots=True)
class Settled:
    """What was booked; amounts in euro cents.

    Attributes:
        collected: How many debits the bank collected.
        collected_cents: Their sum.
        came_back: Those that came back.
        received: How many transfers came in.
        received_cents: Their sum.
        already: How many were booked before.
        charges_cents: What the bank charged for debits that came back.
        others: How many bookings touch no customer, such as fees and our own transfers.
        pending: How many the bank has not booked yet itself.
        at_the_bank: Invoices that were transferred while their debit is at the bank: it comes twice.
        not_booked: All else.
    """

    collected: int = 0
    collected_cents: int = 0
    came_back: list[CameBack] = field(default_factory=list)
    received: int = 0
    received_cents: int = 0
    already: int = 0
    charges_cents: int = 0
    others: int = 0
    pending: int = 0
    at_the_bank: list[str] = field(default_factory=list)
    not_booked: list[NotBooked] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was booked."""
        return bool(self.collected or self.came_back or self.received)


class Settling:
    """The booking of what the bank did; all invoices that it is about are locked already."""

    def __init__(self, work: Work, means: Means, invoices: Mapping[int, Invoice], fee_cents: int) -> None:
        self._work = work
        self._means = means
        self._invoices = invoices
        self._fee_cents = fee_cents
        self.report = Settled()

    def collected(self, collection: Collection, on: dt.date | None) -> None:
        """Book that the bank collected a debit, on its day or on `on`."""
        number = self._invoices[collection.invoice_id].number
        if collection.state is not SUBMITTED:
            self._not_at_the_bank(collection, number, on, collection.amount_cents)
        elif collection.due_on > (on or self._means.today()):
            reason = _("It is collected on {day} only.").format(day=collection.due_on)
            self._not_booked(number, on, collection.amount_cents, reason)
        else:
            self._settle(collection, on or collection.due_on)

    def statement(
        self,
        entries: Iterable[StatementEntry],
        debits: Mapping[str, Collection],
        groups: Mapping[str, Sequence[Collection]],
        numbers: NumbersInText,
    ) -> None:
        """Book what stands in a statement.

        Args:
            entries: What the bank booked.
            debits: All of ours that it is about, by their end-to-end ids.
            groups: All groups of files of ours that it is about, by what the bank calls them.
            numbers: Finds invoices in what payers write.
        """
        by_number = {invoice.number: invoice for invoice in self._invoices.values()}
        for entry in sorted(entries, key=lambda each: IN_ORDER.index(each.kind)):
            self.report.charges_cents += entry.fee_cents
            if entry.kind is Kind.OTHER:
                self.report.others += 1
            elif entry.kind is Kind.RECEIVED:
                found = sorted(numbers.of(entry.purpose_text) & by_number.keys())
                self._received(entry, [by_number[number] for number in found])
            elif debit := debits.get(entry.end_to_end_id):
                self._about_a_debit(entry, debit)
            elif entry.kind is Kind.COLLECTED and entry.payment_id in groups:
                self._about_a_group(entry, groups[entry.payment_id])
            else:
                self._tell(entry, _("It does not say which debit of ours it is about."))

    def _about_a_debit(self, entry: StatementEntry, debit: Collection) -> None:
        comes_back = entry.kind is Kind.RETURNED
        is_known = (SUBMITTED, CollectionState.SETTLED) if comes_back else (SUBMITTED,)
        if debit.state not in is_known:
            self._not_at_the_bank(debit, self._named(entry), entry.booked_on, entry.amount_cents)
        elif comes_back and entry.amount_cents >= debit.amount_cents:
            # What is more than the debit, the bank charges for it.
            self.report.charges_cents += entry.amount_cents - debit.amount_cents
            self._take_back(debit, entry)
        elif entry.amount_cents == debit.amount_cents:
            self._settle(debit, entry.booked_on)
        else:
            reason = _("The debit {id} is of {amount}.")
            self._tell(entry, reason.format(id=debit.end_to_end_id, amount=money(debit.amount_cents)))

    def _about_a_group(self, entry: StatementEntry, group: Sequence[Collection]) -> None:
        """The bank tells the sum only: of all debits, or of those that have not come back before."""
        waiting = [each for each in group if each.state is SUBMITTED]
        sums = {sum(each.amount_cents for each in some) for some in (group, waiting)}
        if entry.amount_cents not in sums:
            reason = _("The debits of {id} are of {amount} in all.")
            total = money(sum(each.amount_cents for each in group))
            self._tell(entry, reason.format(id=entry.payment_id, amount=total))
            return
        self.report.already += len(group) - len(waiting)
        for each in waiting:
            self._settle(each, entry.booked_on)

    def _received(self, entry: StatementEntry, named: Sequence[Invoice]) -> None:
        if entry.payments > 1:
            self._tell(entry, _("The bank tells only the sum of several transfers."))
        elif len(named) != 1:
            several, none = _("It names several invoices."), _("It names no invoice of ours.")
            self._tell(entry, several if named else none)
        elif self._was_received(named[0], entry):
            self.report.already += 1
        elif entry.amount_cents != named[0].balance_cents or not entry.amount_cents:
            reason = _("Of the invoice {number}, {amount} is open.")
            amount = money(max(named[0].balance_cents, 0))
            self._tell(entry, reason.format(number=named[0].number, amount=amount))
        else:
            if (
                pay(self._work, self._means, named[0], entry.amount_cents, entry.booked_on)
                is Adjusted.AT_THE_BANK
            ):
                self.report.at_the_bank.append(named[0].number)
            self.report.received += 1
            self.report.received_cents += entry.amount_cents

    def _was_received(self, invoice: Invoice, entry: StatementEntry) -> bool:
        return any(
            (each.kind, each.amount_cents, each.booked_on)
            == (EntryKind.PAID, -entry.amount_cents, entry.booked_on)
            for each in self._work.invoices.entries_of(invoice.id)
        )

    def _settle(self, debit: Collection, day: dt.date) -> None:
        settle(self._work, self._invoices[debit.invoice_id], debit, day, self._means.clock.now())
        self.report.collected += 1
        self.report.collected_cents += debit.amount_cents

    def _take_back(self, debit: Collection, entry: StatementEntry) -> None:
        invoice = self._invoices[debit.invoice_id]
        fee = self._fee_cents
        take_back(self._work, self._means, invoice, debit, entry.reason_code, entry.booked_on, fee)
        self.report.came_back.append(came_back(invoice, debit, fee))

    def _not_at_the_bank(self, debit: Collection, what: str, on: dt.date | None, amount_cents: int) -> None:
        if debit.state is CollectionState.SETTLED or debit.state in CAME_BACK:
            self.report.already += 1
            return
        reason = _("The debit {id} has not gone to the bank, as far as is known here.")
        if debit.state is CollectionState.CANCELLED:
            reason = _("The debit {id} was called off, as far as is known here.")
        self._not_booked(what, on, amount_cents, reason.format(id=debit.end_to_end_id))

    def _tell(self, entry: StatementEntry, reason: str) -> None:
        self._not_booked(self._named(entry), entry.booked_on, entry.amount_cents, reason)

    def _not_booked(self, what: str, on: dt.date | None, amount_cents: int, reason: str) -> None:
        self.report.not_booked.append(NotBooked(what, on, amount_cents, reason))

    def _named(self, entry: StatementEntry) -> str:
        """What to look for in the statement."""
        written = entry.purpose_text[:LONGEST_PURPOSE]
        names = (entry.end_to_end_id, entry.payment_id, written, entry.account_holder, entry.bank_reference)
        return next(filter(None, names), "")


class NumbersInText:
    """Finds invoice numbers in what payers write, by how the settings write numbers."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        parts, groups = [], {"year": "(?P<year>[0-9]{4})", "serial": "(?P<serial>[0-9]{1,9})"}
        for literal, name, _spec, _conversion in Formatter().parse(pattern):
            # What stands there a second time is the same.
            parts += [re.escape(literal), groups.pop(name, f"(?P={name})") if name else ""]
        self._written = re.compile(rf"(?<![A-Z0-9]){''.join(parts)}(?![0-9])", re.ASCII | re.IGNORECASE)

    def of(self, text: str) -> set[str]:
        """All that is written like an invoice number, as invoices have it."""
        found = (match.groupdict() for match in self._written.finditer(text))
        return {
            self._pattern.format(**{name: int(value) for name, value in values.items()}) for values in found
        }


def came_back(invoice: Invoice, debit: Collection, fee_cents: int) -> CameBack:
    """The view of a debit that came back."""
    return CameBack(
        number=invoice.number,
        customer=invoice.customer_number,
        amount_cents=debit.amount_cents,
        fee_cents=fee_cents,
        code=debit.reason,
        reason=reason_of(debit.reason).sentence,
        state=debit.state,
        balance_cents=invoice.balance_cents,
    )
