"""Domains, and the sites that stand under them: each domain's own and its subdomains'."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, Base, short, words


class DomainKind(StrEnum):
    """How a domain belongs to its package; exactly one is the main domain."""

    MAIN = "main"
    INCLUDED = "included"
    ADDITIONAL = "additional"


class DomainState(StrEnum):
    """Where a domain is in its life at the registry."""

    ORDERED = "ordered"
    ACTIVE = "active"
    TERMINATED = "terminated"
    ENDED = "ended"


class Domain(Base):
    """A registered name that belongs to one package."""

    __tablename__ = "domains"
    __table_args__ = (
        Index(
            "uq_domains_one_main",
            "package_id",
            unique=True,
            sqlite_where=text("kind = 'main'"),
            postgresql_where=text("kind = 'main'"),
        ),
        Index(
            "uq_domains_living_name",
            "ascii_name",
            unique=True,
            sqlite_where=text("state != 'ended'"),
            postgresql_where=text("state != 'ended'"),
        ),
        Index("ix_domains_package_id_name", "package_id", "name", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    name: Mapped[str] = mapped_column(String(253))
    """In Unicode, as people read it."""
    ascii_name: Mapped[str] = mapped_column(String(253))
    """In punycode, as DNS knows it; unique among those that have not ended."""
    kind: Mapped[DomainKind] = mapped_column(words(DomainKind))
    state: Mapped[DomainState] = mapped_column(words(DomainState), default=DomainState.ACTIVE)
    registered_on: Mapped[dt.date]
    open_to_webmaster: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the package login may be signed in to by this domain and manage it; the owner decides."""
    zone_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts the saves of its DNS records; also the serial of its zone."""


class ContactRole(StrEnum):
    """Whom a registry knows of a domain."""

    HOLDER = "holder"
    ADMIN_C = "admin-c"
    """Speaks for the holder, where the registry still knows one."""


class DomainContact(Base):
    """Who holds a domain, or is its Admin-C; where there is none, it is the contract partner."""

    __tablename__ = "domain_contacts"

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True)
    role: Mapped[ContactRole] = mapped_column(words(ContactRole), primary_key=True)
    company: Mapped[str] = mapped_column(short(), default="")
    first_name: Mapped[str] = mapped_column(short(), default="")
    last_name: Mapped[str] = mapped_column(short(), default="")
    street: Mapped[str] = mapped_column(short())
    house_number: Mapped[str] = mapped_column(String(20))
    addition: Mapped[str] = mapped_column(short(), default="")
    postcode: Mapped[str] = mapped_column(String(12))
    town: Mapped[str] = mapped_column(short())
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    email: Mapped[str] = mapped_column(String(254))
    since: Mapped[dt.date]

    @property
    def name(self) -> str:
        """Company, else first and last name."""
        return self.company or f"{self.first_name} {self.last_name}".strip()


class SiteTarget(StrEnum):
    """What a visitor of a site finds."""

    DIRECTORY = "directory"
    DOMAIN = "domain"
    REDIRECT = "redirect"
    PARKED = "parked"


class DefaultAddress(StrEnum):
    """Under which address a domain's own site answers; the other one leads there."""

    BARE = "bare"
    WWW = "www"
    BOTH = "both"


class CertificateState(StrEnum):
    """Where the certificate of a site is in its life."""

    NONE = "none"
    ORDERED = "ordered"
    VALID = "valid"
    FAILED = "failed"


class Site(Administered):
    """What the web server answers under one name: the domain itself (`label` is empty) or a subdomain."""

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("domain_id", "label"),
        CheckConstraint("redirect_code IN (301, 302)", name="redirect_code"),
        Index("ix_sites_package_id_name", "package_id", "name", "id"),
    )

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"))
    label: Mapped[str] = mapped_column(String(190), default="")
    """What stands before the domain, in punycode; `*` for every name that has no site of its own."""
    name: Mapped[str] = mapped_column(String(253))
    """The whole name in Unicode."""
    ascii_name: Mapped[str] = mapped_column(String(253))
    target: Mapped[SiteTarget] = mapped_column(words(SiteTarget), default=SiteTarget.DIRECTORY)
    directory: Mapped[str] = mapped_column(String(200), default="/")
    """Start directory inside the package's webspace."""
    points_to: Mapped[str] = mapped_column(String(253), default="")
    """The punycode name of another site of the package, whose content is shown."""
    redirect_to: Mapped[str] = mapped_column(String(2000), default="")
    redirect_code: Mapped[int] = mapped_column(default=301)
    default_address: Mapped[DefaultAddress] = mapped_column(
        words(DefaultAddress), default=DefaultAddress.BOTH
    )
    php_version: Mapped[str] = mapped_column(String(10), default="")
    """Such as 8.4; empty: the provider's default."""
    certificate: Mapped[CertificateState] = mapped_column(
        words(CertificateState), default=CertificateState.NONE
    )
    certificate_until: Mapped[dt.date | None] = mapped_column(default=None)
    force_https: Mapped[bool] = mapped_column(default=False)
    hsts: Mapped[bool] = mapped_column(default=False)
