"""Making a form with its number and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import WholeCustomer
from portal.clock import day_in
from portal.written_forms.models import stored
from portal.written_forms.paper import Printing, form_document
from portal.written_forms.recording import act_of
from storage.models.contracts import ActKind
from storage.models.written_forms import WrittenForm

if TYPE_CHECKING:
    import datetime as dt

    from portal.settings import Settings
    from portal.written_forms.models import OtherParty
    from portal.written_forms.objects import Found
    from portal.written_forms.views import FormObject
    from storage.models.customers import Customer
    from storage.work import Work

NUMBER = "F-{year}-{serial:06}"

LONGEST_ABOUT = 300


def printed_form(
    work: Work,
    settings: Settings,
    customer: Customer,
    about: FormObject,
    found: Found,
    other: OtherParty,
    now: dt.datetime,
) -> WrittenForm:
    """A new form; its printing is put on record, and the paper of that is the form.

    Args:
        work: The transaction.
        settings: Who writes, and where the provider is.
        customer: Whose form.
        about: What it is about.
        found: The same, as it is now.
        other: What is known of the other party.
        now: The moment of printing.
    """
    from portal.documents.form_file import form_pdf

    today = day_in(settings.time_zone, now)
    serial = work.written_forms.next_number(today.year)
    number = NUMBER.format(year=today.year, serial=serial)
    packages = work.customers.count_packages(WholeCustomer(customer.id))
    contact = found.contact_of(about.role)
    form = WrittenForm(
        customer_id=customer.id,
        year=today.year,
        serial=serial,
        number=number,
        kind=about.kind,
        package_id=about.package_id,
        role=about.role,
        about=_about(customer, found),
        present=contact.name if contact else customer.name,
        other=stored(other),
        act_id=0,
        printed_at=now,
    )
    act = act_of(ActKind.FORM_PRINTED, form, customer, now, today)
    work.contracts.record(act)
    work.flush()
    printing = Printing(about, found, customer, packages, other, number, today)
    work.contracts.keep_paper(act.id, form_pdf(form_document(printing, settings)))
    form.act_id = act.id
    work.written_forms.add(form, about.domain_ids)
    return form


def _about(customer: Customer, found: Found) -> str:
    """What a form is about, in a line."""
    if found.agreed is None:
        return customer.number
    names = ", ".join(each.name for each in found.domains)
    about = names or found.agreed.package.main_domain
    return about if len(about) <= LONGEST_ABOUT else f"{about[: LONGEST_ABOUT - 1]}…"
