"""What stories of forms begin with, and what they look at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.paging import PageRequest
from portal.validation import checked
from portal.written_forms import ContactRole, FormKind, FormObject, OtherParty
from storage.models.contracts import ContractAct
from storage.models.domains import Domain, DomainContact
from storage.models.invoices import BillingItem
from tests.portal.invoices.steps import ANNA

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.written_forms import FormView
    from portal.written_forms.views import AcceptedForm, FormRow
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House

TODAY = dt.date(2026, 11, 22)

KAROL = {
    "company": "", "first_name": "Karol", "last_name": "Łęcki", "country": "DE", "street": "Lindenweg",
    "house_number": "7", "postcode": "10999", "town": "Berlin", "email": "karol@lecki.example",
    "telephone": "030 23125100",
}  # fmt: skip


def party(**changes: str) -> OtherParty:
    """What is known of Karol Łęcki."""
    return checked(OtherParty, KAROL | changes)


def nobody() -> OtherParty:
    """Nothing is known yet."""
    return checked(OtherParty, {"country": "DE"})


def printed(house: House, access: CustomerAccess, about: FormObject, other: OtherParty) -> FormView:
    return house.portal.written_forms.print(access, about, other)


def received(house: House, access: CustomerAccess, about: FormObject, **changes: str) -> str:
    """A form that came back with signatures; its number."""
    form = printed(house, access, about, party(**changes))
    house.portal.operator.forms.received(ANNA, form.number)
    return form.number


def accepted(
    house: House, access: CustomerAccess, about: FormObject, on: dt.date | None = None, **changes: str
) -> AcceptedForm:
    """A form that is accepted."""
    number = received(house, access, about, **changes)
    return house.portal.operator.forms.accept(ANNA, number, on)


HANDOVER = FormObject(FormKind.HANDOVER)


def transfer(package: Package, *domains: Domain) -> FormObject:
    return FormObject(FormKind.TRANSFER, package.id, tuple(each.id for each in domains))


def change(package: Package, domain: Domain, role: ContactRole = ContactRole.HOLDER) -> FormObject:
    return FormObject(FormKind.HOLDER, package.id, (domain.id,), role)


def domain_called(house: House, name: str) -> Domain:
    with house.storage.reading() as work:
        return work._session.query(Domain).filter_by(name=name).one()


def contacts(house: House, name: str) -> dict[ContactRole, DomainContact]:
    with house.storage.reading() as work:
        found = work._session.query(DomainContact).filter_by(domain_id=domain_called(house, name).id)
        return {each.role: each for each in found}


def waiting(house: House, customer_id: int) -> list[tuple[str, int]]:
    """What waits for a customer's next invoice."""
    with house.storage.reading() as work:
        items = work._session.query(BillingItem).filter_by(customer_id=customer_id, invoice_id=None)
        return [(each.text, each.gross_cents) for each in items.order_by(BillingItem.id)]


def acts(house: House, customer_id: int) -> list[str]:
    with house.storage.reading() as work:
        found = work._session.query(ContractAct).filter_by(customer_id=customer_id)
        return [each.kind.value for each in found.order_by(ContractAct.id)]


def forms(house: House, access: CustomerAccess) -> list[FormView]:
    """A customer's forms, the oldest first."""
    return list(house.portal.written_forms.page(access, PageRequest(limit=100)).rows)


def row(house: House, number: str) -> FormRow:
    """A form as the operator sees it."""
    return next(each for each in house.portal.operator.forms.list(ANNA) if each.number == number)


def numbered(house: House, number: str) -> Customer:
    with house.storage.reading() as work:
        found = work.customers.by_number(number)
    assert found is not None
    return found


def subjects(house: House, customer: Customer) -> list[str]:
    """What a customer was told, by subject."""
    return [message.subject for message in house.messages(customer)]
