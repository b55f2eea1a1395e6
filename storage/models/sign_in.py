"""Sessions, the throttle's buckets, and the places an account was signed in from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class SignInSession(Base):
    """Somebody is signed in: as the customer, or (with a package) as that package's webmaster."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    """256 random bits, URL-safe Base64."""
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), index=True)
    """None: signed in with the customer password."""
    credential_version: Mapped[int]
    source: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class ThrottleBucket(Base):
    """A token bucket: each check of a secret takes one, one comes back every so often."""

    __tablename__ = "throttle_buckets"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of scope, account and source: neither can be read from the table."""
    tokens: Mapped[float]
    counted_at: Mapped[dt.datetime]


class KnownSource(Base):
    """A place from which an account was signed in before; it has a bucket nobody else can empty."""

    __tablename__ = "known_sources"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Both as SHA-256."""
    seen_at: Mapped[dt.datetime]
