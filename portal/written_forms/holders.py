"""Change of a domain's holder or Admin-C (rules.md, "In writing")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.written_forms.recording import confirm_step
from storage.models.contracts import ActKind
from storage.models.domains import ContactRole, DomainContact

if TYPE_CHECKING:
    import datetime as dt

    from portal.use_case import Means
    from portal.written_forms.models import NewContact
    from storage.models.customers import Customer
    from storage.models.domains import Domain
    from storage.models.written_forms import WrittenForm
    from storage.work import Work


def change_contact(
    work: Work,
    means: Means,
    form: WrittenForm,
    customer: Customer,
    domain: Domain,
    contact: NewContact,
    day: dt.date,
) -> None:
    """Let somebody be the contact of a domain that the form names.

    Args:
        work: The transaction.
        means: What time it is, and who writes.
        form: Which form.
        customer: The contract partner, who stays that.
        domain: Which domain.
        contact: Everything about the new contact.
        day: Their first day.
    """
    role = form.role or ContactRole.HOLDER
    values = contact.model_dump()
    work.contacts.put(DomainContact(domain_id=domain.id, role=role, since=day, **values))
    confirm_step(
        work, means, customer, form, ActKind.HOLDER_CHANGED, "holder changed", day, other=contact.name
    )
