"""What customers are told after their data changed: plain letters, to everyone concerned."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from portal.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from storage.models.customers import Customer
    from storage.work import Work


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
    """
    for address in dict.fromkeys((*addresses_of(work, customer), *addresses)):
        work.messages.queue(customer.id, event, address, subject, body, at)


def tell(work: Work, customer: Customer, at: dt.datetime, what: str, addresses: Iterable[str] = ()) -> None:
    """Queue a notice that something was changed, to the contact addresses and to `addresses`.

    Args:
        work: The transaction of the change itself.
        customer: Whose data.
        at: The moment of the change.
        what: A sentence on the change, free of secrets.
        addresses: Further addresses, such as the one before.
    """
    body = _(
        "Dear {name},\n\n{what}\n\nThis applies to everything under customer number {number}. If it was not"
        " you, please change your customer password at once and contact our customer service.\n"
    ).format(name=customer.name, what=what, number=customer.number)
    _queue(work, customer, at, _("Your customer data were changed"), body, addresses)


def tell_of_package(work: Work, customer: Customer, domain: str, at: dt.datetime, what: str) -> None:
    """Queue a notice to the owner that something was changed which decides who gets into a package.

    Args:
        work: The transaction of the change itself.
        customer: The owner.
        domain: What the package is called.
        at: The moment of the change.
        what: A sentence on the change, free of secrets.
    """
    body = _(
        "Dear {name},\n\n{what}\n\nThis applies to the package {domain}. If neither you nor somebody you"
        " trust did this, please sign in with your customer number, set another package password, and contact"
        " our customer service.\n"
    ).format(name=customer.name, what=what, domain=domain)
    _queue(work, customer, at, _("Who gets into your package was changed"), body)


def tell_of_order(work: Work, customer: Customer, at: dt.datetime, what: str) -> None:
    """Queue what a customer has in hand of an order: `what` says in sentences what was ordered."""
    body = _(
        "Dear {name},\n\n{what}\n\nIf it was not you, please change your customer password at once and"
        " contact our customer service.\n"
    ).format(name=customer.name, what=what)
    _queue(work, customer, at, _("Your order"), body)


def _queue(
    work: Work, customer: Customer, at: dt.datetime, subject: str, body: str, addresses: Iterable[str] = ()
) -> None:
    event = f"customer {customer.id} changed {secrets.token_hex(16)}"
    queue(work, customer, event, subject, body, at, addresses)
