"""Valid entities with believable values; a test names only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.models.customers import Customer, CustomerKind, Mandate
from storage.models.domains import Domain, DomainKind, Site
from storage.models.offers import Offer
from storage.models.packages import Contract, Package
from storage.models.products import Family, Product, Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.work import Work

NOON = dt.datetime(2026, 11, 18, 11, 0, tzinfo=dt.UTC)
"""A Wednesday, noon in Berlin: the present of all tests."""

IBAN = "DE89370400440532013000"
OTHER_IBAN = "DE02120300000000202051"

QUOTAS: Mapping[Resource, int] = {
    Resource.DOMAINS: 5,
    Resource.MAILBOXES: 50,
    Resource.MAIL_STORAGE: 10_240,
    Resource.DATABASES: 10,
    Resource.WEBSPACE: 51_200,
    Resource.SFTP_USERS: 5,
    Resource.CRON_JOBS: 5,
    Resource.BACKUPS: 14,
}

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Scope:
    """Somebody who asks, as the repositories see them; stands for the portal's access."""

    customer_id: int = 0
    package_id: int = 0
    by_owner: bool = True


def customer(**changes: Any) -> Customer:
    """A consumer in Cologne, reachable by telephone, who pays by transfer."""
    values: dict[str, Any] = {
        "number": f"{20_000_000 + next(_numbers)}",
        "kind": CustomerKind.CONSUMER,
        "first_name": "Jutta",
        "last_name": "Müller-Lüdenscheidt",
        "street": "Aachener Straße",
        "house_number": "135a",
        "postcode": "50667",
        "town": "Köln",
        "country": "DE",
        "telephone": "+4922112345678",
        "telephone_typed": "0221 12345678",
        "email": "jutta@müller-beispiel.de",
        "password_hash": "no password fits",
        "since": dt.date(2019, 3, 1),
    }
    return Customer(**values | changes)


def product(**changes: Any) -> Product:
    """A hosting product for twelve months at 59.88 €."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"hosting-{number}",
        "name": "Webhosting M",
        "family": Family.HOSTING,
        "rank": number,
        "price_cents": 5988,
        "billing_months": 12,
        "minimum_months": 12,
    }
    return Product(**values | changes)


def contract(package_id: int = 0, **changes: Any) -> Contract:
    """What was agreed on New Year's Day for a package at 59.88 € a year."""
    values: dict[str, Any] = {
        "package_id": package_id,
        "started_on": dt.date(2026, 1, 1),
        "minimum_months": 12,
        "notice_months": 1,
        "billing_months": 12,
        "price_cents": 5988,
    }
    return Contract(**values | changes)


def package(customer_id: int, product_id: int, **changes: Any) -> Package:
    """An active package of that customer, without a package password."""
    values: dict[str, Any] = {
        "customer_id": customer_id,
        "product_id": product_id,
        "main_domain": f"beispiel-{next(_numbers)}.de",
    }
    return Package(**values | changes)


def domain(package_id: int, **changes: Any) -> Domain:
    """An active included domain; `ascii_name` follows `name` where only that is given."""
    name = changes.get("name", f"beispiel-{next(_numbers)}.de")
    values: dict[str, Any] = {
        "package_id": package_id,
        "name": name,
        "ascii_name": name,
        "kind": DomainKind.INCLUDED,
        "registered_on": dt.date(2026, 1, 1),
    }
    return Domain(**values | changes)


def site(of: Domain, label: str = "", **changes: Any) -> Site:
    """What stands under a domain that has its id: the domain itself, or a subdomain of it."""
    name, ascii_name = (f"{label}.{each}" if label else each for each in (of.name, of.ascii_name))
    values: dict[str, Any] = {
        "package_id": of.package_id,
        "domain_id": of.id,
        "label": label,
        "name": name,
        "ascii_name": ascii_name,
    }
    return Site(**values | changes)


def mandate(customer_id: int, **changes: Any) -> Mandate:
    """An active mandate for `IBAN`, which `Customers.add_mandate` is still to seal."""
    values: dict[str, Any] = {
        "customer_id": customer_id,
        "reference": f"CL-{next(_numbers):06}",
        "account_holder": "Jutta Müller-Lüdenscheidt",
        "iban_first": IBAN[:4],
        "iban_last": IBAN[-4:],
        "iban_digest": "0" * 64,
        "bic": "COBADEFFXXX",
        "bank_name": "Commerzbank",
        "signed_at": NOON,
    }
    return Mandate(**values | changes)


def offer(**changes: Any) -> Offer:
    """A service for all, in November 2026."""
    values: dict[str, Any] = {
        "code": "archive",
        "name": "Mail Archive",
        "text": "Keeps every mail for ten years.",
        "starts_on": dt.date(2026, 11, 1),
        "ends_on": dt.date(2026, 11, 30),
        "service": "Mail Archive",
        "price_cents": 398,
        "billing_months": 1,
        "minimum_months": 12,
        "notice_months": 1,
    }
    return Offer(**values | changes)


def add_customer(work: Work, **changes: Any) -> Customer:
    """A customer that is in the database."""
    return work.customers.add(customer(**changes))


def add_product(work: Work, quotas: Mapping[Resource, int] = QUOTAS, **changes: Any) -> Product:
    """A product that is in the database, with its quotas."""
    return work.products.add(product(**changes), quotas)


def add_package(
    work: Work,
    owner: Customer,
    of: Product | None = None,
    *,
    agreed: Mapping[str, Any] | None = None,
    usage: Mapping[Resource, int] | None = None,
    **changes: Any,
) -> Package:
    """A package that is in the database: with its contract, its counters, and its main domain."""
    of = of or add_product(work)
    added = work.packages.add(package(owner.id, of.id, **changes), contract(**agreed or {}), usage or {})
    main = domain(added.id, name=added.main_domain, kind=DomainKind.MAIN)
    work.domains.add(main)
    work.flush()
    work.administration.add(site(main))
    return added
