"""Making collections, and announcing them to customers (SEPA core rulebook, "pre-notification")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.customers.views import masked
from portal.debits import words as told
from portal.debits.calendar import collection_day
from portal.documents.words import words_of
from portal.languages import language_of, said
from storage.models.debits import Collection, CollectionState
from storage.models.messages import MessageKind
from storage.repositories.messages import About

if TYPE_CHECKING:
    import datetime as dt

    from portal.languages import Sentences
    from portal.use_case import Means
    from storage.models.customers import Customer, Mandate
    from storage.models.invoices import Invoice
    from storage.work import Work


def end_to_end_id(number: str, attempt: int) -> str:
    """What the bank knows a collection by: the invoice's number and the attempt, at most 35 signs."""
    return f"{number.replace(' ', '-')}-{attempt}"


def next_day(means: Means) -> dt.date:
    """The first day that can still be announced in time."""
    return collection_day(means.today(), means.settings.debits.announcement_days)


def schedule(work: Work, means: Means, invoice: Invoice, mandate: Mandate) -> Collection:
    """The next collection of what is open of an invoice; a second pending one is a Duplicate."""
    invoice.attempts += 1
    return work.debits.add(
        Collection(
            invoice_id=invoice.id,
            attempt=invoice.attempts,
            mandate_id=mandate.id,
            amount_cents=invoice.balance_cents,
            due_on=next_day(means),
            end_to_end_id=end_to_end_id(invoice.number, invoice.attempts),
        )
    )


def announce(
    work: Work, means: Means, customer: Customer, invoice: Invoice, collection: Collection, mandate: Mandate
) -> None:
    """Tell the customer which amount is collected on which day, from which account."""
    collection.state = CollectionState.ANNOUNCED
    collection.announced_at = means.clock.now()
    words = words_of(customer.language)
    what = said(told.OPEN_STILL, customer.language).format(
        number=invoice.number,
        debit=debit_words(
            customer.language,
            words.money(collection.amount_cents),
            words.day(collection.due_on),
            mandate,
            means.settings.provider.creditor_id,
        ),
    )
    event = f"collection {collection.id} {collection.due_on.isoformat()} {mandate.id}"
    tell(work, customer, event, told.ANNOUNCED, what, means.clock.now())


def debit_words(language: str, amount: str, day: str, mandate: Mandate, creditor_id: str) -> str:
    """The announcement of a debit, in a sentence."""
    return said(told.DEBIT, language).format(
        amount=amount,
        day=day,
        iban=masked(mandate.iban_first, mandate.iban_last),
        mandate=mandate.reference,
        creditor=creditor_id,
    )


def tell(
    work: Work,
    customer: Customer,
    event: str,
    subject: Sentences,
    what: str,
    at: dt.datetime,
    about: About | None = None,
) -> None:
    """Queue a letter on debits (unless it is `about` something else), to where invoices go."""
    address, body = letter(customer, what)
    about = about or About(MessageKind.DEBIT, language_of(customer.language))
    work.messages.queue(customer.id, event, address, said(subject, customer.language), body, at, about)


def letter(customer: Customer, what: str) -> tuple[str, str]:
    """Where a letter on invoices goes, and what it says."""
    body = said(told.LETTER, customer.language).format(name=customer.name, what=what)
    return customer.invoice_email or customer.email, body
