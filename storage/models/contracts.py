"""What was done to contracts: every act stays on record."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words

LONGEST_DETAILS = 500
"""Characters of what is said of an act."""


class ActKind(StrEnum):
    """What was done."""

    UPGRADED = "upgraded"
    DOWNGRADE_ORDERED = "downgrade ordered"
    DOWNGRADE_RETRACTED = "downgrade retracted"
    DOWNGRADE_CANCELLED = "downgrade cancelled"
    DOWNGRADE_POSTPONED = "downgrade postponed"
    DOWNGRADED = "downgraded"
    TERMINATED = "terminated"
    TERMINATION_RETRACTED = "termination retracted"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    DOMAIN_TERMINATED = "domain terminated"
    DOMAIN_RETRACTED = "domain termination retracted"
    DOMAIN_ENDED = "domain ended"
    SERVICE_ORDERED = "service ordered"
    SERVICE_TERMINATED = "service terminated"
    SERVICE_RETRACTED = "service termination retracted"
    SERVICE_WITHDRAWN = "service withdrawn"
    SERVICE_ENDED = "service ended"
    PACKAGE_ORDERED = "package ordered"
    SPLIT_ORDERED = "split ordered"
    SPLIT_RETRACTED = "split retracted"
    SPLIT_CANCELLED = "split cancelled"
    SPLIT = "split"
    NUMBERS_LINKED = "numbers linked"
    FORM_PRINTED = "form printed"
    FORM_RECEIVED = "form received"
    FORM_ACCEPTED = "form accepted"
    FORM_REJECTED = "form rejected"
    HANDED_OVER = "handed over"
    DOMAIN_TRANSFERRED = "domain transferred"
    HOLDER_CHANGED = "holder changed"
    MANDATE_ENDED = "mandate ended"


class ContractAct(Base):
    """An act of the customer, or what fell due: only ever added."""

    __tablename__ = "contract_acts"
    __table_args__ = (
        Index("ix_contract_acts_customer_id_id", "customer_id", "id"),
        Index("ix_contract_acts_package_id_id", "package_id", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("packages.id"), default=None)
    """None: it is about the whole customer number."""
    kind: Mapped[ActKind] = mapped_column(words(ActKind))
    at: Mapped[dt.datetime]
    """When it was received."""
    effective_on: Mapped[dt.date]
    """The first day it holds."""
    details: Mapped[str] = mapped_column(String(LONGEST_DETAILS), default="")
    """In words of ours: from which product to which."""


class ContractPaper(Base):
    """The confirmation of an act as the customer got it: the same bytes ever after."""

    __tablename__ = "contract_papers"

    act_id: Mapped[int] = mapped_column(ForeignKey("contract_acts.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """A PDF."""
