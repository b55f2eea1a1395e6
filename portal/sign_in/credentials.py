"""Whose password is asked for: found by number, by domain, or by the session that began with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.access import Access, CustomerAccess, PackageAccess
from storage.models.customers import CustomerState
from storage.models.packages import PackageState

if TYPE_CHECKING:
    from storage.work import Work

NUMBER = re.compile("[0-9]{8}")
"""What a customer number looks like; anything else is not even looked for."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A password that may sign in, with what it opens.

    Attributes:
        account: What the throttle counts by: all domains of a package are one account.
        verifier: The argon2id hash; a renewed one of the same password makes no other credential.
        version: Counts changes of the password.
        customer_id: Whose account.
        package_id: The one package it opens; None for the whole account.
        number: The customer number, where the customer signs in.
        name: The customer's name, or the package's main domain.
        country: The customer's; empty for a package, whose webmaster may live anywhere.
    """

    account: str
    verifier: str = field(repr=False, compare=False)
    version: int
    customer_id: int
    package_id: int | None
    number: str
    name: str
    country: str

    def access(self, session_id: str) -> Access:
        """The access that a session begun with it gives."""
        if self.package_id is None:
            return CustomerAccess(session_id, self.customer_id)
        return PackageAccess(session_id, self.package_id, by_owner=False)


def customer_account(number: str) -> str:
    """What the throttle calls an account, whether it exists or not."""
    return f"customer {number}"


def package_account(package_id: int) -> str:
    """What the throttle calls a package, whichever of its domains is signed in by."""
    return f"package {package_id}"


def domain_account(name: str) -> str:
    """What the throttle calls a domain by which nobody can sign in."""
    return f"domain {name}"


def of_customer(work: Work, number: str) -> Credential | None:
    """The customer password of a customer who may sign in."""
    customer = work.customers.by_number(number) if NUMBER.fullmatch(number) else None
    if customer is None or customer.state is not CustomerState.ACTIVE:
        return None
    return Credential(
        account=customer_account(customer.number),
        verifier=customer.password_hash,
        version=customer.credential_version,
        customer_id=customer.id,
        package_id=None,
        number=customer.number,
        name=customer.name,
        country=customer.country,
    )


def of_package(work: Work, ascii_name: str | None) -> Credential | None:
    """The package password of the package in which this domain serves; None is no domain at all."""
    found = work.packages.by_serving_domain(ascii_name) if ascii_name else None
    if found is None:
        return None
    package, owner = found
    if (
        package.password_hash is None
        or not package.webmaster_signs_in
        or package.state is PackageState.ENDED
        or owner.state is not CustomerState.ACTIVE
    ):
        return None
    return Credential(
        account=package_account(package.id),
        verifier=package.password_hash,
        version=package.credential_version,
        customer_id=package.customer_id,
        package_id=package.id,
        number="",
        name=package.main_domain,
        country="",
    )
