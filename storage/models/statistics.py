"""Statistics: what was measured, by month."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class MonthlyFigures(Base):
    """Traffic, storage and mail of a package in one month."""

    __tablename__ = "monthly_figures"

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    """Its first day."""
    traffic_mb: Mapped[int] = mapped_column(BigInteger)
    storage_mb: Mapped[int] = mapped_column(BigInteger)
    """At the end of the month: webspace, mail and databases."""
    mails: Mapped[int] = mapped_column(BigInteger)
    """Received and sent."""
