"""Debits: each try to collect an invoice, and the files they went to the bank in."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words


class CollectionState(StrEnum):
    """Where a collection is on its way."""

    SCHEDULED = "scheduled"
    ANNOUNCED = "announced"
    SUBMITTED = "submitted"
    SETTLED = "settled"
    RETURNED = "returned"
    """The bank sent it back by itself."""
    REFUNDED = "refunded"
    """The customer had it sent back."""
    REJECTED = "rejected"
    """The bank never collected it."""
    CANCELLED = "cancelled"
    """It never went to the bank."""


PENDING = (CollectionState.SCHEDULED, CollectionState.ANNOUNCED, CollectionState.SUBMITTED)
"""Money may still come of it: no other collection of the invoice may be under way."""

CAME_BACK = (CollectionState.RETURNED, CollectionState.REFUNDED, CollectionState.REJECTED)
"""It was tried, and nothing came of it."""

PRESENTED = (CollectionState.SUBMITTED, CollectionState.SETTLED, *CAME_BACK)
"""It went to the bank, whatever came of it."""

IS_PENDING = f"state IN ({', '.join(repr(state.value) for state in PENDING)})"


class DebitFile(Base):
    """A file for the bank: written anew from its collections when asked for, with the same bytes."""

    __tablename__ = "debit_files"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(35), unique=True)
    made_at: Mapped[dt.datetime]
    creditor: Mapped[dict[str, str]]
    """Name, IBAN, BIC and creditor id that it was made with."""
    count: Mapped[int]
    total_cents: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its bytes."""


class Collection(Base):
    """One try to collect what is open of an invoice by debit."""

    __tablename__ = "collections"
    __table_args__ = (
        UniqueConstraint("invoice_id", "attempt"),
        CheckConstraint("amount_cents > 0", name="amount_above_zero"),
        Index(
            "uq_collections_one_pending",
            "invoice_id",
            unique=True,
            sqlite_where=text(IS_PENDING),
            postgresql_where=text(IS_PENDING),
        ),
        Index("ix_collections_state_due_on", "state", "due_on", "id"),
        Index("ix_collections_mandate_id_due_on", "mandate_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    attempt: Mapped[int]
    """Counts the collections of the invoice, from 1."""
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"))
    amount_cents: Mapped[int]
    due_on: Mapped[dt.date]
    """The day it is collected, a TARGET day."""
    end_to_end_id: Mapped[str] = mapped_column(String(35), unique=True)
    state: Mapped[CollectionState] = mapped_column(words(CollectionState), default=CollectionState.SCHEDULED)
    announced_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("debit_files.id"), index=True, default=None)
    settled_on: Mapped[dt.date | None] = mapped_column(default=None)
    ended_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The day it came back, or was cancelled."""
    reason: Mapped[str] = mapped_column(String(4), default="")
    """Why it came back (ISO 20022, ExternalReturnReason1Code)."""
