"""What customers are told after their data changed: plain letters, to everyone concerned."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from portal.languages import Sentences, language_of, said
from storage.models.messages import MessageKind
from storage.repositories.messages import About

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from storage.models.customers import Customer
    from storage.work import Work

DATA = {
    "de": "Guten Tag {name},\n\n{what}\n\nDas gilt für alles unter der Kundennummer {number}. Wenn Sie das"
    " nicht waren, ändern Sie bitte sofort Ihr Kundenpasswort und wenden Sie sich an unseren"
    " Kundenservice.\n",
    "en": "Dear {name},\n\n{what}\n\nThis applies to everything under customer number {number}. If it was not"
    " you, please change your customer password at once and contact our customer service.\n",
}
DATA_CHANGED = {"de": "Ihre Kundendaten wurden geändert", "en": "Your customer data were changed"}

PACKAGE = {
    "de": "Guten Tag {name},\n\n{what}\n\nDas gilt für das Paket {domain}. Wenn weder Sie noch jemand, dem"
    " Sie vertrauen, das getan hat, melden Sie sich bitte mit Ihrer Kundennummer an, setzen Sie ein anderes"
    " Paketpasswort und wenden Sie sich an unseren Kundenservice.\n",
    "en": "Dear {name},\n\n{what}\n\nThis applies to the package {domain}. If neither you nor somebody you"
    " trust did this, please sign in with your customer number, set another package password, and contact"
    " our customer service.\n",
}
PACKAGE_CHANGED = {
    "de": "Der Zugang zu Ihrem Paket wurde geändert",
    "en": "Who gets into your package was changed",
}

ORDER = {
    "de": "Guten Tag {name},\n\n{what}\n\nWenn Sie das nicht waren, ändern Sie bitte sofort Ihr"
    " Kundenpasswort und wenden Sie sich an unseren Kundenservice.\n",
    "en": "Dear {name},\n\n{what}\n\nIf it was not you, please change your customer password at once and"
    " contact our customer service.\n",
}
ORDERED = {"de": "Ihre Bestellung", "en": "Your order"}

NEW_PLACE = {"de": "Anmeldung von einem neuen Ort", "en": "Sign-in from a new place"}
PACKAGE_FROM_NEW_PLACE = {
    "de": "Paketanmeldung von einem neuen Ort",
    "en": "Package sign-in from a new place",
}


def addresses_of(work: Work, customer: Customer) -> tuple[str, ...]:
    """Where a customer is told of what concerns the contract: also where linked numbers were told before."""
    return (customer.email, *work.linking.addresses(customer.id))


def queue(
    work: Work,
    customer: Customer,
    event: str,
    subject: str,
    body: str,
    at: dt.datetime,
    addresses: Iterable[str] = (),
    about: About | None = None,
) -> None:
    """Queue a letter to the contact addresses, those of linked numbers too, and to `addresses`: to each once.

    Args:
        work: The transaction of what is told.
        customer: Whose contract it concerns.
        event: What is told; each address is told of it once.
        subject: What the letter is about.
        body: The letter.
        at: The moment.
        addresses: Further addresses, such as the one before.
        about: What it is about; None: a notice in the customer's language.
    """
    about = about or About(language=language_of(customer.language))
    for address in dict.fromkeys((*addresses_of(work, customer), *addresses)):
        work.messages.queue(customer.id, event, address, subject, body, at, about)


def tell(work: Work, customer: Customer, at: dt.datetime, what: str, addresses: Iterable[str] = ()) -> None:
    """Queue a notice that something was changed, to the contact addresses and to `addresses`.

    Args:
        work: The transaction of the change itself.
        customer: Whose data.
        at: The moment of the change.
        what: A sentence on the change, in the customer's language, free of secrets.
        addresses: Further addresses, such as the one before.
    """
    body = said(DATA, customer.language).format(name=customer.name, what=what, number=customer.number)
    _queue(work, customer, at, DATA_CHANGED, body, addresses)


def tell_of_package(work: Work, customer: Customer, domain: str, at: dt.datetime, what: str) -> None:
    """Queue a notice to the owner that something was changed which decides who gets into a package.

    Args:
        work: The transaction of the change itself.
        customer: The owner.
        domain: What the package is called.
        at: The moment of the change.
        what: A sentence on the change, in the customer's language, free of secrets.
    """
    body = said(PACKAGE, customer.language).format(name=customer.name, what=what, domain=domain)
    _queue(work, customer, at, PACKAGE_CHANGED, body)


def tell_of_order(work: Work, customer: Customer, at: dt.datetime, what: str) -> None:
    """Queue what a customer has in hand of an order: `what` says in sentences what was ordered."""
    body = said(ORDER, customer.language).format(name=customer.name, what=what)
    _queue(work, customer, at, ORDERED, body, kind=MessageKind.CONTRACT)


def tell_of_sign_in(work: Work, customer: Customer, domain: str, at: dt.datetime, what: str) -> None:
    """Queue a notice that somebody signed in from where nobody did before.

    Args:
        work: The transaction of the sign-in.
        customer: Whose account.
        domain: What the package is called whose password it was; empty: it was the customer password.
        at: The moment of the sign-in.
        what: A sentence on when and where, in the customer's language.
    """
    letter, subject = (PACKAGE, PACKAGE_FROM_NEW_PLACE) if domain else (DATA, NEW_PLACE)
    body = said(letter, customer.language).format(
        name=customer.name, what=what, number=customer.number, domain=domain
    )
    _queue(work, customer, at, subject, body, kind=MessageKind.SIGN_IN)


def _queue(
    work: Work,
    customer: Customer,
    at: dt.datetime,
    subject: Sentences,
    body: str,
    addresses: Iterable[str] = (),
    kind: MessageKind = MessageKind.NOTICE,
) -> None:
    event = f"customer {customer.id} changed {secrets.token_hex(16)}"
    about = About(kind, language_of(customer.language))
    queue(work, customer, event, said(subject, customer.language), body, at, addresses, about)
