"""Offers of the month: what existing customers may order, and who did."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short
from storage.models.products import MINIMUM_MONTHS


class Offer(Base):
    """A package or an additional service at a price of its own, on some days of one calendar month."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("(product_id IS NULL) = (service != '')", name="package_or_service"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("billing_months IN (1, 12)", name="billing_months"),
        CheckConstraint(f"minimum_months IN {MINIMUM_MONTHS}", name="minimum_months"),
        CheckConstraint(
            "(first_price_cents IS NULL) = (first_months = 0)", name="first_price_has_its_months"
        ),
        CheckConstraint("first_price_cents >= 0", name="first_price_not_negative"),
        CheckConstraint("available IS NULL OR ordered <= available", name="no_more_than_available"),
        Index("ix_offers_ends_on_id", "ends_on", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """By which the operator knows it."""
    name: Mapped[str] = mapped_column(short())
    text: Mapped[str] = mapped_column(Text)
    """What it is, in the operator's words."""
    starts_on: Mapped[dt.date]
    """The first day on which it can be ordered, in the provider's time zone."""
    ends_on: Mapped[dt.date]
    """The last one; it is in the same month."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), default=None)
    """The product of the package that it makes; None: it makes an additional service."""
    service: Mapped[str] = mapped_column(short(), default="")
    """What the additional service is called."""
    price_cents: Mapped[int]
    """Gross, per billing period, from the first day on or after the first months."""
    billing_months: Mapped[int]
    minimum_months: Mapped[int]
    notice_months: Mapped[int]
    first_price_cents: Mapped[int | None] = mapped_column(default=None)
    """Gross, per billing period, in the first months; None: it has one price."""
    first_months: Mapped[int] = mapped_column(default=0)
    """How long that holds: whole billing periods."""
    customer_since: Mapped[dt.date | None] = mapped_column(default=None)
    """It is for those who were customers on that day; None: for all."""
    available: Mapped[int | None] = mapped_column(default=None)
    """How often it can be ordered in all; None: without limit."""
    ordered: Mapped[int] = mapped_column(default=0)
    """How often it was."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the operator ended it early."""
    announced_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When customers were told of it by message."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}


class OfferCondition(Base):
    """A product that customers must have for an offer, this one or another of its conditions."""

    __tablename__ = "offer_conditions"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)


class OfferOrder(Base):
    """That a customer ordered an offer, and what became of it; a customer number orders it once."""

    __tablename__ = "offer_orders"
    __table_args__ = (Index("ix_offer_orders_customer_id_offer_id", "customer_id", "offer_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    """The package that was made, or to which the service belongs."""
    service_id: Mapped[int | None] = mapped_column(ForeignKey("additional_services.id"), default=None)
    act_id: Mapped[int] = mapped_column(ForeignKey("contract_acts.id"))
    """How it stands on record."""
    ordered_at: Mapped[dt.datetime]


class OfferSeen(Base):
    """That a customer opened an offer: it is not new any more."""

    __tablename__ = "offers_seen"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
