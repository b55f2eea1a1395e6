"""Customer numbers that were linked to another one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class LinkedNumber(Base):
    """A closed customer whose number signs in to another customer's account.

    There are no chains: when an account is linked itself, all its numbers are pointed at the new one.
    """

    __tablename__ = "linked_numbers"
    __table_args__ = (CheckConstraint("customer_id != linked_to_id", name="not_to_itself"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    """Whose number it was; the contact address there goes on being told."""
    linked_to_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    """Under whom everything stands."""
    linked_at: Mapped[dt.datetime]
