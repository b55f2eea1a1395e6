"""Packages as the demo plans them, and those that were thought up one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.demo import credentials
from portal.demo.catalogue import GB
from portal.demo.days import at_noon, day_of
from portal.domain_names import ascii_name
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from storage.models.products import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class DemoDomain:
    """A domain of a package.

    Attributes:
        name: In Unicode.
        registered_on: Since when.
        kind: The first of a package is its main domain.
        state: Where it is in its life.
    """

    name: str
    registered_on: dt.date
    kind: DomainKind = DomainKind.INCLUDED
    state: DomainState = DomainState.ACTIVE

    @property
    def ascii_name(self) -> str:
        """In punycode."""
        return self.name if self.name.isascii() else ascii_name(self.name)


@dataclass(frozen=True, slots=True)
class Future:
    """What is going to happen to a contract, or has happened.

    Attributes:
        terminated_at: When notice was received.
        ends_on: The last day.
        becomes: The code of the smaller product it changes to.
        becomes_on: The first day of that.
    """

    terminated_at: dt.datetime | None = None
    ends_on: dt.date | None = None
    becomes: str | None = None
    becomes_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DemoService:
    """An additional service of a package, by the month.

    Attributes:
        name: What it is called.
        price_cents: Gross, a month.
        started_on: When it was ordered, and began.
        is_billed: Whether what has begun of it was billed.
    """

    name: str
    price_cents: int
    started_on: dt.date
    is_billed: bool = True


@dataclass(frozen=True, slots=True)
class DemoPackage:
    """A package with all that hangs on it.

    Attributes:
        product: The product's code.
        started_on: First day of its contract.
        domains: The main domain first.
        usage: Its counters.
        state: Where it is in its life.
        future: What the contract has ahead.
        services: What is booked beside it.
        verifier: Of the package password; None: nobody signs in by domain.
        master_verifier: Of the master password.
        measured: Whether its webspace and traffic were measured, and backups made.
        has_zones: Whether its domains have DNS records; ten thousand packages open faster without.
    """

    product: str
    started_on: dt.date
    domains: tuple[DemoDomain, ...]
    usage: Mapping[Resource, int]
    state: PackageState = PackageState.ACTIVE
    future: Future = field(default_factory=Future)
    services: tuple[DemoService, ...] = ()
    verifier: str | None = None
    master_verifier: str | None = None
    measured: bool = True
    has_zones: bool = True


def of_erika(today: dt.date) -> tuple[DemoPackage, ...]:
    """The five packages of the pictures; on 22 November 2026 to the day."""
    return _design(today), _shop(today), _blog(today), _club(today), _old_project(today)


def _design(today: dt.date) -> DemoPackage:
    """Where Erika Musterfrau works: with services, databases and a master password."""
    return DemoPackage(
        "hosting-plus",
        day_of(today, -39),
        _domains(day_of(today, -88, 14), "musterfrau-design.de", "musterfrau.de", "erika-musterfrau.com"),
        {
            Resource.MAILBOXES: 14,
            Resource.MAIL_STORAGE: 61 * GB,
            Resource.DATABASES: 3,
            Resource.WEBSPACE: 37_412,
            Resource.SFTP_USERS: 2,
            Resource.CRON_JOBS: 1,
        },
        services=(
            DemoService("Daily backup plus", 299, day_of(today, -20, 5)),
            DemoService("SiteGuard", 399, today - dt.timedelta(days=6), is_billed=False),
        ),
        verifier=credentials.DESIGN.verifier,
        master_verifier=credentials.DESIGN_MASTER.verifier,
    )


def _shop(today: dt.date) -> DemoPackage:
    """Her shop, with orders that nobody has seen yet."""
    return DemoPackage(
        "shop-basic",
        day_of(today, -15, 15),
        _domains(day_of(today, -15, 15), "shop.musterfrau.de"),
        {
            Resource.PRODUCTS: 182,
            Resource.NEW_ORDERS: 7,
            Resource.MAILBOXES: 2,
            Resource.MAIL_STORAGE: 911,
            Resource.WEBSPACE: 4_620,
        },
        verifier=credentials.SHOP.verifier,
    )


def _blog(today: dt.date) -> DemoPackage:
    """What she walks and writes about."""
    return DemoPackage(
        "builder",
        day_of(today, -64, 28),
        _domains(day_of(today, -64, 28), "wanderblog.org"),
        {
            Resource.PAGES: 12,
            Resource.UNPUBLISHED_CHANGES: 2,
            Resource.MAILBOXES: 1,
            Resource.MAIL_STORAGE: 340,
            Resource.WEBSPACE: 2_118,
        },
        verifier=credentials.BLOG.verifier,
    )


def _club(today: dt.date) -> DemoPackage:
    """Her club: it becomes a smaller product soon."""
    return DemoPackage(
        "hosting-starter",
        day_of(today, -9),
        _domains(day_of(today, -9), "verein-sonnenhof.de"),
        {
            Resource.MAILBOXES: 4,
            Resource.MAIL_STORAGE: 1_229,
            Resource.WEBSPACE: 1_804,
            Resource.SFTP_USERS: 1,
        },
        future=Future(becomes="hosting-mini", becomes_on=day_of(today, 3)),
    )


def _old_project(today: dt.date) -> DemoPackage:
    """Terminated, and its domain with it."""
    return DemoPackage(
        "hosting-starter",
        day_of(today, -46),
        _domains(day_of(today, -46), "altes-projekt.com", state=DomainState.TERMINATED),
        {Resource.MAILBOXES: 1, Resource.MAIL_STORAGE: 88, Resource.WEBSPACE: 612},
        future=Future(
            terminated_at=at_noon(today - dt.timedelta(days=3)),
            ends_on=day_of(today, 2) - dt.timedelta(days=1),
        ),
    )


def of_erika_second(today: dt.date) -> tuple[DemoPackage, ...]:
    """A small package for the holiday home."""
    started = day_of(today, -8, 4)
    return (
        DemoPackage(
            "hosting-mini",
            started,
            _domains(started, "ferien-musterfrau.de"),
            {Resource.MAILBOXES: 1, Resource.MAIL_STORAGE: 214, Resource.WEBSPACE: 380},
        ),
    )


def of_agency(today: dt.date) -> tuple[DemoPackage, ...]:
    """The first of the agency's packages: under an international domain, in both spellings."""
    started = day_of(today, -70, 6)
    return (
        DemoPackage(
            "hosting-pro",
            started,
            (
                *_domains(started, "müller-söhne.de", "mueller-soehne.de", "müller-söhne.com"),
                DemoDomain("möbel.berlin", started, DomainKind.ADDITIONAL),
            ),
            {
                Resource.ADDITIONAL_DOMAINS: 1,
                Resource.MAILBOXES: 87,
                Resource.MAIL_STORAGE: 212_040,
                Resource.DATABASES: 12,
                Resource.WEBSPACE: 88_201,
                Resource.SFTP_USERS: 4,
                Resource.CRON_JOBS: 6,
            },
            verifier=credentials.SOEHNE.verifier,
        ),
    )


def of_locked(today: dt.date) -> tuple[DemoPackage, ...]:
    """A photographer's website, out of service until an invoice is paid."""
    started = day_of(today, -31, 20)
    return (
        DemoPackage(
            "hosting-basic",
            started,
            _domains(started, "winkler-fotografie.de"),
            {Resource.MAILBOXES: 3, Resource.DATABASES: 1, Resource.WEBSPACE: 30_417},
            PackageState.SUSPENDED,
        ),
    )


def of_by_transfer(today: dt.date) -> tuple[DemoPackage, ...]:
    """A winery's shop and its mail; nobody set a package password."""
    shop, mail = day_of(today, -57, 9), day_of(today, -22, 1)
    return (
        DemoPackage(
            "shop-plus",
            shop,
            _domains(shop, "weingut-rebental.de", "rebental-wein.de"),
            {
                Resource.PRODUCTS: 46,
                Resource.NEW_ORDERS: 0,
                Resource.MAILBOXES: 6,
                Resource.MAIL_STORAGE: 9_112,
                Resource.WEBSPACE: 7_300,
            },
        ),
        DemoPackage(
            "mail-business",
            mail,
            _domains(mail, "rebental-hohenstein.de"),
            {Resource.MAILBOXES: 11, Resource.MAIL_STORAGE: 64_020},
        ),
    )


def of_austrian(today: dt.date) -> tuple[DemoPackage, ...]:
    """A joiner's website and server."""
    hosting, server = day_of(today, -40, 11), day_of(today, -6, 24)
    return (
        DemoPackage(
            "hosting-basic",
            hosting,
            _domains(hosting, "tischlerei-huber.at", "möbel-huber.at"),
            {
                Resource.MAILBOXES: 7,
                Resource.MAIL_STORAGE: 12_506,
                Resource.DATABASES: 2,
                Resource.WEBSPACE: 9_030,
            },
            verifier=credentials.JOINERY.verifier,
        ),
        DemoPackage(
            "server-s",
            server,
            _domains(server, "huber-werkstatt.at"),
            {Resource.WEBSPACE: 41_882},
        ),
    )


def _domains(
    registered_on: dt.date, main: str, *included: str, state: DomainState = DomainState.ACTIVE
) -> tuple[DemoDomain, ...]:
    """A main domain and further ones, all registered on the same day."""
    return (
        DemoDomain(main, registered_on, DomainKind.MAIN, state),
        *(DemoDomain(name, registered_on, state=state) for name in included),
    )
