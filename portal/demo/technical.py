"""What stands in the technical administration of the demo's packages: as much as their counters say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from portal.demo import catalogue, credentials
from portal.demo.catalogue import GB
from portal.demo.days import at_noon, day_of
from portal.dns.lines import RecordLine
from portal.dns.templates import default_records
from portal.static_site.places import FAMILIES
from storage.models.backups import BackupKind
from storage.models.databases import Database
from storage.models.dns import DnsRecord, DnsType
from storage.models.domains import CertificateState, DomainState, Site
from storage.models.history import PackageChange
from storage.models.mail import MailAddress, MailKind, SpamAction
from storage.models.packages import PackageState
from storage.models.products import Dialect, Resource
from storage.models.statistics import MonthlyFigures
from storage.models.webspace import CronJob, SftpUser, WebDirectory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portal.demo.packages import DemoDomain, DemoPackage
    from portal.settings import DnsSettings
    from storage.models.base import Base

MAILBOXES = (
    "info", "kontakt", "buero", "rechnung", "bestellung", "service", "kalender", "redaktion", "bewerbung",
    "verwaltung", "einkauf", "verkauf", "lager", "werkstatt", "empfang", "anna", "bernd", "claudia", "daniel",
    "eva", "gisela", "heiko", "irma", "jan", "karin", "lars", "maria", "nils", "olga", "paul",
)  # fmt: skip
DATABASES = ("blog", "shop", "wiki", "forum", "crm", "kalender", "galerie", "statistik")
DIRECTORIES = (("/", 2), ("/html", 31), ("/html/bilder", 40), ("/html/blog", 14), ("/logs", 5), ("/tmp", 8))  # noqa: S108
"""Paths, and how many hundredths of the webspace they take."""

COMMANDS = (
    ("0 3 * * *", "php /html/cron/aufraeumen.php"),
    ("*/15 * * * *", "php /html/cron/warteschlange.php"),
    ("@weekly", "/bin/sh /skripte/bericht.sh"),
    ("30 6 1 * *", "php /html/cron/abrechnung.php"),
    ("@hourly", "php /html/cron/feeds.php"),
    ("15 2 * * 0", "/bin/sh /skripte/sitemap.sh"),
)

DESIGN_RECORDS = (
    ("shop", DnsType.CNAME, 3600, "shops.example.net."),
    ("_dmarc", DnsType.TXT, 3600, '"v=DMARC1; p=quarantine; rua=mailto:postmaster@musterfrau-design.de"'),
    (
        "s1._domainkey",
        DnsType.TXT,
        3600,
        '"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="',
    ),
    ("@", DnsType.CAA, 86400, '0 issue "letsencrypt.org"'),
    ("_autodiscover._tcp", DnsType.SRV, 3600, "0 0 443 autodiscover.example.net."),
)
"""What the design's main domain has besides: name, type, TTL, value."""

CHANGES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("database", "added", "p{package}_blog", ()),
    ("SFTP user", "added", "p{package}-agentur", ()),
    ("subdomain", "added", "blog.{domain}", ()),
    ("mailbox", "changed", "newsletter@{domain}", ("enabled",)),
    ("cron job", "changed", "php /html/cron/aufraeumen.php", ("schedule",)),
    ("mailbox", "changed", "erika@{domain}", ("reply_enabled", "reply_text")),
)
"""The latest changes in the design's package: kind, action, name, fields."""

BACKUPS = 14
"""Daily ones that a package keeps."""

MONTHS = 13

MAILBOX_VERIFIER = (
    "$argon2id$v=19$m=65536,t=3,p=4$ZozI/R+EvIELUtda2FAI5w$Rr+jB8MyFUUv7uc5rqofdYTbTwI0on2VWDRuWdW9+6Q"
)
"""Of demo-mailbox-2026, which opens all mailboxes and SFTP users."""

DATABASE_VERIFIER = (
    "SCRAM-SHA-256$4096:ZGVtby1zYWx0LTIwMjYhIQ=="
    "$FJp9dAzpGfbl/tRtRsVBjqWjS2B5qZLWofoIGTaPZYk=:Pv2BBAADUHOVTAgfVNM1o9o0w7uFrnwZnk8YuidlWCc="
)
"""Of demo-database-2026."""

MASTER_VERIFIERS = {
    Dialect.POSTGRESQL.value: (
        "SCRAM-SHA-256$4096:ZGVtby1zYWx0LTIwMjYhIQ=="
        "$QxmN4jfDuxrrf0menB0BLqKFxlnWJELSk9aaq5UZjgo=:bB3IgbW7XUCy/AQ2taCKzhye3W+qnNdEk35TNqZt8I4="
    )
}
"""Of demo-master-2026, as databases want it."""

PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFdmgPHR4ZNDi/vkqUMgEbVNWFH3jLUlh6SbhjzuJgU3 agentur@beispiel"
)
"""Its private half was thrown away."""

Rows = dict[type["Base"], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A package of the demo that has its ids.

    Attributes:
        id: The package's.
        planned: What was planned.
        domains: The id of each of its domains, in the plan's order.
        today: The day on which the demo is believable.
    """

    id: int
    planned: DemoPackage
    domains: Sequence[int]
    today: dt.date

    def count(self, resource: Resource) -> int:
        """How many there are of a resource."""
        return self.planned.usage.get(resource, 0)

    @property
    def main(self) -> DemoDomain:
        """The main domain."""
        return self.planned.domains[0]


def rows(placed: Iterable[Placed], settings: DnsSettings) -> Rows:
    """All rows of these packages, by table."""
    found: Rows = defaultdict(list)
    first = default_records(settings)
    for package in placed:
        if package.planned.has_zones:
            found[DnsRecord].extend(_records(package, first))
        found[Site].extend(_sites(package))
        found[MailAddress].extend(_mail(package))
        found[Database].extend(_databases(package))
        found[SftpUser].extend(_sftp_users(package))
        found[CronJob].extend(_cron_jobs(package))
        if package.planned.measured:
            found[WebDirectory].extend(_directories(package))
            found[MonthlyFigures].extend(_months(package))
        if package.main.name == credentials.DESIGN.name:
            found[PackageChange].extend(_changes(package))
    return found


def published(planned: DemoPackage, today: dt.date) -> dict[str, Any]:
    """How far a package is published."""
    changes = len(CHANGES) if planned.domains[0].name == credentials.DESIGN.name else 0
    return {
        "revision": changes,
        "published_revision": max(changes - 1, 0),
        "published_at": at_noon(today - dt.timedelta(days=1)) if planned.measured else None,
    }


def _records(package: Placed, first: Sequence[RecordLine]) -> Iterator[dict[str, Any]]:
    """The default records of every domain; the design's main domain has some more."""
    own = (
        [RecordLine(*line) for line in DESIGN_RECORDS] if package.main.name == credentials.DESIGN.name else []
    )
    for domain_id in package.domains:
        for line in (*first, *own):
            yield {
                "package_id": package.id,
                "domain_id": domain_id,
                "name": line.name,
                "type": line.type,
                "ttl": line.ttl,
                "value": line.value,
            }
        own = []


def _changes(package: Placed) -> Iterator[dict[str, Any]]:
    """What the owner and the webmaster did lately; the last of it is not published yet."""
    began = at_noon(package.today) - dt.timedelta(days=len(CHANGES))
    for place, (kind, action, name, fields) in enumerate(CHANGES):
        yield {
            "package_id": package.id,
            "revision": place + 1,
            "at": began + dt.timedelta(days=place, minutes=17 * place),
            "by_owner": place % 3 == 0,
            "kind": kind,
            "action": action,
            "name": name.format(package=package.id, domain=package.main.name),
            "fields": list(fields),
        }


def _sites(package: Placed) -> Iterator[dict[str, Any]]:
    for domain_id, domain in zip(package.domains, package.planned.domains, strict=True):
        active = domain.state is DomainState.ACTIVE
        first = domain is package.main
        yield _site(package, domain_id, domain, "", secure=active, leads=first)
        if active and first and package.count(Resource.DATABASES):
            yield _site(package, domain_id, domain, "blog", secure=active, leads=True)


def _site(
    package: Placed, domain_id: int, domain: DemoDomain, label: str, *, secure: bool, leads: bool
) -> dict[str, Any]:
    """The domain's own site or a subdomain; further domains show what the main domain does."""
    until = package.today + dt.timedelta(days=25 + domain_id * 23 % 60)
    prefix = f"{label}." if label else ""
    top = "" if catalogue.BY_CODE[package.planned.product].family in FAMILIES else "/html"
    return {
        "package_id": package.id,
        "domain_id": domain_id,
        "label": label,
        "name": f"{prefix}{domain.name}",
        "ascii_name": f"{prefix}{domain.ascii_name}",
        "target": "directory" if leads else "domain",
        "directory": f"{top}/{label}" if label else top or "/",
        "points_to": "" if leads else package.main.ascii_name,
        "certificate": CertificateState.VALID if secure else CertificateState.NONE,
        "certificate_until": until if secure else None,
        "force_https": secure,
    }


def _mail(package: Placed) -> Iterator[dict[str, Any]]:
    total, boxes = package.count(Resource.MAIL_STORAGE), package.count(Resource.MAILBOXES)
    if not boxes:
        return
    special = _design_mail(package) if package.main.name == credentials.DESIGN.name else []
    yield from special
    taken = {row["local_part"] for row in special}
    done = [row for row in special if row["kind"] is MailKind.MAILBOX]
    total, boxes = total - sum(row["size_mb"] for row in done), boxes - len(done)
    names = islice((name for name in _names() if name not in taken), boxes)
    for place, name in enumerate(names):
        size = total // boxes + (total % boxes if place == 0 else 0)
        yield _address(
            package, name, MailKind.MAILBOX, size_mb=size, used_mb=size * (37 + place * 29 % 60) // 100
        )


def _names() -> Iterator[str]:
    yield from MAILBOXES
    for number in count(1):
        yield f"mitarbeit{number}"


def _design_mail(package: Placed) -> list[dict[str, Any]]:
    """The addresses of the picture."""
    away = package.today + dt.timedelta(days=12)
    domain, mailbox = package.main.name, MailKind.MAILBOX
    return [
        _address(package, "info", mailbox, size_mb=10 * GB, used_mb=4_198),
        _address(
            package, "erika", mailbox, size_mb=10 * GB, used_mb=9_114, reply_enabled=True,
            reply_subject="Ich bin im Urlaub", reply_text="Ihre Nachricht lese ich nach meiner Rückkehr.",
            reply_from=package.today, reply_until=away,
        ),
        _address(package, "newsletter", mailbox, size_mb=2 * GB, used_mb=205, enabled=False),
        _address(package, "rechnung", MailKind.FORWARD, targets=[f"erika@{domain}"]),
        _address(package, "*", MailKind.CATCH_ALL, targets=[f"info@{domain}"]),
        _address(
            package, "team", MailKind.ALIAS,
            targets=[f"{name}@{domain}" for name in ("info", "erika", "kontakt")],
        ),
    ]  # fmt: skip


def _address(package: Placed, local_part: str, kind: MailKind, **more: Any) -> dict[str, Any]:
    """Every row names the same columns."""
    values: dict[str, Any] = {
        "package_id": package.id,
        "domain_id": package.domains[0],
        "local_part": local_part,
        "address": f"{local_part}@{package.main.name}",
        "kind": kind,
        "enabled": True,
        "targets": [],
        "password_hash": MAILBOX_VERIFIER if kind is MailKind.MAILBOX else None,
        "size_mb": 0,
        "used_mb": 0,
        "reply_enabled": False,
        "reply_subject": "",
        "reply_text": "",
        "reply_from": None,
        "reply_until": None,
        "spam": SpamAction.MOVE,
    }
    return values | more


def _databases(package: Placed) -> Iterator[dict[str, Any]]:
    for place in range(package.count(Resource.DATABASES)):
        word = DATABASES[place % len(DATABASES)]
        yield {
            "package_id": package.id,
            "name": f"p{package.id}_{word}{place // len(DATABASES) or ''}",
            "dialect": Dialect.POSTGRESQL,
            "remark": word.capitalize(),
            "uses_master": package.planned.master_verifier is not None,
            "verifier": None if package.planned.master_verifier else DATABASE_VERIFIER,
            "used_mb": 12 + 37 * place,
        }


def _sftp_users(package: Placed) -> Iterator[dict[str, Any]]:
    for place in range(package.count(Resource.SFTP_USERS)):
        by_key = place % 2 == 1
        yield {
            "package_id": package.id,
            "name": f"p{package.id}-{'agentur' if by_key else 'web'}{place // 2 or ''}",
            "directory": "/html" if by_key else "/",
            "keys": [PUBLIC_KEY] if by_key else [],
            "password_hash": None if by_key else MAILBOX_VERIFIER,
        }


def _cron_jobs(package: Placed) -> Iterator[dict[str, Any]]:
    for place in range(package.count(Resource.CRON_JOBS)):
        schedule, command = COMMANDS[place % len(COMMANDS)]
        yield {"package_id": package.id, "schedule": schedule, "command": command}


def _directories(package: Placed) -> Iterator[dict[str, Any]]:
    total = package.count(Resource.WEBSPACE)
    measured = at_noon(package.today - dt.timedelta(days=1))
    for path, share in DIRECTORIES if total else ():
        yield {
            "package_id": package.id,
            "path": path,
            "used_mb": total * share // 100,
            "files": 3 + total * share // 40,
            "measured_at": measured,
        }


def _months(package: Placed) -> Iterator[dict[str, Any]]:
    """The last twelve months and the running one, as far as the package goes back; growing a little."""
    if package.planned.state is PackageState.ENDED:
        return
    webspace, mail = package.count(Resource.WEBSPACE), package.count(Resource.MAIL_STORAGE)
    for back in range(MONTHS):
        month = day_of(package.today, -back)
        if month < package.planned.started_on.replace(day=1):
            return
        wave = 60 + (package.id * 7 + month.month * 13) % 50
        yield {
            "package_id": package.id,
            "month": month,
            "traffic_mb": (webspace + 500) * wave // 40,
            "storage_mb": (webspace + mail // 2) * (100 - 2 * back) // 100,
            "mails": package.count(Resource.MAILBOXES) * wave * 9,
        }


def backups(package: Placed, contents: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The daily backups of the last days, none of which changed anything."""
    size = package.count(Resource.WEBSPACE) + package.count(Resource.MAIL_STORAGE) // 2
    for back in range(1, BACKUPS + 1):
        night = dt.datetime.combine(package.today - dt.timedelta(days=back), dt.time(2, 10), dt.UTC)
        yield {
            "package_id": package.id,
            "made_at": night,
            "kind": BackupKind.DAILY,
            "remark": "",
            "size_mb": size - 7 * back,
            "contents": contents,
        }
