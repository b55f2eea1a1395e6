"""Additional services: what is booked beside a package, each under a contract of its own."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, first_price_checks, short, words


class ServiceState(StrEnum):
    """Whether a service is there; what is still to come stands in its other columns."""

    ACTIVE = "active"
    ENDED = "ended"


class AdditionalService(Base):
    """A service for one package: it has a term and a price of its own, and ends with the package at last."""

    __tablename__ = "additional_services"
    __table_args__ = (
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("ends_on IS NULL OR ends_on >= started_on", name="ends_after_start"),
        *first_price_checks(),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), index=True)
    name: Mapped[str] = mapped_column(short())
    state: Mapped[ServiceState] = mapped_column(words(ServiceState), default=ServiceState.ACTIVE)
    ordered_at: Mapped[dt.datetime]
    """From then on consumers have their days to withdraw."""
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
    terminated_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the notice was received."""
    ends_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day, where notice was given for the service itself; it lasts no longer than its package."""
    billed_until: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day that stands on an invoice; None: nothing was billed yet."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}
