"""Packages: what a customer has, the contract behind it, and how much of it is used."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, first_price_checks, words
from storage.models.products import Resource


class PackageState(StrEnum):
    """Where a package is in its life; what is still to come stands in its contract."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Package(Base):
    """One product in a customer's hands, shown by its main domain."""

    __tablename__ = "packages"
    __table_args__ = (
        Index("ix_packages_customer_id_main_domain", "customer_id", "main_domain", "id"),
        Index("ix_packages_customer_id_state", "customer_id", "state", "main_domain", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    main_domain: Mapped[str] = mapped_column(String(253))
    """The name of the package's main domain in Unicode, kept here so that the overview sorts by an index."""
    state: Mapped[PackageState] = mapped_column(words(PackageState), default=PackageState.ACTIVE)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    """The package password; None: nobody can sign in by domain."""
    master_password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    """For services (SFTP, databases); never signs in to the portal."""
    credential_version: Mapped[int] = mapped_column(default=1)
    database_verifiers: Mapped[dict[str, str] | None] = mapped_column(default=None)
    """Of the master password, as databases want it: by dialect."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts the changes of the technical administration."""
    published_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of them stood in the package when it was last published."""
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    webmaster_signs_in: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the package login may be used at all; the owner decides."""
    webmaster_transfers: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the package login may upload and download: webspace, SFTP users, backups."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}


class Contract(Base):
    """What was agreed for one package, and what is going to happen to it."""

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("ends_on IS NULL OR ends_on >= started_on", name="ends_after_start"),
        CheckConstraint(
            "(becomes_product_id IS NULL) = (becomes_on IS NULL)", name="change_has_product_and_day"
        ),
        *first_price_checks(),
        Index("ix_contracts_terms", "minimum_months", "notice_months", "started_on"),
        Index(
            "ix_contracts_ends_on",
            "ends_on",
            sqlite_where=text("ends_on IS NOT NULL"),
            postgresql_where=text("ends_on IS NOT NULL"),
        ),
        Index(
            "ix_contracts_becomes_on",
            "becomes_on",
            sqlite_where=text("becomes_on IS NOT NULL"),
            postgresql_where=text("becomes_on IS NOT NULL"),
        ),
    )

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    started_on: Mapped[dt.date]
    minimum_months: Mapped[int]
    notice_months: Mapped[int]
    billing_months: Mapped[int]
    price_cents: Mapped[int]
    """Gross, per billing period."""
    first_price_cents: Mapped[int | None] = mapped_column(default=None)
    """Gross, for the billing periods that begin by `first_price_until`."""
    first_price_until: Mapped[dt.date | None] = mapped_column(default=None)
    """None: there is one price."""
    ordered_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """From then on consumers have their days to withdraw; None: on the day it started."""
    terminated_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the notice was received."""
    ends_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day, where notice was given."""
    becomes_product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), default=None)
    becomes_on: Mapped[dt.date | None] = mapped_column(default=None)
    billed_until: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day that stands on an invoice; None: nothing was billed yet."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}


class PackageUsage(Base):
    """How much of a resource a package uses: a counter kept in the same transaction as what it counts."""

    __tablename__ = "package_usage"
    __table_args__ = (CheckConstraint("used >= 0", name="used_not_negative"),)

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    resource: Mapped[Resource] = mapped_column(words(Resource), primary_key=True)
    used: Mapped[int]
