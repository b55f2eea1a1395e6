"""Lines of an import file, and what a refused import says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from portal.access import OperatorAccess
from portal.operator.importing import ImportRefused
from storage.models.audit import AuditEntry
from storage.models.customers import Customer
from storage.models.domains import Domain
from storage.models.packages import Contract, Package
from storage.models.products import Product

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.importing import ImportReport
    from tests.portal.house import House

ANNA = OperatorAccess("anna")

SAMPLE = Path(__file__).parents[3] / "docs" / "sample-import.jsonl"

HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

TABLES = (Product, Customer, Package, Contract, Domain, AuditEntry)


def product(code: str = "hosting-m", rank: Any = 20, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "product",
        "code": code,
        "name": "Webhosting",
        "family": "hosting",
        "rank": rank,
        "price_cents": 5988,
        "billing_months": 12,
        "minimum_months": 12,
    } | changes


def customer(number: Any = "20000001", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "customer",
        "number": number,
        "type": "consumer",
        "first_name": "Jutta",
        "last_name": "Müller",
        "address": {
            "country": "DE",
            "street": "Aachener Straße",
            "house_number": "5",
            "postcode": "50674",
            "town": "Köln",
        },
        "telephones": {"telephone": "0221 1234567"},
        "emails": {"email": "jutta@example.de"},
    } | changes


def package(name: str = "jutta-strickt.de", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "package",
        "customer": "20000001",
        "product": "hosting-m",
        "domains": [{"name": name, "kind": "main", "registered_on": "2020-02-29"}],
        "contract": {"started_on": "2020-02-29"},
    } | changes


def debit(**changes: Any) -> dict[str, Any]:
    return {"method": "debit", "account_holder": "Jutta Müller", "iban": "DE89370400440532013000"} | changes


def refused(run: Callable[..., ImportReport], *lines: dict[str, Any] | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(ImportRefused) as caught:
        run(*lines)
    return [(error.line, error.field, error.reason) for error in caught.value.errors]


def counts(house: House) -> list[int]:
    with house.storage.reading() as work:
        return [work._session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def terms(**terms: str) -> dict[str, str]:
    return {"started_on": "2020-02-29"} | terms


def becoming(code: str) -> dict[str, str]:
    return terms(becomes=code, becomes_on="2027-02-28")
