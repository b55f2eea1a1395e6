"""What a database finds wrong with itself when it is read through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 10
"""Findings of one kind that are worth telling."""


class Health:
    """SQLite reads all its pages and follows all references; a server looks after itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def damages(self) -> list[str]:
        """What is broken, in the words of the database."""
        if self._session.get_bind().dialect.name != "sqlite":
            return []
        pages = self._session.execute(text(f"PRAGMA integrity_check({MOST})")).scalars()
        found = [line for line in pages if line != "ok"]
        for table, row, parent, _key in self._session.execute(text("PRAGMA foreign_key_check")).fetchmany(
            MOST
        ):
            found.append(f"row {row} of {table} refers to what is not in {parent}")
        return found
