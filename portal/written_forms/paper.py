"""A form before it is printed: what is known of both sides, and what is left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.customers.telephone import national
from portal.documents.form import Entry, FormDocument, Signer
from portal.documents.words import words_of
from portal.invoices.papers import writer_of
from portal.languages import language_of
from portal.written_forms.paper_words import COUNTS, paper_words_of
from portal.written_forms.views import contact_lines
from storage.models.domains import ContactRole
from storage.models.written_forms import FormKind

if TYPE_CHECKING:
    import datetime as dt

    from portal.settings import Settings
    from portal.written_forms.models import OtherParty
    from portal.written_forms.objects import Found
    from portal.written_forms.paper_words import PaperWords
    from portal.written_forms.views import FormObject
    from storage.models.customers import Customer

    Rows = tuple[tuple[str, str], ...]

ROWS = (
    (("company", 0.6), ("customer_number", 0.4)),
    (("first_name", 0.5), ("last_name", 0.5)),
    (("street", 0.75), ("house_number", 0.25)),
    (("addition", 0.5), ("wished_on", 0.5)),
    (("postcode", 0.2), ("town", 0.5), ("country", 0.3)),
    (("email", 0.6), ("telephone", 0.4)),
)
"""The fields of a contract partner, and their shares of the width."""

OF_CONTACTS = ((("company", 1.0),), *ROWS[1:])
"""Those of a domain's contact, who needs no contract."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What a form is printed from.

    Attributes:
        about: What it is about.
        found: The same, as it is now.
        customer: Whose form.
        packages: How many packages there are under the customer number.
        other: What is known of the other party.
        number: Of the form.
        day: Of printing.
    """

    about: FormObject
    found: Found
    customer: Customer
    packages: int
    other: OtherParty
    number: str
    day: dt.date


def form_document(printing: Printing, settings: Settings) -> FormDocument:
    """The form in the customer's language."""
    customer, kind = printing.customer, printing.about.kind
    language = language_of(customer.language)
    words, paper = words_of(language), paper_words_of(language)
    seller = writer_of(settings)
    rows = OF_CONTACTS if kind is FormKind.HOLDER else ROWS
    admin_c = printing.about.role is ContactRole.ADMIN_C
    present = paper.admin_c_present if admin_c else paper.present[kind]
    future = paper.admin_c_future if admin_c else paper.future[kind]
    where = ", ".join(filter(None, (seller.name, seller.street, f"{seller.postcode} {seller.town}".strip())))
    by_email = paper.sending_by_email.format(email=seller.email) if seller.email else ""
    return FormDocument(
        language=language,
        title=paper.admin_c_title if admin_c else paper.titles[kind],
        subtitle=paper.subtitle,
        information=(
            (paper.number, printing.number),
            (paper.date, words.day(printing.day)),
            (words.customer_number, customer.number),
        ),
        seller=seller,
        sender=" · ".join((customer.name, *_address(customer))),
        facts=((paper.about, _about(printing, paper)), (present, _present(printing, paper))),
        entries_title=future,
        entries=tuple(_entries(printing, paper, row) for row in rows),
        terms_title=paper.terms_title,
        terms=_terms(printing, paper),
        signers=(
            Signer("present", present, paper.place, paper.day, paper.signature, paper.letters),
            Signer("future", future, paper.place, paper.day, paper.signature, paper.letters),
        ),
        sending_title=paper.sending_title,
        sending=f"{paper.sending.format(address=where)}{by_email}.",
    )


def _entries(printing: Printing, paper: PaperWords, row: tuple[tuple[str, float], ...]) -> tuple[Entry, ...]:
    language = language_of(printing.customer.language)
    return tuple(
        Entry(name, paper.labels[name], _value(printing.other, name, language), share) for name, share in row
    )


def _about(printing: Printing, paper: PaperWords) -> Rows:
    found, customer = printing.found, printing.customer
    if found.agreed is None:
        if not printing.packages:
            return ((paper.contract, paper.no_packages.format(number=customer.number)),)
        one, many = COUNTS[language_of(customer.language)]
        count = (one if printing.packages == 1 else many).format(n=printing.packages)
        return ((paper.contract, paper.packages.format(number=customer.number, count=count)),)
    package = ((paper.package, found.agreed.package.main_domain), (paper.product, found.agreed.product.name))
    if printing.about.kind is FormKind.HOLDER:
        return ((paper.domain, _both_names(found)), *package)
    if not found.domains:
        return (*package, (paper.domains, paper.whole))
    return (*package, (paper.domains, _both_names(found)))


def _both_names(found: Found) -> str:
    """Domains as people read them, and as DNS knows them where that differs."""
    return ", ".join(
        each.name if each.name == each.ascii_name else f"{each.name} ({each.ascii_name})"
        for each in found.domains
    )


def _present(printing: Printing, paper: PaperWords) -> Rows:
    contact = printing.found.contact_of(printing.about.role)
    if contact is not None:
        name, *lines = contact_lines(contact)
        return (paper.name, name), (paper.address, ", ".join(lines)), (paper.email, contact.email)
    customer = printing.customer
    person = f"{customer.first_name} {customer.last_name}".strip() if customer.company else ""
    return (
        (paper.name, ", ".join(filter(None, (customer.name, person)))),
        (
            paper.address,
            ", ".join((*_address(customer), words_of(customer.language).territory(customer.country))),
        ),
        (paper.email, customer.email),
        (paper.telephone, national(customer.telephone or customer.mobile, customer.country)),
    )


def _address(customer: Customer) -> tuple[str, ...]:
    street = f"{customer.street} {customer.house_number}".strip()
    town = f"{customer.postcode} {customer.town}".strip()
    return tuple(filter(None, (customer.addition, street, town)))


def _value(other: OtherParty, name: str, language: str) -> str:
    """A field as it is printed; the country with its name, and only below an address."""
    words = words_of(language)
    if name == "wished_on":
        return words.day(other.wished_on) if other.wished_on else ""
    if name == "country":
        return words.territory(other.country) if other.street or other.town else ""
    return getattr(other, name) or ""


def _terms(printing: Printing, paper: PaperWords) -> tuple[str, ...]:
    if printing.about.role is ContactRole.ADMIN_C:
        return paper.admin_c_terms
    if printing.about.kind is FormKind.TRANSFER and printing.about.domain_ids:
        return paper.part_terms
    return paper.terms[printing.about.kind]
