"""Domains that leave: what becomes of them at the registry."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words


class FollowUp(StrEnum):
    """What becomes of a domain when it ends."""

    DELETE = "delete"
    TRANSFER = "transfer"


class DomainEnd(Base):
    """The end of a domain, as long as it is not retracted. Without one, a terminated domain is deleted."""

    __tablename__ = "domain_ends"
    __table_args__ = (
        CheckConstraint("(auth_digest = '') = (auth_until IS NULL)", name="auth_digest_has_last_day"),
    )

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True)
    terminated_at: Mapped[dt.datetime]
    """When the notice was received."""
    ends_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day, where notice was given for the domain itself; None: it ends with its package."""
    follow_up: Mapped[FollowUp] = mapped_column(words(FollowUp))
    auth_digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the AuthInfo that opens the domain to another provider, as the registry takes it; the
    AuthInfo itself is kept nowhere."""
    auth_until: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day on which that opens it."""
