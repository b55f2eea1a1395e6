"""What was done to contracts: every act stays on record."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, words


class ActKind(StrEnum):
    """What was done."""

    UPGRADED = "upgraded"
    DOWNGRADE_ORDERED = "downgrade ordered"
    DOWNGRADE_RETRACTED = "downgrade retracted"
    DOWNGRADE_CANCELLED = "downgrade cancelled"
    DOWNGRADE_POSTPONED = "downgrade postponed"
    DOWNGRADED = "downgraded"


class ContractAct(Base):
    """An act of the customer, or what fell due: only ever added."""

    __tablename__ = "contract_acts"
    __table_args__ = (
        Index("ix_contract_acts_customer_id_id", "customer_id", "id"),
        Index("ix_contract_acts_package_id_id", "package_id", "id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    kind: Mapped[ActKind] = mapped_column(words(ActKind))
    at: Mapped[dt.datetime]
    """When it was received."""
    effective_on: Mapped[dt.date]
    """The first day it holds."""
    details: Mapped[str] = mapped_column(String(500), default="")
    """In words of ours: from which product to which."""
