"""Publishing from a house of people, and reading what came out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from portal.access import OperatorAccess
from portal.settings import WebSettings
from storage.models.databases import Database
from storage.models.dns import DnsRecord, DnsType
from storage.models.domains import Domain, Site
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Dialect
from storage.models.webspace import CronJob, ProtectedDirectory, SftpUser

if TYPE_CHECKING:
    from pathlib import Path

    from portal.publishing import Published
    from storage.models.base import Base
    from storage.models.packages import Package
    from tests.portal.house import House

ANNA = OperatorAccess("anna")

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFdmgPHR4ZNDi/vkqUMgEbVNWFH3jLUlh6SbhjzuJgU3"

SCRAM = (
    "SCRAM-SHA-256$4096:ZGVtby1zYWx0LTIwMjYhIQ=="
    "$FJp9dAzpGfbl/tRtRsVBjqWjS2B5qZLWofoIGTaPZYk=:Pv2BBAADUHOVTAgfVNM1o9o0w7uFrnwZnk8YuidlWCc="
)
"""Of demo-database-2026."""


class Press:
    """One installation that publishes to one folder."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.folder = folder
        web = WebSettings(root=str(folder.parent / "customers"), certificates=str(folder.parent / "ssl"))
        settings = house.settings.model_copy(update={"web": web})
        house.settings = settings
        house.portal = house.restarted()

    def publish(self, domain: str | None = None, folder: Path | None = None) -> Published:
        return self.house.portal.operator.publishing.publish(ANNA, folder or self.folder, domain)

    def path(self, name: str) -> Path:
        return self.folder / name

    def read(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def lines(self, name: str) -> list[str]:
        return self.read(name).splitlines()

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def names(self, below: str = "") -> list[str]:
        """All files, as paths in the folder."""
        top = self.path(below) if below else self.folder
        found = (each for each in top.rglob("*") if each.is_file())
        return sorted(str(each.relative_to(self.folder)) for each in found)

    # What stands in the database, past all rules.

    def add(self, *records: Base) -> None:
        with self.house.storage.writing() as work:
            work._session.add_all(records)
            work.commit()

    def change(self, entity: type[Base], record_id: int, **values: Any) -> None:
        with self.house.storage.writing() as work:
            stored = work._session.get_one(entity, record_id)
            for name, value in values.items():
                setattr(stored, name, value)
            work.commit()

    def domain(self, name: str) -> Domain:
        with self.house.storage.reading() as work:
            return work._session.scalars(select(Domain).where(Domain.name == name)).one()

    def site(self, name: str, **values: Any) -> None:
        """Change the site that is there."""
        with self.house.storage.writing() as work:
            site = work._session.scalars(select(Site).where(Site.name == name)).one()
            for field, value in values.items():
                setattr(site, field, value)
            work.commit()


def mail(of: Domain, local_part: str, kind: MailKind = MailKind.MAILBOX, **changes: Any) -> MailAddress:
    values: dict[str, Any] = {
        "package_id": of.package_id,
        "domain_id": of.id,
        "local_part": local_part,
        "address": f"{local_part}@{of.name}"[:320],
        "kind": kind,
        "size_mb": 100 if kind is MailKind.MAILBOX else 0,
    }
    return MailAddress(**values | changes)


def record(of: Domain, name: str, kind: DnsType, value: str, **changes: Any) -> DnsRecord:
    values: dict[str, Any] = {
        "package_id": of.package_id,
        "domain_id": of.id,
        "name": name,
        "type": kind,
        "value": value,
    }
    return DnsRecord(**values | changes)


def database(of: Package, word: str, **changes: Any) -> Database:
    values: dict[str, Any] = {
        "package_id": of.id,
        "name": f"p{of.id}_{word}",
        "dialect": Dialect.POSTGRESQL,
        "uses_master": False,
        "verifier": SCRAM,
    }
    return Database(**values | changes)


def sftp_user(of: Package, word: str, **changes: Any) -> SftpUser:
    values: dict[str, Any] = {"package_id": of.id, "name": f"p{of.id}-{word}", "keys": [f"{KEY} anna@laptop"]}
    return SftpUser(**values | changes)


def cron_job(of: Package, command: str, **changes: Any) -> CronJob:
    values: dict[str, Any] = {"package_id": of.id, "schedule": "@daily", "command": command}
    return CronJob(**values | changes)


def protected(of: Package, directory: str, **changes: Any) -> ProtectedDirectory:
    values: dict[str, Any] = {"package_id": of.id, "directory": directory, "realm": "Internes"}
    return ProtectedDirectory(**values | changes)


def told(published: Published) -> set[tuple[str, str]]:
    """What was left out: kind and name."""
    return {(each.kind, each.name) for each in published.left_out}
