"""Webspace: who gets in by SFTP, what is protected, what runs when, and what takes up room."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, Base


class SftpUser(Administered):
    """Somebody who may reach the webspace by SFTP, below a start directory."""

    __tablename__ = "sftp_users"
    __table_args__ = (Index("ix_sftp_users_package_id_name", "package_id", "name", "id"),)

    name: Mapped[str] = mapped_column(String(32), unique=True)
    """Begins with the package's own prefix."""
    directory: Mapped[str] = mapped_column(String(200), default="/")
    keys: Mapped[list[str]] = mapped_column(default_factory=list, insert_default=list)
    """Public SSH keys: kind, Base64 and comment."""
    uses_master: Mapped[bool] = mapped_column(default=False)
    """Whether the package's master password opens it."""
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    """argon2id, of its own password; None: by keys (or the master password) only."""
    expires_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day."""


class ProtectedDirectory(Administered):
    """A directory that visitors see only with a name and a password."""

    __tablename__ = "protected_directories"
    __table_args__ = (UniqueConstraint("package_id", "directory"),)

    directory: Mapped[str] = mapped_column(String(200))
    realm: Mapped[str] = mapped_column(String(100))
    """What the browser says when it asks."""
    verifiers: Mapped[dict[str, str]] = mapped_column(default_factory=dict, insert_default=dict)
    """bcrypt, by user name."""


class CronJob(Administered):
    """A command that runs by the clock."""

    __tablename__ = "cron_jobs"
    __table_args__ = (Index("ix_cron_jobs_package_id_id", "package_id", "id"),)

    schedule: Mapped[str] = mapped_column(String(100))
    """Five fields, or a word such as `@daily`."""
    command: Mapped[str] = mapped_column(String(1000))
    output_to: Mapped[str] = mapped_column(String(254), default="")
    """The email address that gets its output; empty: nobody."""
    enabled: Mapped[bool] = mapped_column(default=True)


class WebDirectory(Base):
    """How much room a directory of the webspace took when it was last measured."""

    __tablename__ = "web_directories"

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    used_mb: Mapped[int]
    files: Mapped[int]
    measured_at: Mapped[dt.datetime]
