"""Records of every kind of the technical administration, and a package to put them into."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.kinds import (
    CRON_JOB,
    DATABASE,
    DNS_RECORD,
    KINDS,
    MAIL,
    PROTECTED_DIRECTORY,
    SFTP_USER,
    SITE,
)
from storage.models.dns import DnsType
from storage.models.mail import MailKind
from storage.models.products import Dialect
from storage.repositories.packages import Use
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.access import PackageAccess
    from portal.kinds import Kind
    from storage.models.base import Administered
    from storage.models.customers import Customer
    from storage.models.domains import Domain
    from storage.models.history import PackageChange
    from storage.models.packages import Package
    from storage.models.products import Resource
    from tests.portal.house import House

VERIFIER = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$bGljaHRicmluZ2Vy"

MINIMAL: dict[str, dict[str, Any]] = {
    SITE.entity.__tablename__: {
        "label": "blog", "name": "blog.meine.example", "ascii_name": "blog.meine.example",
    },
    DNS_RECORD.entity.__tablename__: {"name": "www", "type": DnsType.A, "value": "192.0.2.7"},
    MAIL.entity.__tablename__: {
        "local_part": "info", "address": "info@meine.example", "kind": MailKind.FORWARD,
        "targets": ["anna@example.org"], "reply_until": dt.date(2026, 12, 24),
    },
    DATABASE.entity.__tablename__: {"name": "p1_blog", "dialect": Dialect.POSTGRESQL},
    SFTP_USER.entity.__tablename__: {"name": "p1-web", "keys": ["ssh-ed25519 AAAA agentur"]},
    PROTECTED_DIRECTORY.entity.__tablename__: {"directory": "/intern", "realm": "Intern"},
    CRON_JOB.entity.__tablename__: {"schedule": "@daily", "command": "php /nightly.php"},
}  # fmt: skip
"""What makes up a record of each kind, by its table; none has a password."""

EDITED: dict[str, dict[str, Any]] = {
    SITE.entity.__tablename__: {"directory": "/html/blog"},
    DNS_RECORD.entity.__tablename__: {"ttl": 600},
    MAIL.entity.__tablename__: {"enabled": False, "reply_until": None},
    DATABASE.entity.__tablename__: {"remark": "Weblog"},
    SFTP_USER.entity.__tablename__: {"expires_on": dt.date(2027, 1, 31)},
    PROTECTED_DIRECTORY.entity.__tablename__: {"realm": "Nur für uns"},
    CRON_JOB.entity.__tablename__: {"output_to": "anna@example.org"},
}
"""Other values for some of its fields."""

WITH_DOMAIN = (SITE, DNS_RECORD, MAIL)


def kind_name(kind: Kind[Any]) -> str:
    """For the ids of parametrized tests."""
    return str(kind.entity.__tablename__)


@dataclass
class Place:
    """A package with its two domains, and both who look after it."""

    house: House
    package: Package
    owner: PackageAccess
    webmaster: PackageAccess
    domains: Sequence[Domain]

    def new(self, kind: Kind[Any], /, domain: int = 0, **values: Any) -> Any:
        """A record that stands nowhere yet."""
        table = kind_name(kind)
        given = MINIMAL[table] | ({"domain_id": self.domains[domain].id} if kind in WITH_DOMAIN else {})
        return kind.entity(package_id=self.package.id, **given | values)

    def add(
        self, kind: Kind[Any], /, access: PackageAccess | None = None, domain: int = 0, **values: Any
    ) -> Any:
        """Add a record as its subject does; tells it."""
        with self.house.portal.history._changing(access or self.owner) as changing:
            record = self.new(kind, domain, **values)
            changing.add(kind, record)
            changing.commit()
        return record

    def edit(self, kind: Kind[Any], record: Administered, /, **values: Any) -> None:
        """Change it as its subject does."""
        with self.house.portal.history._changing(self.owner) as changing:
            changing.edit(kind, changing.one(kind, record.id), values)
            changing.commit()

    def remove(self, kind: Kind[Any], record: Administered) -> None:
        """Remove it as its subject does."""
        with self.house.portal.history._changing(self.owner) as changing:
            changing.remove(kind, changing.one(kind, record.id))
            changing.commit()

    def all(self, kind: Kind[Any], access: PackageAccess | None = None) -> list[dict[str, Any]]:
        """What stands there of a kind, verifiers included, in the order it was made."""
        with self.house.storage.reading() as work:
            found = work.administration.every(kind.entity, access or self.owner)
            return [kind.values(record, verifiers=True) for record in found]

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """What stands there of all kinds, in no order."""
        return {kind_name(kind): sorted(self.all(kind), key=repr) for kind in KINDS}

    def history(self) -> list[PackageChange]:
        """All changes, the oldest first."""
        with self.house.storage.reading() as work:
            from sqlalchemy import select

            from storage.models.history import PackageChange

            query = select(PackageChange).where(PackageChange.package_id == self.package.id)
            return list(work._session.scalars(query.order_by(PackageChange.id)))

    def usage(self) -> Mapping[Resource, Use]:
        """How full the package is."""
        with self.house.storage.reading() as work:
            return work.packages.usage([self.package.id])[self.package.id]

    def used(self, resource: Resource) -> int:
        """How much of a resource is in use."""
        return self.usage().get(resource, Use(0, None)).used

    def close(self, domain: int) -> None:
        """The owner keeps a domain from the webmaster."""
        self.change_domain(domain, open_to_webmaster=False)

    def change_domain(self, domain: int, **values: Any) -> None:
        """Change a domain past all rules."""
        with self.house.storage.writing() as work:
            stored = work._session.get_one(type(self.domains[domain]), self.domains[domain].id)
            for name, value in values.items():
                setattr(stored, name, value)
            work.commit()

    def grow_old(self, days: int) -> None:
        """Let days pass; both sign in anew afterwards."""
        self.house.clock.forward(days=days)
        self.sign_in()

    def sign_in(self) -> None:
        """Sign both in."""
        self.webmaster = self.house.inside(self.package, by_owner=False)
        self.owner = self.house.inside(self.package, by_owner=True)


def place(house: House, customer: Customer, quotas: Mapping[Resource, int] | None = None) -> Place:
    """The package meine.example, with a second domain zweite.example."""
    product = house.product(quotas) if quotas is not None else None
    package = house.package(
        customer, "meine.example", password=PACKAGE_PASSWORD, of=product, domains=["zweite.example"]
    )
    owner, webmaster = house.inside(package, by_owner=True), house.inside(package, by_owner=False)
    with house.storage.reading() as work:
        domains = work.domains.living_of(owner)
    return Place(house, package, owner, webmaster, domains)
