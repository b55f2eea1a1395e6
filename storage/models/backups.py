"""Backups of a package, and the orders to restore them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, Base, words


class BackupKind(StrEnum):
    """Who made it."""

    DAILY = "daily"
    OWN = "own"


class BackupPart(StrEnum):
    """What can be restored by itself."""

    MAIL = "mail"
    DATABASES = "databases"
    WEBSPACE = "webspace"
    SETTINGS = "settings"


class Backup(Base):
    """The state of a package at one moment."""

    __tablename__ = "backups"
    __table_args__ = (Index("ix_backups_package_id_made_at", "package_id", "made_at", "id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    made_at: Mapped[dt.datetime]
    kind: Mapped[BackupKind] = mapped_column(words(BackupKind))
    remark: Mapped[str] = mapped_column(String(200), default="")
    size_mb: Mapped[int] = mapped_column(default=0)
    """What it holds: mail, databases and webspace as measured then."""
    contents: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_raiseload=True)
    """All records by part and kind, with their verifiers; never shown."""


class RestoreOrder(Administered):
    """What the servers have to bring back from a backup: the contents that the portal does not hold."""

    __tablename__ = "restore_orders"
    __table_args__ = (Index("ix_restore_orders_package_id_id", "package_id", "id"),)

    backup_made_at: Mapped[dt.datetime]
    parts: Mapped[list[str]]
    ordered_at: Mapped[dt.datetime]
