"""Linking customer numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.linking import LinkNumbers, OtherNumber
from tests.factories import customer
from tests.factories import mandate as mandate_of
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.linking import LinkPlan
    from portal.portal import Portal


def a_second_number(portal: Portal, access: CustomerAccess) -> str:
    """Another number of the customer's, made for it, with the customer password of all tests."""
    portal.customers.show(access)  # who may not see that leaves nothing behind
    means = portal._means
    with means.storage.writing() as work:
        own = work.customers.owned_by(access)
        names = {name: getattr(own, name) for name in ("first_name", "last_name", "company", "kind")}
        second = work.customers.add(customer(password_hash=means.passwords.hash(PASSWORD), **names))
        mandate = work.customers.active_mandate(access)
        if mandate is not None:
            same = mandate_of(second.id, iban_digest=mandate.iban_digest)
            work.customers.add_mandate(same, work.customers.iban_of(mandate))
        work.commit()
    return second.number


def compare(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> LinkPlan:
    """A number with its password."""
    number = a_second_number(portal, access)
    return portal.linking.compare(access, OtherNumber(number=number, other_password=password))


def link(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> LinkPlan:
    """The same password for both numbers; what was compared before is what is linked."""
    number = a_second_number(portal, access)
    seen = portal.linking.compare(access, OtherNumber(number=number, other_password=PASSWORD))
    entered = LinkNumbers(number=number, other_password=PASSWORD, password=password)
    return portal.linking.link(access, seen, entered)


USES = {
    "linking.linked": lambda portal, access: portal.linking.linked(access),
    "linking.compare": compare,
    "linking.link": link,
}

SECRETS = {"linking.compare": compare, "linking.link": link}
