"""The catalogue: product families, prices, terms and quotas."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words


class Family(StrEnum):
    """Products of one family can be changed into each other, up or down by rank."""

    HOSTING = "hosting"
    WEBSITE_BUILDER = "website-builder"
    WEBSHOP = "webshop"
    MAIL = "mail"
    SERVER = "server"


class Resource(StrEnum):
    """What a quota counts; sizes are in MB."""

    DOMAINS = "domains"
    ADDITIONAL_DOMAINS = "additional-domains"
    MAILBOXES = "mailboxes"
    MAIL_STORAGE = "mail-storage"
    DATABASES = "databases"
    WEBSPACE = "webspace"
    SFTP_USERS = "sftp-users"
    CRON_JOBS = "cron-jobs"
    BACKUPS = "backups"
    PAGES = "pages"
    UNPUBLISHED_CHANGES = "unpublished-changes"
    PRODUCTS = "products"
    NEW_ORDERS = "new-orders"


class Dialect(StrEnum):
    """Which SQL the databases of a product speak."""

    POSTGRESQL = "postgresql"
    MARIADB = "mariadb"


MINIMUM_MONTHS = (1, 12, 24)
"""The minimum terms that there are."""


class Product(Base):
    """Something that can be ordered; a contract copies what it promised."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("family", "rank"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("billing_months IN (1, 12)", name="billing_months"),
        CheckConstraint(f"minimum_months IN {MINIMUM_MONTHS}", name="minimum_months"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(short())
    family: Mapped[Family] = mapped_column(words(Family))
    rank: Mapped[int]
    """Place in the family; a higher one is an upgrade."""
    price_cents: Mapped[int]
    """Gross, per billing period."""
    billing_months: Mapped[int]
    minimum_months: Mapped[int]
    notice_months: Mapped[int] = mapped_column(default=1)
    changeable: Mapped[bool] = mapped_column(default=True)
    database_dialect: Mapped[Dialect] = mapped_column(
        words(Dialect), default=Dialect.POSTGRESQL, server_default=Dialect.POSTGRESQL.value
    )


class ProductQuota(Base):
    """How much of a resource a product includes."""

    __tablename__ = "product_quotas"
    __table_args__ = (CheckConstraint("allowed >= 0", name="allowed_not_negative"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    resource: Mapped[Resource] = mapped_column(words(Resource), primary_key=True)
    allowed: Mapped[int]
