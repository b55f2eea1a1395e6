"""The operator's care for invoices: look, credit, book transfers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.debits import words as told
from portal.debits.adjusting import Adjusted
from portal.debits.announcing import tell
from portal.debits.booking import cancel
from portal.documents.words import words_of
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.invoices.crediting import credit
from portal.invoices.own import numbered_invoice
from portal.invoices.papers import document_of, stored_pdf
from portal.invoices.paying import pay, pay_out
from portal.invoices.views import InvoiceKind, StoredPdf, invoice_view
from portal.languages import language_of
from portal.operator.invoice_views import Booked, Credited, EntryView, InvoiceFile
from portal.operator.lists import all_pages
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.debits import PENDING, CollectionState
from storage.models.invoices import EntryKind
from storage.models.messages import MessageKind
from storage.repositories.invoice_rows import Day, Wanted
from storage.repositories.messages import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import OperatorAccess
    from portal.invoices.views import InvoiceState, InvoiceView
    from portal.paging import Page, PageRequest
    from storage.models.invoices import Invoice
    from storage.work import Work

RECENT = dt.timedelta(days=7)
"""Documents of so many days are made ahead; older ones when somebody asks for them."""


class InvoiceCare(UseCases):
    """Invoices, for the provider's staff."""

    def list(
        self,
        access: OperatorAccess,
        customer: str | None = None,
        year: int | None = None,
        state: InvoiceState | None = None,
    ) -> Iterator[InvoiceView]:
        """Invoices, the newest first, few at a time in memory.

        Args:
            access: Who asks.
            customer: Only those of this customer number; raises NotFound if there is none.
            year: Only those issued in it.
            state: Only those in it.
        """
        refundable = self._means.settings.debits.refundable_days
        customer_id = None
        if customer is not None:
            with self._reading(access) as work:
                found = work.customers.account_of(customer)
            if found is None:
                raise NotFound(
                    _("There is no customer with the number {number}.").format(number=customer), "customer"
                )
            customer_id = found.id
        wanted, day = Wanted(year, state, customer_id), self._day()

        def page(request: PageRequest) -> Page[InvoiceView]:
            with self._reading(access) as work:
                return work.invoices.page(wanted, day, request).of(lambda row: invoice_view(row, refundable))

        return all_pages(page, descending=True)

    def show(self, access: OperatorAccess, number: str) -> InvoiceFile:
        """All there is about an invoice; that it was looked at is noted, too. Raises NotFound."""
        refundable = self._means.settings.debits.refundable_days
        with self._writing(access) as work:
            invoice = numbered_invoice(work, number)
            taken_back = work.invoices.credit_note_of(invoice)
            shown = InvoiceFile(
                invoice=invoice_view(work.invoices.row_of(invoice.id, self._day()), refundable),
                document=document_of(work, invoice),
                credit_note=taken_back.number if taken_back else "",
                entries=[
                    EntryView(entry.kind, entry.amount_cents, entry.booked_on, entry.entered_at, entry.note)
                    for entry in work.invoices.entries_of(invoice.id)
                ],
                debits=work.debits.rows_of(invoice),
            )
            self._note(work, access, invoice, "invoice shown")
            work.commit()
            return shown

    def pdf(self, access: OperatorAccess, number: str) -> StoredPdf:
        """The document of an invoice, always the same bytes; that it was taken is noted. Raises NotFound."""
        with self._reading(access) as work:
            invoice = numbered_invoice(work, number)
            pdf = StoredPdf(invoice.kind, invoice.number, stored_pdf(self._means, work, invoice))
        with self._writing(access) as work:
            self._note(work, access, invoice, "invoice taken as PDF")
            work.commit()
        return pdf

    def make_pdfs(self, access: OperatorAccess, progress: Progress = no_progress) -> int:
        """Make the documents of the last days that nobody has asked for yet; tells how many.

        Killed in the middle it is finished by the next run; those it does not reach are made when somebody
        asks for them.

        Args:
            access: Who has it done.
            progress: Called after each with those that are done and all there are.
        """
        with self._reading(access) as work:
            due = work.invoices.without_pdf(self._means.today() - RECENT)
        for done, invoice_id in enumerate(due, 1):
            with self._reading(access) as work:
                stored_pdf(self._means, work, work.invoices.by_id(invoice_id))
            progress(done, len(due))
        return len(due)

    def credit(self, access: OperatorAccess, number: str) -> Credited:
        """Take an invoice back by a credit note, call off a debit that was announced, and tell the customer.

        Raises:
            NotFound: There is no such invoice.
            Conflict: It is a credit note, was taken back already, or a debit of it is at the bank.
        """
        with self._writing(access) as work:
            invoice = numbered_invoice(work, number, to_change=True)
            if invoice.kind is InvoiceKind.CREDIT_NOTE:
                raise Conflict(_("{number} is a credit note itself.").format(number=number), "number")
            taken_back = work.invoices.credit_note_of(invoice)
            if taken_back is not None:
                raise Conflict(
                    _("{number} was taken back already, by {note}.").format(
                        number=number, note=taken_back.number
                    ),
                    "number",
                )
            called_off = self._call_off(work, invoice)
            note = credit(work, self._means.settings, self._means.clock.now(), invoice)
            self._tell(work, invoice, note, called_off=called_off)
            self._note(work, access, invoice, "invoice credited", f"invoices {note.id}")
            work.commit()
            return Credited(invoice.number, note.number, note.gross_cents, invoice.balance_cents, called_off)

    def paid(
        self,
        access: OperatorAccess,
        number: str,
        amount_cents: int | None = None,
        on: dt.date | None = None,
    ) -> Booked:
        """Book a transfer: of the customer, or back to the customer where an invoice is below zero.

        A debit that was announced follows: it collects what is left, or is called off.

        Args:
            access: Who books.
            number: Of the invoice.
            amount_cents: Above zero; by default all that is open.
            on: The day of it; by default today.

        Raises:
            NotFound: There is no such invoice.
            Conflict: Nothing is open.
            InvalidInput: It is more than what is open, or the day is not one on which it can have been.
        """
        day = on or self._means.today()
        if day > self._means.today():
            raise InvalidInput(_("{day} is yet to come.").format(day=day), "on")
        with self._writing(access) as work:
            invoice = numbered_invoice(work, number, to_change=True)
            if day < invoice.issued_on:
                raise InvalidInput(
                    _("{number} was issued on {day} only.").format(number=number, day=invoice.issued_on), "on"
                )
            if not invoice.balance_cents:
                raise Conflict(_("Nothing is open of {number}.").format(number=number), "number")
            most = abs(invoice.balance_cents)
            cents = most if amount_cents is None else amount_cents
            _require_amount(invoice, cents, most)
            debit, kind = Adjusted.NOTHING, EntryKind.PAID
            if invoice.balance_cents > 0:
                debit = pay(work, self._means, invoice, cents, day)
            else:
                kind = EntryKind.PAID_OUT
                pay_out(work, self._means, invoice, cents, day)
            self._note(work, access, invoice, f"invoice {kind.value}", f"{cents} cents")
            work.commit()
            return Booked(invoice.number, kind, cents, day, invoice.balance_cents, debit)

    def _call_off(self, work: Work, invoice: Invoice) -> bool:
        """Call off the debit of an invoice, if it has not gone to the bank; raises Conflict if it has."""
        last = work.debits.last_of(invoice)
        if last is None or last[0].state not in PENDING:
            return False
        collection, _mandate = last
        if collection.state is CollectionState.SUBMITTED:
            raise Conflict(
                _(
                    "A debit of {number} is at the bank, for {day}. Please wait until it is settled or came"
                    " back."
                ).format(number=invoice.number, day=collection.due_on),
                "number",
            )
        cancel(collection, self._means.today())
        return True

    def _tell(self, work: Work, invoice: Invoice, note: Invoice, *, called_off: bool) -> None:
        customer = work.customers.owned_by(invoice)
        language, words = language_of(customer.language), words_of(customer.language)
        sentences = [
            told.TAKEN_BACK_BY[language].format(
                number=invoice.number, amount=words.money(invoice.gross_cents), note=note.number
            )
        ]
        if called_off:
            sentences.append(told.NO_DEBIT_FOR_IT[language])
        if invoice.balance_cents:
            rest = told.STILL_OPEN if invoice.balance_cents > 0 else told.GIVEN_BACK
            sentences.append(rest[language].format(amount=words.money(abs(invoice.balance_cents))))
        subject = {language: told.TAKEN_BACK[language].format(number=invoice.number)}
        event, about = f"invoice {note.id} issued", About(MessageKind.INVOICE, language, note.id)
        tell(work, customer, event, subject, " ".join(sentences), self._means.clock.now(), about)

    def _note(
        self, work: Work, access: OperatorAccess, invoice: Invoice, action: str, details: str = ""
    ) -> None:
        work.audit.record(
            self._means.clock.now(),
            access.actor,
            action,
            f"invoices {invoice.id}",
            customer_id=invoice.customer_id,
            details=details,
        )

    def _day(self) -> Day:
        return Day(self._means.today(), self._means.settings.debits.refundable_days)


def _require_amount(invoice: Invoice, cents: int, most: int) -> None:
    """Raise InvalidInput unless an amount is one, and no more than what is open."""
    if 0 < cents <= most:
        return
    money = words_of("en").money
    sentence = _("Of {number}, {open} is open: {amount} cannot be booked on it.")
    if invoice.balance_cents < 0:
        sentence = _("The customer gets back {open} of {number}: {amount} cannot be paid out.")
    raise InvalidInput(
        sentence.format(number=invoice.number, open=money(most), amount=money(cents)), "amount"
    )
