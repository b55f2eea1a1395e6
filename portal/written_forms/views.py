"""What is shown of forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.customers.naming import called

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.domains import ContactRole, DomainContact
    from storage.models.written_forms import FormKind, FormState, WrittenForm


@dataclass(frozen=True, slots=True)
class FormObject:
    """What a form is about.

    Attributes:
        kind: What it changes.
        package_id: The package that moves, or in which the domains are; None: the whole customer number.
        domain_ids: The domains that move, or the one whose contact changes; none: the whole package.
        role: Which contact changes.
    """

    kind: FormKind
    package_id: int | None = None
    domain_ids: tuple[int, ...] = ()
    role: ContactRole | None = None


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as the list shows it.

    Attributes:
        id: By which its paper is asked for.
        number: Such as F-2026-000123.
        kind: What it changes.
        role: Which contact of a domain, where it changes one.
        state: Where it is on its way.
        about: Customer number, main domain or domains.
        present: Who it was when the form was printed: contract partner or contact.
        other: Who it shall be; empty: that was left open.
        printed_at: When it was printed, in UTC.
        received_at: When it was received.
        decided_at: When it was accepted, rejected or withdrawn.
        effective_on: The first day it holds, once it is accepted.
        carried_out: Whether that was done.
        reason: Why it was rejected or withdrawn, a sentence.
    """

    id: int
    number: str
    kind: FormKind
    role: ContactRole | None
    state: FormState
    about: str
    present: str
    other: str
    printed_at: dt.datetime
    received_at: dt.datetime | None
    decided_at: dt.datetime | None
    effective_on: dt.date | None
    carried_out: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FormDomain:
    """A domain that a form can be about.

    Attributes:
        id: Which.
        name: In Unicode.
        is_main: Whether it is the package's main domain, which moves with the whole package only.
        holder: Who holds it.
        is_partner: Whether the holder is the contract partner.
        has_admin_c: Whether its registry knows an Admin-C.
        admin_c: Who that is; empty where there is none.
    """

    id: int
    name: str
    is_main: bool
    holder: str
    is_partner: bool
    has_admin_c: bool
    admin_c: str


@dataclass(frozen=True, slots=True)
class FormPackage:
    """A package that a form can be about.

    Attributes:
        package_id: Which.
        domain: Its main domain.
        product: What it is.
        domains: Its active domains, the main domain first.
    """

    package_id: int
    domain: str
    product: str
    domains: tuple[FormDomain, ...]


@dataclass(frozen=True, slots=True)
class FormPaper:
    """A form as a file.

    Attributes:
        number: Of the form.
        content: A PDF, always the same bytes.
    """

    number: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form as the operator lists it.

    Attributes:
        number: Such as F-2026-000123.
        kind: What it changes.
        state: Where it is on its way.
        about: Customer number, main domain or domains.
        present: Who it was when the form was printed.
        other: What is known of who it shall be, by field.
        printed_at: When it was printed, in UTC.
        received_at: When it was received.
        effective_on: The first day it holds, once it is accepted.
        carried_out_at: When that was done.
        reason: Why it was rejected or withdrawn.
    """

    number: str
    kind: FormKind
    state: FormState
    about: str
    present: str
    other: dict[str, str]
    printed_at: dt.datetime
    received_at: dt.datetime | None
    effective_on: dt.date | None
    carried_out_at: dt.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class AcceptedForm:
    """What accepting a form did.

    Attributes:
        form: The form.
        partner_number: After a handover: the number under which the partner before goes on; else empty.
        needs_password: The customer number that needs a new customer password; empty: none does.
    """

    form: FormRow
    partner_number: str = ""
    needs_password: str = ""


def other_name(form: WrittenForm) -> str:
    """Who it shall be; empty where that was left open."""
    other = form.other
    return called(other.get("company", ""), other.get("first_name", ""), other.get("last_name", ""))


def form_view(form: WrittenForm) -> FormView:
    """A stored form as its customer sees it."""
    return FormView(
        id=form.id,
        number=form.number,
        kind=form.kind,
        role=form.role,
        state=form.state,
        about=form.about,
        present=form.present,
        other=other_name(form),
        printed_at=form.printed_at,
        received_at=form.received_at,
        decided_at=form.decided_at,
        effective_on=form.effective_on,
        carried_out=form.carried_out_at is not None,
        reason=form.reason,
    )


def form_row(form: WrittenForm) -> FormRow:
    """A stored form as the operator sees it."""
    return FormRow(
        number=form.number,
        kind=form.kind,
        state=form.state,
        about=form.about,
        present=form.present,
        other=dict(form.other),
        printed_at=form.printed_at,
        received_at=form.received_at,
        effective_on=form.effective_on,
        carried_out_at=form.carried_out_at,
        reason=form.reason,
    )


def contact_lines(contact: DomainContact) -> tuple[str, ...]:
    """A domain's contact as an address."""
    person = f"{contact.first_name} {contact.last_name}".strip() if contact.company else ""
    town = f"{contact.postcode} {contact.town}".strip()
    street = f"{contact.street} {contact.house_number}".strip()
    return tuple(
        line for line in (contact.name, person, contact.addition, street, town, contact.country) if line
    )
