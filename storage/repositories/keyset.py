"""Reading one keyset page of any SELECT, the same way for every list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Function, String, func, tuple_
from sqlalchemy.ext.compiler import compiles

from storage.paging import Page, PageRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session
    from sqlalchemy.sql.compiler import SQLCompiler

    Order = Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]


def read_page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    request: PageRequest,
    orders: Mapping[str, Order],
    counted: Select[*tuple[Any, ...]] | None = None,
) -> Page[Row[*tuple[Any, ...]]]:
    """Read a page of `query` in one statement, its total included where it is asked for.

    Args:
        session: An open session.
        query: All rows that match, in no order.
        request: Which of them.
        orders: Columns to sort by, ending in a unique one, by name; the first is the list's own. None of
            them may be NULL.
        counted: As many rows as `query`, where those are counted sooner without what it joins.
    """
    counting = _counting(query if counted is None else counted)
    order = orders.get(request.sort) or next(iter(orders.values()))
    forwards = request.descending == request.backwards
    page = query.add_columns(*order)
    if request.count:
        page = page.add_columns(counting.scalar_subquery())
    if request.anchor is not None:
        place = tuple_(*order)
        page = page.where(place > request.anchor if forwards else place < request.anchor)
    page = page.order_by(*(column.asc() if forwards else column.desc() for column in order))
    rows = list(session.execute(page.offset(request.skip or None).limit(request.limit)))
    if request.backwards:
        rows.reverse()
    end = -1 if request.count else None
    anchors = tuple(tuple(row[-len(order) - request.count : end]) for row in rows)
    matching = _total(session, counting, request, rows) if request.count else None
    return Page(tuple(rows), anchors, matching)


class AnyCase(Function[str]):
    """Small letters in every alphabet: PostgreSQL's own `lower`, a function of ours on SQLite."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[str] | InstrumentedAttribute[str]) -> None:
        super().__init__("any_case", column, type_=String())


@compiles(AnyCase, "postgresql")
def _lower(element: AnyCase, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(func.lower(*element.clauses), **how)


def contains(text: str, *columns: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether one of the columns contains `text`, whatever its case; `%` and `_` are only themselves."""
    fold = func.lower if text.isascii() else AnyCase  # the former is far cheaper on SQLite
    found = [fold(column).contains(text.lower(), autoescape=True) for column in columns]
    matches = found[0]
    for one in found[1:]:
        matches = matches | one
    return matches


def _total(
    session: Session, counting: Select[int], request: PageRequest, rows: list[Row[*tuple[Any, ...]]]
) -> int:
    """The count comes with every row; only an empty page has to ask again."""
    if rows:
        return int(rows[0][-1])
    if request.anchor is None and not request.skip:
        return 0
    return session.scalar(counting) or 0


def _counting(query: Select[*tuple[Any, ...]]) -> Select[int]:
    """How many rows match: without their columns, so that an index may answer it."""
    return query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True).correlate(None)
