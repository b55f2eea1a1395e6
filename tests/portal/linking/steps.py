"""What linking stories begin with: two numbers of the same person, who pays both from the same account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.linking import LinkNumbers, OtherNumber
from tests.portal.house import NEW_PASSWORD, PASSWORD
from tests.portal.invoices.steps import YEARLY, bill, payer

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.linking import LinkPlan
    from storage.models.customers import Customer
    from tests.portal.house import House

EMAIL, OTHER_EMAIL = "jutta@example.org", "zweite@example.org"


def two_numbers(house: House, domain: str = "zweites.example") -> tuple[Customer, Customer]:
    """A number with `PASSWORD`, and a second one with `NEW_PASSWORD` and a package with an open invoice."""
    own, other = payer(house, email=EMAIL), payer(house, password=NEW_PASSWORD, email=OTHER_EMAIL)
    house.package(own)
    house.package(other, domain, agreed=YEARLY)
    bill(house)
    return own, other


def typed(other: Customer, password: str = NEW_PASSWORD) -> OtherNumber:
    """The other number with a password."""
    return OtherNumber(number=other.number, other_password=password)


def compared(house: House, access: CustomerAccess, other: Customer) -> LinkPlan:
    """What linking would mean."""
    return house.portal.linking.compare(access, typed(other))


def confirmed(other: Customer, password: str = PASSWORD, its: str = NEW_PASSWORD) -> LinkNumbers:
    """The other number with both passwords."""
    return LinkNumbers(number=other.number, other_password=its, password=password)


def linked(house: House, own: Customer, other: Customer) -> CustomerAccess:
    """Link a number as its customer does it, who is signed in then."""
    access = house.access(own)
    house.portal.linking.link(access, compared(house, access, other), confirmed(other))
    return access
