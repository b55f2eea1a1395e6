"""Forms that need a signature: what was printed, and what became of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words
from storage.models.domains import ContactRole


class FormKind(StrEnum):
    """What a form changes."""

    HANDOVER = "contract handover"
    TRANSFER = "domain transfer"
    HOLDER = "domain holder"


class FormState(StrEnum):
    """Where a form is on its way."""

    PRINTED = "printed"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    """By its customer, while it was only printed."""


WAITS = "state = 'accepted' AND carried_out_at IS NULL"


class WrittenForm(Base):
    """A form that a customer printed."""

    __tablename__ = "written_forms"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        CheckConstraint("state != 'accepted' OR effective_on IS NOT NULL", name="accepted_on_a_day"),
        Index("ix_written_forms_customer_id_id", "customer_id", "id"),
        Index("ix_written_forms_package_id", "package_id"),
        Index(
            "ix_written_forms_waiting",
            "effective_on",
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    year: Mapped[int]
    serial: Mapped[int]
    """Counts the year's forms without a gap."""
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[FormKind] = mapped_column(words(FormKind))
    state: Mapped[FormState] = mapped_column(words(FormState), default=FormState.PRINTED)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    """What it is about; None: the whole customer number."""
    role: Mapped[ContactRole | None] = mapped_column(words(ContactRole), default=None)
    """Whom a change of a domain's contacts is about."""
    about: Mapped[str] = mapped_column(String(300))
    """Number, main domain or domains, as they were called on the day of printing."""
    present: Mapped[str] = mapped_column(short())
    """Who it was until then: contract partner or contact of the domain."""
    other: Mapped[dict[str, str]]
    """What was known of the other party when it was printed, completed when it is accepted."""
    act_id: Mapped[int] = mapped_column(ForeignKey("contract_acts.id"))
    """Of its printing, whose paper is the form."""
    printed_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    effective_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The first day it holds, once it is accepted."""
    carried_out_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was rejected, in a sentence for the customer."""
    to_customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), default=None)
    """Who gets what is transferred."""
    to_package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    """The package that single domains move to."""


class FormDomain(Base):
    """A domain that a form is about; a transfer without any is about the whole package."""

    __tablename__ = "form_domains"

    form_id: Mapped[int] = mapped_column(ForeignKey("written_forms.id"), primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True, index=True)
