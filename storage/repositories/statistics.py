"""What was measured of packages, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.statistics import MonthlyFigures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from storage.repositories.packages import PackageScope


class Statistics:
    """Traffic, storage and mail of packages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self, scope: PackageScope, month: dt.date) -> Sequence[MonthlyFigures]:
        """One package's figures from a month on, the oldest first."""
        query = (
            select(MonthlyFigures)
            .where(MonthlyFigures.package_id == scope.package_id, MonthlyFigures.month >= month)
            .order_by(MonthlyFigures.month)
        )
        return self._session.scalars(query).all()

    def packages_of(self, ascii_names: Collection[str]) -> dict[str, int]:
        """Those of these punycode names that are the main domain of a package, with its id."""
        query = select(Domain.ascii_name, Domain.package_id).where(
            Domain.ascii_name.in_(ascii_names),
            Domain.kind == DomainKind.MAIN,
            Domain.state != DomainState.ENDED,
        )
        found = self._session.execute(query) if ascii_names else ()
        return {name: package_id for name, package_id in found}  # noqa: C416 - a Row is no pair

    def standing(
        self, package_ids: Collection[int], first: dt.date, last: dt.date
    ) -> dict[tuple[int, dt.date], MonthlyFigures]:
        """The figures of these packages between two months, both included, by package and month."""
        query = select(MonthlyFigures).where(
            MonthlyFigures.package_id.in_(package_ids), MonthlyFigures.month.between(first, last)
        )
        found = self._session.scalars(query) if package_ids else ()
        return {(figures.package_id, figures.month): figures for figures in found}

    def add(self, figures: MonthlyFigures) -> None:
        """Add the figures of a month that has none."""
        self._session.add(figures)
