"""Webshops: what is sold, by which shipping and payment, and the orders with what became of them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words
from storage.models.website import ThemeName

TAX_RATES = (19, 7, 0)
"""Percent (§12 UStG); 0 for what is free of tax."""


class OptionKind(StrEnum):
    """What a buyer chooses beside the goods."""

    SHIPPING = "shipping"
    PAYMENT = "payment"


class OrderState(StrEnum):
    """Where an order is; `portal.webshop.rules` says what leads on, and what it does."""

    NEW = "new"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DONE = "done"
    CANCELLED = "cancelled"


class Shop(Base):
    """The shop of a package: who sells, under which terms, and whether it is open."""

    __tablename__ = "shops"
    __table_args__ = (CheckConstraint("retention_months BETWEEN 1 AND 240", name="retention_months"),)

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(short(), default="")
    street: Mapped[str] = mapped_column(short(), default="")
    """With the house number."""
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(short(), default="")
    country: Mapped[str] = mapped_column(String(2), default="DE")
    email: Mapped[str] = mapped_column(String(254), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    tax_number: Mapped[str] = mapped_column(String(40), default="")
    """VAT identification number, or the number of the tax office; on every receipt."""
    language: Mapped[str] = mapped_column(String(2), default="de")
    """Of delivery notes, receipts and the catalogue: `de` or `en`."""
    retention_months: Mapped[int] = mapped_column(default=120)
    """How long customer data of orders are kept."""
    is_open: Mapped[bool] = mapped_column(default=False)
    opening_text: Mapped[str] = mapped_column(Text, default="")
    """What visitors read above the catalogue, or instead of it while the shop is closed."""
    imprint: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    withdrawal: Mapped[str] = mapped_column(Text, default="")
    privacy: Mapped[str] = mapped_column(Text, default="")
    shipping: Mapped[str] = mapped_column(Text, default="")
    key_sealed: Mapped[str | None] = mapped_column(String(200), default=None)
    """By which the shop's front signs orders; None: none was made yet."""
    description: Mapped[str] = mapped_column(String(300), default="")
    """Of the catalogue, in a sentence."""
    theme: Mapped[ThemeName] = mapped_column(words(ThemeName), default=ThemeName.PAPER)
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the catalogue was; None: it is not published."""


class InShop(Base):
    """What a shop consists of."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(init=False, primary_key=True, sort_order=-2)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), sort_order=-1)


class ShopCategory(InShop):
    """A group of products."""

    __tablename__ = "shop_categories"
    __table_args__ = (UniqueConstraint("package_id", "name"),)

    name: Mapped[str] = mapped_column(short())
    position: Mapped[int] = mapped_column(default=0)
    """Its place among the categories; those with the same one are sorted by name."""


class ShopProduct(InShop):
    """Something that is sold."""

    __tablename__ = "shop_products"
    __table_args__ = (
        UniqueConstraint("package_id", "number"),
        Index("ix_shop_products_package_id_name", "package_id", "name", "id"),
        Index("ix_shop_products_package_id_price", "package_id", "price_cents", "id"),
        Index("ix_shop_products_package_id_stock", "package_id", "stock", "id"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint(f"tax_rate IN {TAX_RATES}", name="tax_rate"),
    )

    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(short())
    text: Mapped[str] = mapped_column(Text, default="")
    price_cents: Mapped[int]
    """Gross."""
    tax_rate: Mapped[int] = mapped_column(default=TAX_RATES[0])
    stock: Mapped[int] = mapped_column(default=0)
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("shop_categories.id", ondelete="SET NULL"), index=True, default=None
    )
    on_sale: Mapped[bool] = mapped_column(default=True)
    picture: Mapped[str] = mapped_column(short(), default="")
    """Name of the main picture in the package's folder of images; empty: none."""


class ShopOption(InShop):
    """A kind of shipping or payment."""

    __tablename__ = "shop_options"
    __table_args__ = (
        UniqueConstraint("package_id", "kind", "name"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
    )

    kind: Mapped[OptionKind] = mapped_column(words(OptionKind))
    name: Mapped[str] = mapped_column(short())
    price_cents: Mapped[int] = mapped_column(default=0)
    """Gross, an order."""
    enabled: Mapped[bool] = mapped_column(default=True)


class ShopVoucher(InShop):
    """A code that makes an order cheaper."""

    __tablename__ = "shop_vouchers"
    __table_args__ = (
        UniqueConstraint("package_id", "code"),
        CheckConstraint("(percent IS NULL) <> (amount_cents IS NULL)", name="percent_or_amount"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
        CheckConstraint("amount_cents > 0", name="amount_positive"),
        CheckConstraint("most_uses IS NULL OR used <= most_uses", name="no_more_uses"),
        CheckConstraint("used >= 0", name="used_not_negative"),
    )

    code: Mapped[str] = mapped_column(String(40))
    """In capitals."""
    percent: Mapped[int | None] = mapped_column(default=None)
    """Of the goods."""
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    valid_from: Mapped[dt.date | None] = mapped_column(default=None)
    valid_until: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day."""
    most_uses: Mapped[int | None] = mapped_column(default=None)
    """None: without limit."""
    used: Mapped[int] = mapped_column(default=0)
    minimum_cents: Mapped[int] = mapped_column(default=0)
    """What the goods must come to."""


class ShopOrder(InShop):
    """An order: prices, names and tax as they were when it arrived."""

    __tablename__ = "shop_orders"
    __table_args__ = (
        UniqueConstraint("package_id", "front_id"),
        UniqueConstraint("package_id", "year", "serial"),
        Index("ix_shop_orders_package_id_buyer", "package_id", "buyer", "year", "serial"),
        Index("ix_shop_orders_package_id_total", "package_id", "total_cents", "year", "serial"),
        Index("ix_shop_orders_package_id_state", "package_id", "state", "year", "serial"),
        Index("ix_shop_orders_package_id_ordered_on", "package_id", "ordered_on"),
        CheckConstraint("total_cents >= 0", name="total_not_negative"),
        CheckConstraint("refunded_cents BETWEEN 0 AND paid_cents", name="refunds_within_paid"),
    )

    front_id: Mapped[str] = mapped_column(String(80))
    """What the shop's front calls the order: the same one is taken once."""
    year: Mapped[int]
    serial: Mapped[int]
    """Its place among the orders of the shop and year, without a gap."""
    state: Mapped[OrderState] = mapped_column(words(OrderState), default=OrderState.NEW)
    arrived_at: Mapped[dt.datetime]
    ordered_on: Mapped[dt.date]
    """The day it arrived, in the provider's time zone."""
    sender: Mapped[dict[str, str]]
    """Who sold, and in which language: the shop's settings of that day, for delivery note and receipt."""
    buyer: Mapped[str] = mapped_column(short())
    """First and last name, or the company; empty once it was erased, as all about the buyer."""
    email: Mapped[str] = mapped_column(String(254), default="")
    street: Mapped[str] = mapped_column(short(), default="")
    addition: Mapped[str] = mapped_column(short(), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(short(), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    erased_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When customer data were erased."""
    shipping_name: Mapped[str] = mapped_column(short())
    shipping_cents: Mapped[int]
    payment_name: Mapped[str] = mapped_column(short())
    payment_cents: Mapped[int]
    voucher_id: Mapped[int | None] = mapped_column(
        ForeignKey("shop_vouchers.id", ondelete="SET NULL"), index=True, default=None
    )
    voucher_code: Mapped[str] = mapped_column(String(40), default="")
    discount_cents: Mapped[int] = mapped_column(default=0)
    """What the voucher takes off the goods; the lines hold their shares of it."""
    total_cents: Mapped[int]
    """What the buyer owes: goods less discount, shipping and payment."""
    paid_cents: Mapped[int] = mapped_column(default=0)
    refunded_cents: Mapped[int] = mapped_column(default=0)
    paid_on: Mapped[dt.date | None] = mapped_column(default=None)
    shipped_on: Mapped[dt.date | None] = mapped_column(default=None)
    closed_on: Mapped[dt.date | None] = mapped_column(default=None)
    """When it was done or cancelled: from then on customer data are kept for the retention time."""

    @property
    def order_number(self) -> str:
        """As it stands on papers, such as B-2026-000123."""
        return f"B-{self.year}-{self.serial:06}"


class ShopOrderLine(Base):
    """A product in an order."""

    __tablename__ = "shop_order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("refunded BETWEEN 0 AND quantity", name="refunded_within_quantity"),
        CheckConstraint("back BETWEEN 0 AND quantity", name="back_within_quantity"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_orders.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("shop_products.id", ondelete="SET NULL"), index=True, default=None
    )
    """None: it was removed from the shop since."""
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(short())
    quantity: Mapped[int]
    price_cents: Mapped[int]
    """Gross, of one."""
    tax_rate: Mapped[int]
    discount_cents: Mapped[int] = mapped_column(default=0)
    """The line's share of what the voucher takes off."""
    refunded: Mapped[int] = mapped_column(default=0)
    """How many of them were given money back for."""
    delivered: Mapped[int | None] = mapped_column(default=None)
    """How many of them were sent; None: nothing was yet."""
    back: Mapped[int] = mapped_column(default=0)
    """How many of them are in stock again."""


class ShopRefund(Base):
    """Money that was given back."""

    __tablename__ = "shop_refunds"
    __table_args__ = (CheckConstraint("amount_cents > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_orders.id"), index=True)
    refunded_on: Mapped[dt.date]
    amount_cents: Mapped[int]
    by_rate: Mapped[dict[str, Any]]
    """The amount's parts in cents, by percent of tax."""
    reason: Mapped[str] = mapped_column(short(), default="")
