"""Customers, and the mandates by which their invoices are collected."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, digits_only, short, words


class CustomerState(StrEnum):
    """Whether a customer may sign in."""

    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


class CustomerKind(StrEnum):
    """Consumers may withdraw from an order (law §356a BGB), businesses may not."""

    CONSUMER = "consumer"
    BUSINESS = "business"


class PaymentMethod(StrEnum):
    """How invoices are paid."""

    DEBIT = "debit"
    TRANSFER = "transfer"


class Customer(Base):
    """A contract partner, known by the customer number; one address for all packages."""

    __tablename__ = "customers"
    __table_args__ = (
        digits_only("number", 8),
        CheckConstraint("telephone != '' OR mobile != ''", name="reachable_by_telephone"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    number: Mapped[str] = mapped_column(String(8), unique=True)
    kind: Mapped[CustomerKind] = mapped_column(words(CustomerKind))
    state: Mapped[CustomerState] = mapped_column(words(CustomerState), default=CustomerState.ACTIVE)
    company: Mapped[str] = mapped_column(short(), default="")
    first_name: Mapped[str] = mapped_column(short())
    last_name: Mapped[str] = mapped_column(short())
    street: Mapped[str] = mapped_column(short())
    house_number: Mapped[str] = mapped_column(String(20))
    addition: Mapped[str] = mapped_column(short(), default="")
    postcode: Mapped[str] = mapped_column(String(12))
    town: Mapped[str] = mapped_column(short())
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    telephone: Mapped[str] = mapped_column(String(16), default="")
    """E.164; the `_typed` sister keeps what the customer wrote."""
    telephone_typed: Mapped[str] = mapped_column(String(40), default="")
    mobile: Mapped[str] = mapped_column(String(16), default="")
    mobile_typed: Mapped[str] = mapped_column(String(40), default="")
    fax: Mapped[str] = mapped_column(String(16), default="")
    fax_typed: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254))
    invoice_email: Mapped[str] = mapped_column(String(254), default="")
    """Empty: invoices go to `email`."""
    language: Mapped[str] = mapped_column(String(2), default="de")
    payment_method: Mapped[PaymentMethod] = mapped_column(
        words(PaymentMethod), default=PaymentMethod.TRANSFER
    )
    password_hash: Mapped[str] = mapped_column(String(200))
    credential_version: Mapped[int] = mapped_column(default=1)
    """Counts password changes; a session opened under an older one has ended."""
    since: Mapped[dt.date]
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """Company, else first and last name: what stands on the screen and on letters."""
        return self.company or f"{self.first_name} {self.last_name}"


class Mandate(Base):
    """A SEPA direct debit mandate. Never amended: a new IBAN is a new mandate, the old one is revoked."""

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint("reference = upper(reference)", name="reference_upper"),
        Index(
            "uq_mandates_one_active",
            "customer_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "ix_mandates_in_force_signed_at",
            "signed_at",
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    account_holder: Mapped[str] = mapped_column(String(70))
    iban_sealed: Mapped[str] = mapped_column(String(200), default="")
    """Encrypted with the row's id as associated data (`storage/sealing.py`)."""
    iban_first: Mapped[str] = mapped_column(String(4))
    iban_last: Mapped[str] = mapped_column(String(4))
    iban_digest: Mapped[str] = mapped_column(String(64), index=True)
    """Keyed HMAC, for finding equal accounts without opening them."""
    bic: Mapped[str] = mapped_column(String(11), default="")
    bank_name: Mapped[str] = mapped_column(short(), default="")
    signed_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    runs_out: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Revoked for what comes; debits that were announced by it are still collected."""
