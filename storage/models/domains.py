"""Domains: their names and what state they are in."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words


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
