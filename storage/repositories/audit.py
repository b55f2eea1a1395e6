"""Adding to the audit log, and proving that nobody changed it."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models.audit import AuditEntry, AuditHead

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.orm import Session


BEGINNING = "0" * 64
"""What the first entry is chained to; the first migration writes it."""


class AuditLog:
    """The chained log of one transaction's database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(
        self,
        at: dt.datetime,
        actor: str,
        action: str,
        record: str,
        *,
        customer_id: int | None = None,
        package_id: int | None = None,
        details: str = "",
    ) -> None:
        """Append one entry; ids and words of ours only, never what a person typed."""
        head = self._session.scalars(select(AuditHead).with_for_update()).one()
        entry = AuditEntry(
            at=at,
            actor=actor,
            action=action,
            record=record,
            customer_id=customer_id,
            package_id=package_id,
            details=details,
            hash="",
        )
        entry.hash = head.hash = _chained(head.hash, entry)
        self._session.add(entry)

    def entries(self) -> Generator[AuditEntry]:
        """All entries, oldest first."""
        query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
        with self._session.scalars(query) as entries:
            yield from entries

    def first_break(self) -> int | None:
        """The id of the first entry that does not fit the chain; None where all do; 0 for a cut end."""
        previous = BEGINNING
        with closing(self.entries()) as entries:
            for entry in entries:
                if entry.hash != _chained(previous, entry):
                    return entry.id
                previous = entry.hash
        head = self._session.scalar(select(AuditHead.hash))
        return None if head == previous else 0


def _chained(previous: str, entry: AuditEntry) -> str:
    values = (
        previous,
        entry.at.astimezone(dt.UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.record,
        str(entry.customer_id),
        str(entry.package_id),
        entry.details,
    )
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()
