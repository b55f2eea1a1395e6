"""Orders to split packages that wait for their day; what was done stays on record with the contracts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class SplitOrder(Base):
    """What a customer ordered for a later day; goes once it is carried out, retracted or cancelled."""

    __tablename__ = "split_orders"
    __table_args__ = (
        CheckConstraint("(target_id IS NULL) != (product_id IS NULL)", name="one_target"),
        CheckConstraint("(product_id IS NULL) = (price_cents IS NULL)", name="product_has_price"),
        CheckConstraint("fee_cents >= 0", name="fee_not_negative"),
    )

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    """Which package is split: it has one order at most."""
    effective_on: Mapped[dt.date]
    ordered_at: Mapped[dt.datetime]
    fee_cents: Mapped[int]
    """Gross, as it was shown."""
    new_main_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id"), default=None)
    """What becomes the main domain of those that stay, where the main domain goes."""
    target_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    """Where the domains go; None: to a new package."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), default=None)
    """What the new package is, with what was agreed for it."""
    target_main_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id"), default=None)
    """The main domain of the new package."""
    price_cents: Mapped[int | None] = mapped_column(default=None)
    billing_months: Mapped[int | None] = mapped_column(default=None)
    minimum_months: Mapped[int | None] = mapped_column(default=None)
    notice_months: Mapped[int | None] = mapped_column(default=None)


class SplitDomain(Base):
    """A domain that such an order moves."""

    __tablename__ = "split_domains"

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("split_orders.package_id"), index=True)
    """Whose order."""
