"""Erika's forms: one is carried out, one was rejected, one is being checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.demo.days import at_noon
from portal.validation import checked
from portal.written_forms.carrying_out import new_contact
from portal.written_forms.models import OtherParty, stored
from portal.written_forms.objects import find
from portal.written_forms.printing import printed_form
from portal.written_forms.views import FormObject
from storage.models.domains import ContactRole, DomainContact
from storage.models.written_forms import FormKind, FormState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.settings import Settings
    from storage.models.customers import Customer
    from storage.models.written_forms import WrittenForm
    from storage.repositories.customers import CustomerScope
    from storage.work import Work

CLUB = {
    "company": "Sonnenhof e.V.",
    "first_name": "Hannah",
    "last_name": "Łukasik",
    "country": "DE",
    "street": "Am Sonnenhof",
    "house_number": "3",
    "postcode": "51147",
    "town": "Köln",
    "email": "vorstand@verein-sonnenhof.example",
    "telephone": "0221 4710-820",
}

FRIEND = {"first_name": "Theo", "last_name": "Winterfeld", "country": "DE", "email": "theo@post.example"}

UNSIGNED = "Die Unterschrift des künftigen Vertragspartners fehlt."


@dataclass(frozen=True, slots=True)
class Owner:
    """The customer whose forms they are."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class PlannedForm:
    """A form of the demo.

    Attributes:
        kind: What it changes.
        domain: The main domain of the package, whose contact changes or that moves.
        other: What is known of the other party.
        days_ago: When it was printed.
        state: Where it is by now.
        reason: Why it was rejected.
    """

    kind: FormKind
    domain: str
    other: Mapping[str, str]
    days_ago: int
    state: FormState
    reason: str = field(default="")


PLANNED = (
    PlannedForm(FormKind.HOLDER, "verein-sonnenhof.de", CLUB, 40, FormState.ACCEPTED),
    PlannedForm(FormKind.TRANSFER, "wanderblog.org", FRIEND, 21, FormState.REJECTED, UNSIGNED),
    PlannedForm(FormKind.TRANSFER, "wanderblog.org", FRIEND, 10, FormState.RECEIVED),
)


def print_all(work: Work, settings: Settings, customer: Customer, today: dt.date) -> None:
    """Print Erika's forms, and let them be where they are by now."""
    for planned in PLANNED:
        _print(work, settings, customer, planned, today - dt.timedelta(days=planned.days_ago))


def _print(work: Work, settings: Settings, customer: Customer, planned: PlannedForm, day: dt.date) -> None:
    scope = Owner(customer.id)
    about = _about(work, scope, planned)
    found = find(work, scope, about)
    other = checked(OtherParty, planned.other)
    form = printed_form(work, settings, customer, about, found, other, at_noon(day))
    _send(form, day + dt.timedelta(days=4))
    if planned.state is not FormState.RECEIVED:
        form.decided_at = at_noon(day + dt.timedelta(days=6))
    form.state, form.reason = planned.state, planned.reason
    if planned.state is FormState.ACCEPTED:
        form.effective_on, form.carried_out_at = day + dt.timedelta(days=6), form.decided_at
        [domain] = found.domains
        contact = new_contact(stored(other)).model_dump()
        work.contacts.put(
            DomainContact(domain_id=domain.id, role=ContactRole.HOLDER, since=form.effective_on, **contact)
        )


def _send(form: WrittenForm, day: dt.date) -> None:
    form.received_at = at_noon(day)


def _about(work: Work, scope: CustomerScope, planned: PlannedForm) -> FormObject:
    package_id = work.accounts.package_called(scope.customer_id, planned.domain)
    if planned.kind is not FormKind.HOLDER:
        return FormObject(planned.kind, package_id)
    domains = work.domains.living_of(WholePackage(package_id))
    [domain_id] = [each.id for each in domains if each.name == planned.domain]
    return FormObject(planned.kind, package_id, (domain_id,), ContactRole.HOLDER)
