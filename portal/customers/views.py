"""What screens are shown of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.customers.address import Address
from portal.customers.email import EmailAddresses
from portal.customers.telephone import TelephoneNumbers, national

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.customers import Customer, Mandate, PaymentMethod


@dataclass(frozen=True, slots=True)
class MandateView:
    """The mandate in force, its account masked.

    Attributes:
        reference: What the bank statement names.
        account_holder: As given.
        masked_iban: First four and last four; the rest is never shown.
        bank_name: May be empty.
        bic: May be empty.
        signed_at: When it was given (UTC).
    """

    reference: str
    account_holder: str
    masked_iban: str
    bank_name: str
    bic: str
    signed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer's own data.

    Attributes:
        number: Customer number, 8 digits.
        name: Company, else first and last name.
        address: As the address form shows it.
        telephone: As the telephone form shows it, numbers in national form.
        emails: As the email form shows it.
        payment_method: Debit or transfer.
        mandate: The mandate in force, if any.
        packages: How many packages the data apply to.
    """

    number: str
    name: str
    address: Address
    telephone: TelephoneNumbers
    emails: EmailAddresses
    payment_method: PaymentMethod
    mandate: MandateView | None
    packages: int


def view_of(customer: Customer, mandate: Mandate | None, packages: int) -> CustomerView:
    """The view of loaded entities."""
    return CustomerView(
        number=customer.number,
        name=customer.name,
        address=address_of(customer),
        telephone=telephone_of(customer),
        emails=emails_of(customer),
        payment_method=customer.payment_method,
        mandate=_mandate(mandate) if mandate else None,
        packages=packages,
    )


def address_of(customer: Customer) -> Address:
    """The stored address; not checked again: what was accepted once is shown."""
    return Address.model_construct(
        country=customer.country,
        street=customer.street,
        house_number=customer.house_number,
        addition=customer.addition,
        postcode=customer.postcode,
        town=customer.town,
    )


def telephone_of(customer: Customer) -> TelephoneNumbers:
    """The stored numbers in the national form of the customer's country."""
    region = customer.country
    return TelephoneNumbers.model_construct(
        region=region,
        telephone=national(customer.telephone, region),
        mobile=national(customer.mobile, region),
        fax=national(customer.fax, region),
    )


def emails_of(customer: Customer) -> EmailAddresses:
    """The stored addresses."""
    return EmailAddresses.model_construct(email=customer.email, invoice_email=customer.invoice_email)


def masked(first: str, last: str) -> str:
    """An IBAN of which only the ends are known."""
    return f"{first} •••• •••• {last}"


def _mandate(mandate: Mandate) -> MandateView:
    return MandateView(
        reference=mandate.reference,
        account_holder=mandate.account_holder,
        masked_iban=masked(mandate.iban_first, mandate.iban_last),
        bank_name=mandate.bank_name,
        bic=mandate.bic,
        signed_at=mandate.signed_at,
    )
