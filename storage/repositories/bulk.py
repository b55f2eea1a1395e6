"""Many rows at once: for filling a database, not for use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.models.base import Base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Insert
    from sqlalchemy.orm import Session


class Bulk:
    """Inserts past the session's entities: ten times as many rows a second."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, each naming the same columns; what they leave out is as for a new entity."""
        if rows:
            self._session.execute(_into(entity), rows)

    def add_numbered(self, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
        """Insert rows as `add` does, and tell their ids in the same order."""
        if not rows:
            return ()
        identity = Base.metadata.tables[entity.__tablename__].c.id
        return self._session.scalars(
            _into(entity).returning(identity, sort_by_parameter_order=True), rows
        ).all()

    def add_from(self, entity: type[Base], values: Mapping[str, Any], where: ColumnElement[bool]) -> None:
        """Insert a row for each row of another table, without leaving the database.

        Args:
            entity: What is inserted.
            values: By column: a column of the other table, an expression of such, or one value for all.
            where: Which rows of the other table.
        """
        columns = Base.metadata.tables[entity.__tablename__].c
        taken = (
            value
            if isinstance(value, (InstrumentedAttribute, ColumnElement))
            else literal(value, columns[name].type)
            for name, value in values.items()
        )
        self._session.execute(_into(entity).from_select(list(values), select(*taken).where(where)))


def _into(entity: type[Base]) -> Insert:
    """Version columns, which the session would count, begin at 1."""
    statement = insert(Base.metadata.tables[entity.__tablename__])
    version = entity.__mapper__.version_id_col
    return statement if version is None else statement.values({version.name: 1})
