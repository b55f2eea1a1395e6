"""The history of a package: every change of its technical administration, and what undoes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class PackageChange(Base):
    """Who changed what, and when; never a secret."""

    __tablename__ = "package_changes"
    __table_args__ = (Index("ix_package_changes_package_id_id", "package_id", "id", "domain_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    revision: Mapped[int]
    """The package's revision that it made."""
    at: Mapped[dt.datetime]
    by_owner: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(30))
    """What kind of record was changed, in a word of ours: mailbox, cron job …"""
    action: Mapped[str] = mapped_column(String(30))
    """What was done to it, in a word of ours: added, changed, removed …"""
    name: Mapped[str] = mapped_column(String(320))
    """What the record is called, as the customer reads it."""
    fields: Mapped[list[str]] = mapped_column(default_factory=list, insert_default=list)
    """Names of what was changed in it."""
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id"), default=None)
    """The domain it belongs to: who may not manage that does not see the change."""
    record_id: Mapped[int | None] = mapped_column(default=None)
    before: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """What stood there; None: nothing."""
    after: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """What stands there now; None: nothing. Where many records were changed at once: how many of what."""
    undoable: Mapped[bool] = mapped_column(default=False)
    undone: Mapped[bool] = mapped_column(default=False)
