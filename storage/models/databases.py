"""Databases of a package."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, words
from storage.models.products import Dialect


class Database(Administered):
    """A database on the provider's database server, with the one user that is called the same."""

    __tablename__ = "databases"
    __table_args__ = (Index("ix_databases_package_id_name", "package_id", "name", "id"),)

    name: Mapped[str] = mapped_column(String(63), unique=True)
    """Begins with the package's own prefix."""
    dialect: Mapped[Dialect] = mapped_column(words(Dialect))
    remark: Mapped[str] = mapped_column(String(200), default="")
    uses_master: Mapped[bool] = mapped_column(default=True)
    """Whether the package's master password opens it."""
    verifier: Mapped[str | None] = mapped_column(String(300), default=None)
    """Of its own password, as its dialect wants it."""
    used_mb: Mapped[int] = mapped_column(default=0)
    """As last measured."""
