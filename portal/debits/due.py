"""Which debits go to the bank: those that can be reached, of what is open now, and whose mandate stands.

A debit must be at the bank some business days before its day (`export_days`). One whose day cannot be reached
any more is never collected earlier than announced, nor unannounced: it gets a later day, which is announced
to its customer anew, with as much notice as every debit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.clock import day_in
from portal.debits.adjusting import Adjusted, adjust, call_off
from portal.debits.announcing import announce, next_day
from portal.debits.calendar import business_days_after
from portal.debits.orders import EEA, USUAL, Address, Debit, Window, checked
from portal.i18n import _
from storage.sealing import SealBroken

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from storage.repositories.debits import Due
    from storage.work import Work

PURPOSES = {
    "de": "Rechnung {number}, Kundennummer {customer}",
    "en": "Invoice {number}, customer number {customer}",
}
"""What account holders read, in the language of the invoice."""


@dataclass(frozen=True, slots=True)
class NotInFile:
    """A debit that is due, and not in the file.

    Attributes:
        number: Of the invoice.
        customer: Customer number.
        amount_cents: Euro cents.
        reason: One or several sentences.
    """

    number: str
    customer: str
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """A debit that could not be collected on its day any more.

    Attributes:
        number: Of the invoice.
        before: The day that was announced.
        day: The day that is announced now.
    """

    number: str
    before: dt.date
    day: dt.date


@dataclass(slots=True)
class Gathered:
    """What was found to be due.

    Attributes:
        debits: For the file.
        left_out: Not in it, and why.
        paid: Invoices whose debits were called off, as nothing is open.
        lowered: Invoices of which less is open than was announced.
        put_off: Debits with another day.
    """

    debits: list[Debit] = field(default_factory=list)
    left_out: list[NotInFile] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    lowered: list[str] = field(default_factory=list)
    put_off: list[PutOff] = field(default_factory=list)


class Gathering:
    """Looks at all that is due, in a transaction that writes.

    Attributes:
        found: What was found.
        due: All of it, by end-to-end ids.
        window: When the bank takes debits.
    """

    def __init__(self, work: Work, means: Means, until: dt.date) -> None:
        self._work = work
        self._means = means
        self._until = until
        self._today = means.today()
        self.window = Window(means.settings.debits.export_days, USUAL.calendar_days)
        self._first = business_days_after(self._today, self.window.business_days)
        self.due: dict[str, Due] = {}
        self.found = Gathered()

    def gather(self) -> None:
        """Sort out all that is due."""
        for due in self._work.debits.due(self._until):
            self.due[due.collection.end_to_end_id] = due
            self._take(due)

    def leave_out(self, due: Due, reason: str) -> None:
        """Note that a debit does not go to the bank this time."""
        invoice = due.invoice
        self.found.left_out.append(
            NotInFile(invoice.number, invoice.customer_number, due.collection.amount_cents, reason)
        )

    def _take(self, due: Due) -> None:
        collection, mandate, invoice = due.collection, due.mandate, due.invoice
        adjusted = adjust(self._work, self._means, invoice, (collection, mandate))
        if adjusted is Adjusted.CALLED_OFF:
            self.found.paid.append(invoice.number)
            return
        if adjusted is Adjusted.LOWERED:
            self.found.lowered.append(invoice.number)
        if mandate.revoked_at is not None and not mandate.runs_out:
            customer = self._work.customers.owned_by(invoice)
            call_off(self._work, self._means, customer, invoice, collection)
            self.leave_out(due, _("Its mandate was revoked: it is called off, and the customer is told."))
            return
        try:
            iban = self._work.customers.iban_of(mandate)
        except SealBroken:
            self.leave_out(due, _("Its bank data do not open; see “admin check”."))
            return
        if collection.due_on < self._first and not self._put_off(due, iban):
            return
        if collection.due_on <= self._until:
            self.found.debits.append(debit_of(self._work, self._means, due, iban))

    def _put_off(self, due: Due, iban: str) -> bool:
        """Announce another day for what is right but for its day."""
        collection, before = due.collection, due.collection.due_on
        day = max(next_day(self._means), self._first)
        collection.due_on = day
        far = Window(self.window.business_days, max(USUAL.calendar_days, (day - self._today).days))
        problems = checked(debit_of(self._work, self._means, due, iban), self._today, far)
        if problems:
            collection.due_on = before
            self.leave_out(due, " ".join(problems))
            return False
        customer = self._work.customers.owned_by(due.invoice)
        announce(self._work, self._means, customer, due.invoice, collection, due.mandate)
        self.found.put_off.append(PutOff(due.invoice.number, before, day))
        return True


def debit_of(work: Work, means: Means, due: Due, iban: str) -> Debit:
    """A collection as the bank reads it: of nothing that changes later, so that it is the same in years."""
    collection, mandate, invoice = due.collection, due.mandate, due.invoice
    purpose = PURPOSES.get(invoice.language, PURPOSES["en"])
    return Debit(
        end_to_end_id=collection.end_to_end_id,
        amount_cents=collection.amount_cents,
        account_holder=mandate.account_holder,
        iban=iban,
        bic=mandate.bic,
        mandate=mandate.reference,
        signed_on=day_in(means.settings.time_zone, mandate.signed_at),
        collection_day=collection.due_on,
        purpose_text=purpose.format(number=invoice.number, customer=invoice.customer_number),
        address=None if EEA.fullmatch(iban[:2]) else _address(work, due),
    )


def _address(work: Work, due: Due) -> Address:
    """Where the account holder lived on the day of the invoice."""
    _seller, buyer = work.invoices.parties_of(due.invoice)
    names = ("street", "postcode", "town", "country")
    return Address(**{name: buyer.values[name] for name in names})
