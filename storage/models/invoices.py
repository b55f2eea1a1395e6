"""Invoices: what was issued, what is still to be billed, and the ledger that says what is open."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words
from storage.models.customers import PaymentMethod


class InvoiceKind(StrEnum):
    """A credit note takes back an invoice, or pays out what is left of credits."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit-note"


class InvoiceState(StrEnum):
    """Where an invoice is; never stored: `storage.repositories.invoices` derives it when it is asked for."""

    OPEN = "open"
    ANNOUNCED = "debit announced"
    RETURNED = "returned"
    OVERDUE = "overdue"
    COLLECTED = "collected"
    PAID = "paid"
    CANCELLED = "cancelled"
    CREDIT = "credit"


class EntryKind(StrEnum):
    """What an entry of the ledger stands for; what a customer owes is above zero."""

    INVOICED = "invoiced"
    COLLECTED = "collected"
    PAID = "paid"
    RETURNED = "returned"
    FEE = "fee"
    CREDITED = "credited"
    PAID_OUT = "paid out"


TOTAL = f"CASE WHEN kind = '{InvoiceKind.INVOICE.value}' THEN gross_cents ELSE -gross_cents END"


class NumberSeries(Base):
    """The last number that was given in a year; its row is locked while numbers are given."""

    __tablename__ = "number_series"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Party(Base):
    """Seller or buyer as they stood on a day of issue; never changed, shared by all invoices it stands on."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the values."""
    values: Mapped[dict[str, str]]


class Invoice(Base):
    """An invoice or credit note; never changed but for its balance and attempts."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        CheckConstraint("gross_cents = net_cents + tax_cents", name="net_and_tax"),
        CheckConstraint("gross_cents >= 0", name="gross_not_negative"),
        Index("ix_invoices_customer_id_issued_on", "customer_id", "issued_on", "id"),
        Index("ix_invoices_customer_id_total_cents", "customer_id", "total_cents", "id"),
        Index(
            "ix_invoices_customer_id_open",
            "customer_id",
            "issued_on",
            sqlite_where=text("balance_cents > 0"),
            postgresql_where=text("balance_cents > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    customer_number: Mapped[str] = mapped_column(String(8))
    """Under which it was issued."""
    kind: Mapped[InvoiceKind] = mapped_column(words(InvoiceKind))
    year: Mapped[int]
    serial: Mapped[int]
    """Counts the year's documents without a gap."""
    number: Mapped[str] = mapped_column(String(40), unique=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True, default=None)
    """Of a credit note: what it takes back; None: it stands for itself."""
    issued_on: Mapped[dt.date]
    period_from: Mapped[dt.date]
    period_until: Mapped[dt.date]
    language: Mapped[str] = mapped_column(String(2))
    seller_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    summary: Mapped[str] = mapped_column(String(300))
    """What it is for, where that is one thing; empty: several packages."""
    packages: Mapped[int]
    """How many packages have a line."""
    net_cents: Mapped[int]
    tax_cents: Mapped[int]
    gross_cents: Mapped[int]
    total_cents: Mapped[int] = mapped_column(Computed(TOTAL, persisted=True), init=False)
    """What is charged by it: below zero for a credit note."""
    balance_cents: Mapped[int] = mapped_column(default=0)
    """What is open: the sum of its entries in the ledger, kept in the transaction of each entry."""
    method: Mapped[PaymentMethod] = mapped_column(words(PaymentMethod))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"), default=None)
    """By which the debit that stands on it is collected."""
    due_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The last day to pay; the day of the debit."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How many collections there are of it: the number of the last one."""


class InvoiceLine(Base):
    """A line of an invoice; amounts carry the sign of the quantity."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("quantity IN (1, -1)", name="quantity"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int]
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), index=True, default=None)
    service_id: Mapped[int | None] = mapped_column(
        ForeignKey("additional_services.id"), index=True, default=None
    )
    """The additional service of the package that it is for, if it is for one."""
    text: Mapped[str] = mapped_column(short())
    details: Mapped[str] = mapped_column(String(300), default="")
    period_from: Mapped[dt.date | None] = mapped_column(default=None)
    period_until: Mapped[dt.date | None] = mapped_column(default=None)
    quantity: Mapped[int] = mapped_column(default=1)
    net_cents: Mapped[int]
    gross_cents: Mapped[int]
    rate: Mapped[int]
    """Percent of VAT."""


class BillingItem(Base):
    """A charge, fee or credit that waits for the customer's next invoice."""

    __tablename__ = "billing_items"
    __table_args__ = (
        Index(
            "ix_billing_items_waiting",
            "customer_id",
            "due_on",
            sqlite_where=text("invoice_id IS NULL"),
            postgresql_where=text("invoice_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    due_on: Mapped[dt.date]
    """The first day it may be billed."""
    text: Mapped[str] = mapped_column(short())
    details: Mapped[str] = mapped_column(String(300), default="")
    period_from: Mapped[dt.date | None] = mapped_column(default=None)
    period_until: Mapped[dt.date | None] = mapped_column(default=None)
    gross_cents: Mapped[int]
    """Below zero for credits."""
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True, default=None)
    """On which it was billed."""


class LedgerEntry(Base):
    """A booking: only ever added. The balance of an invoice is the sum of its entries."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount_cents != 0", name="amount_not_zero"),
        Index("ix_ledger_entries_invoice_id", "invoice_id", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind))
    amount_cents: Mapped[int]
    """Above zero: owed by the customer."""
    booked_on: Mapped[dt.date]
    entered_at: Mapped[dt.datetime]
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"), default=None)
    note: Mapped[str] = mapped_column(short(), default="")


class InvoicePdf(Base):
    """The document as everyone gets it: made once, the same bytes ever after."""

    __tablename__ = "invoice_pdfs"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content."""
    made_at: Mapped[dt.datetime]
