"""Numbers without a gap: each kind of document has its own for every year."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storage.models.invoices import Invoice, NumberSeries, Series
from storage.models.written_forms import WrittenForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

COUNTED: dict[Series, type[Invoice | WrittenForm]] = {
    Series.INVOICES: Invoice,
    Series.FORMS: WrittenForm,
}
"""The documents that bear the numbers."""


def next_numbers(session: Session, series: Series, year: int, count: int) -> range:
    """Give the next numbers of a year; nobody else gets any before the transaction has ended."""
    row = locked_series(session, series, year)
    first = row.last + 1
    row.last += count
    return range(first, first + count)


def locked_series(session: Session, series: Series, year: int) -> NumberSeries:
    """The series of a year, locked until the transaction ends."""
    query = select(NumberSeries).where(NumberSeries.series == series, NumberSeries.year == year)
    query = query.with_for_update()
    row = session.scalars(query).one_or_none()
    if row is not None:
        return row
    with suppress(IntegrityError), session.begin_nested():  # somebody else may begin the year now
        session.add(NumberSeries(series=series, year=year, last=0))
        session.flush()
    return session.scalars(query).one()


def gaps(session: Session, series: Series) -> Iterator[int]:
    """The years whose numbers are not exactly those from 1 to the last one given."""
    document = COUNTED[series]
    query = select(NumberSeries).where(NumberSeries.series == series).order_by(NumberSeries.year)
    for row in session.scalars(query):
        counted = select(func.count(), func.coalesce(func.max(document.serial), 0))
        count, highest = session.execute(counted.where(document.year == row.year)).one()
        if not count == highest == row.last:
            yield row.year
