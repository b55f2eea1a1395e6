"""The audit log: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class AuditEntry(Base):
    """Who did what to which record, and when: ids only, never a personal value or a secret."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(100))
    """`customer 17`, `package 42` or `operator anna`."""
    action: Mapped[str] = mapped_column(String(60))
    record: Mapped[str] = mapped_column(String(60))
    """Table and id of what it was done to."""
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True, default=None)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), index=True, default=None)
    details: Mapped[str] = mapped_column(String(500), default="")
    """Names of the changed fields, or other words of ours."""
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the previous entry's hash and this entry's values."""


class AuditHead(Base):
    """The hash of the last entry: one row, locked while an entry is added."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
