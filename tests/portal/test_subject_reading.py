"""What every subject of the technical administration costs to open, however much stands in it."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from portal.paging import PageRequest
from storage.models.dns import DnsRecord, DnsType
from storage.models.history import PackageChange
from storage.models.mail import MailAddress, MailKind
from tests.portal.house import PACKAGE_PASSWORD
from tests.portal.uses import all_uses

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.base import Base
    from storage.models.customers import Customer
    from tests.portal.house import House

PAGES = sorted(name.removesuffix(".page") for name in all_uses() if name.endswith(".page"))

MANY = 1000

FIRST = PageRequest(limit=50, count=True)


def fill(house: House, package_id: int, domain_id: int) -> None:
    """A thousand of what grows."""
    of_package = {"package_id": package_id}
    of_domain = of_package | {"domain_id": domain_id}
    rows: dict[type[Base], list[dict[str, Any]]] = {
        MailAddress: [
            of_domain | {"local_part": f"m{n}", "address": f"m{n}@meine.example", "kind": MailKind.MAILBOX}
            for n in range(MANY)
        ],
        DnsRecord: [
            of_domain | {"name": f"h{n}", "type": DnsType.A, "value": "192.0.2.1"} for n in range(MANY)
        ],
        PackageChange: [
            of_package
            | {
                "revision": n,
                "at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
                "by_owner": True,
                "kind": "mailbox",
                "action": "added",
                "name": f"m{n}@meine.example",
            }
            for n in range(MANY)
        ],
    }
    with house.storage.writing() as work:
        for entity, values in rows.items():
            work.bulk.add(entity, values)
        work.commit()


def open_subject(portal: Portal, name: str, access: Any, request: PageRequest) -> Any:
    page = getattr(portal, name).page
    asked = [
        None if each in {"domain_id", "state"} else request
        for each in list(inspect.signature(page).parameters)[1:]
    ]
    return page(access, *asked)


@pytest.mark.parametrize("who", ["owner", "webmaster"])
def test_every_subject_opens_with_three_statements_however_much_stands_in_it(
    house: House, jutta: Customer, who: str
) -> None:
    one = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    inside = house.package_access("meine.example")
    if who == "owner":
        inside = house.portal.packages.open(house.access(jutta), one.id)
    [main] = house.portal.domains.choices(inside)
    fill(house, one.id, main.id)
    assert {"mail", "dns", "history", "cron_jobs", "databases", "backups"} <= set(PAGES)
    taken = {}
    for name in PAGES:
        with house.statements() as seen:
            open_subject(house.portal, name, inside, FIRST)
        taken[name] = len(seen)
    assert {name: count for name, count in taken.items() if count > 3} == {}


def test_the_lists_that_grow_say_how_many_there_are(house: House, jutta: Customer) -> None:
    one = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    inside = house.package_access("meine.example")
    [main] = house.portal.domains.choices(inside)
    fill(house, one.id, main.id)
    for name in ("mail", "dns", "history"):
        listing = open_subject(house.portal, name, inside, FIRST)
        assert (name, listing.page.total) == (name, MANY)
        assert len(listing.page.rows) == 50
