"""Imported domains begin like those that are ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models.dns import DnsRecord
from storage.models.domains import Domain, Site
from storage.models.packages import PackageUsage
from storage.models.products import Resource
from tests.portal.importing.records import customer, package, product

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.operator.importing import ImportReport
    from tests.portal.house import House


def test_a_living_domain_begins_with_a_site_and_the_default_records(
    house: House, bring_in: Callable[..., ImportReport]
) -> None:
    line = package("jutta-strickt.de")
    line["domains"] += [
        {"name": "größe.de", "registered_on": "2020-01-01", "kind": "additional"},
        {"name": "vorbei.de", "registered_on": "2020-01-01", "kind": "additional", "state": "ended"},
    ]
    bring_in(product(), customer(), line)
    with house.storage.reading() as work:
        session = work._session
        sites = session.execute(select(Site.name, Site.ascii_name, Site.label).order_by(Site.id)).all()
        versions = {domain.name: domain.zone_version for domain in session.scalars(select(Domain))}
        records = session.scalars(select(DnsRecord).join(Domain).where(Domain.name == "größe.de")).all()
        counted = session.scalars(
            select(PackageUsage.used).where(PackageUsage.resource == Resource.ADDITIONAL_DOMAINS)
        ).all()
        assert work.sites.domains_without_one() == []
        assert work.health.wrong_counters() == []
    assert sites == [("jutta-strickt.de", "jutta-strickt.de", ""), ("größe.de", "xn--gre-6ka8i.de", "")]
    assert versions == {"jutta-strickt.de": 1, "größe.de": 1, "vorbei.de": 0}
    assert {(record.name, record.type.value) for record in records} == {
        ("@", "A"),
        ("@", "AAAA"),
        ("@", "MX"),
        ("@", "TXT"),
        ("www", "A"),
        ("www", "AAAA"),
    }
    assert counted == [1]
