"""The repeat debit: a customer has an invoice collected once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.customers.views import masked
from portal.debits.announcing import announce, next_day, schedule
from portal.debits.reasons import reason_of
from portal.debits.repeating import missing_bank_data, require_repeatable
from portal.errors import ChangedMeanwhile, Conflict
from portal.i18n import _
from portal.invoices.own import own_invoice
from portal.use_case import UseCases

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import CustomerAccess
    from storage.models.customers import Mandate
    from storage.models.debits import Collection
    from storage.models.invoices import Invoice
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class RepeatOffer:
    """How an invoice would be collected once more.

    Attributes:
        invoice_id: Which invoice.
        number: Its number.
        amount_cents: What is open.
        day: When it would be collected.
        account: The account, masked; empty without a mandate.
        bank_name: May be empty.
        account_holder: Empty without a mandate.
        mandate: The mandate's reference; empty without one.
        collected_on: The day of the last debit; None: there was none.
        came_back: Why it came back, in words that end a sentence; empty if it did not.
        needs_bank_data: Why bank data must be entered first, a sentence; empty: they need not.
    """

    invoice_id: int
    number: str
    amount_cents: int
    day: dt.date
    account: str
    bank_name: str
    account_holder: str
    mandate: str
    collected_on: dt.date | None
    came_back: str
    needs_bank_data: str


class Debits(UseCases):
    """What customers do about debits."""

    def offer(self, access: CustomerAccess, invoice_id: int) -> RepeatOffer:
        """How an invoice would be collected once more.

        Raises:
            NotFound: No invoice of the customer's.
            Conflict: It is not to be collected; the sentence tells why.
        """
        with self._reading(access) as work:
            invoice = own_invoice(work, access, invoice_id)
            last = self._require_repeatable(work, invoice)
            return self._offer(invoice, last, work.customers.active_mandate(access))

    def repeat(self, access: CustomerAccess, seen: RepeatOffer) -> RepeatOffer:
        """Have an invoice collected once more, and tell its customer; however often it is asked for, once.

        Raises:
            NotFound: No invoice of the customer's.
            Conflict: It is not to be collected, or bank data are needed first.
            ChangedMeanwhile: Amount, day or account are not those of `seen` any more.
        """
        with self._writing(access) as work:
            customer = work.customers.owned_by(access, to_change=True)
            invoice = own_invoice(work, access, seen.invoice_id, to_change=True)
            last = self._require_repeatable(work, invoice)
            mandate = work.customers.active_mandate(access)
            offer = self._offer(invoice, last, mandate)
            if mandate is None or offer.needs_bank_data:
                raise Conflict(offer.needs_bank_data)
            _require_as_seen(seen, offer)
            collection = schedule(work, self._means, invoice, mandate)
            announce(work, self._means, customer, invoice, collection, mandate)
            work.audit.record(
                self._means.clock.now(),
                access.actor,
                "debit repeated",
                f"collections {collection.id}",
                customer_id=customer.id,
            )
            work.commit()
            return offer

    def _require_repeatable(self, work: Work, invoice: Invoice) -> tuple[Collection, Mandate] | None:
        last = work.debits.last_of(invoice)
        require_repeatable(
            invoice,
            last[0] if last else None,
            work.debits.count_tried(invoice),
            self._means.settings.debits.most_repeats,
            self._means.today(),
        )
        return last

    def _offer(
        self, invoice: Invoice, last: tuple[Collection, Mandate] | None, mandate: Mandate | None
    ) -> RepeatOffer:
        reason = last[0].reason if last else ""
        return RepeatOffer(
            invoice_id=invoice.id,
            number=invoice.number,
            amount_cents=invoice.balance_cents,
            day=next_day(self._means),
            account=masked(mandate.iban_first, mandate.iban_last) if mandate else "",
            bank_name=mandate.bank_name if mandate else "",
            account_holder=mandate.account_holder if mandate else "",
            mandate=mandate.reference if mandate else "",
            collected_on=last[0].due_on if last else None,
            came_back=reason_of(reason).sentence if reason else "",
            needs_bank_data=missing_bank_data(last, mandate),
        )


def _require_as_seen(seen: RepeatOffer, offer: RepeatOffer) -> None:
    if (seen.amount_cents, seen.day, seen.mandate) != (offer.amount_cents, offer.day, offer.mandate):
        raise ChangedMeanwhile(
            _("Amount, day or account are not as they were shown any more. Please look once more."),
            {},
            offer,
        )
