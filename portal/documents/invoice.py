"""What stands on an invoice or credit note: pure data, from which screen, PDF and XML are made alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class DocumentKind(StrEnum):
    """The type code of a document (UNTDID 1001)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer, as they stood on the day of issue.

    Attributes:
        name: Company, else first and last name.
        person: Whose attention, where the name is a company's.
        street: With the house number.
        addition: A further line of the address.
        postcode: As the country writes it.
        town: Where.
        country: ISO 3166-1 alpha-2.
        email: Where invoices go, or questions.
    """

    name: str
    person: str = ""
    street: str
    addition: str = ""
    postcode: str
    town: str
    country: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller(Party):
    """The provider, with what law wants on every invoice (§14 UStG, §35a GmbHG, §80 AktG).

    Attributes:
        telephone: For questions.
        website: The provider's.
        vat_id: VAT identification number, such as DE123456789.
        register: Court and number, such as "Amtsgericht Berlin HRB 12345".
        directors: Who directs the company.
        iban: The account that transfers go to.
        bic: Of its bank.
        bank_name: Of its bank.
        creditor_id: By which banks know who collects debits (SEPA).
    """

    telephone: str = ""
    website: str = ""
    vat_id: str
    register: str = ""
    directors: str = ""
    iban: str
    bic: str = ""
    bank_name: str = ""
    creditor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One line; amounts are in cents and carry the sign of the quantity.

    Attributes:
        text: What was supplied, in the document's language.
        details: For what, such as the package's main domain.
        period_from: First day of service.
        period_until: Last day of service.
        quantity: 1, or -1 for what is credited.
        net_cents: Without tax.
        gross_cents: With tax.
        rate: Percent of VAT.
    """

    text: str
    details: str = ""
    period_from: dt.date | None = None
    period_until: dt.date | None = None
    quantity: int = 1
    net_cents: int
    gross_cents: int
    rate: int


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """The sums of all lines of one rate, in cents.

    Attributes:
        rate: Percent of VAT.
        net_cents: What is taxed.
        tax_cents: Gross less net.
        gross_cents: Both.
    """

    rate: int
    net_cents: int
    tax_cents: int
    gross_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitNotice:
    """The announcement that a debit follows (SEPA core rulebook, pre-notification).

    Attributes:
        on: The day it is collected.
        mandate: The mandate's reference.
        masked_iban: First and last four signs of the account.
        bank_name: May be empty.
    """

    on: dt.date
    mandate: str
    masked_iban: str
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The invoice that a credit note corrects.

    Attributes:
        number: Its number.
        issued_on: Its date.
    """

    number: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """An invoice or credit note; amounts of a credit note are positive, its kind turns them round.

    Attributes:
        kind: Which of the two.
        number: Unique, gapless in its year.
        issued_on: Its date.
        language: `de` or `en`.
        customer_number: Under which it was issued.
        seller: The provider.
        buyer: The customer.
        period_from: First day of service of all lines.
        period_until: Last day of service of all lines.
        lines: At least one.
        taxes: The sums, by rate.
        net_cents: All of it without tax.
        tax_cents: All tax.
        gross_cents: What is to be paid, or is credited.
        due_on: The last day to pay; of a debit, the day it is collected; None: nothing is to be paid.
        debit: How it is collected; None: the customer transfers it.
        corrects: Of a credit note, the invoice; None where it stands for itself.
    """

    kind: DocumentKind
    number: str
    issued_on: dt.date
    language: str
    customer_number: str
    seller: Seller
    buyer: Party
    period_from: dt.date
    period_until: dt.date
    lines: tuple[DocumentLine, ...]
    taxes: tuple[TaxTotal, ...]
    net_cents: int
    tax_cents: int
    gross_cents: int
    due_on: dt.date | None = None
    debit: DebitNotice | None = None
    corrects: Reference | None = None
