"""The history of a package: read newest first, only ever added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage.models.domains import Domain
from storage.models.history import PackageChange
from storage.repositories.administration import managed
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


class History:
    """The changes of packages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, change: PackageChange) -> None:
        """Put a change on record."""
        self._session.add(change)

    def page_of(self, scope: PackageScope, request: PageRequest) -> Page[PackageChange]:
        """A page of the package's history; its order is `when`. The filter finds names, kinds, actions."""
        query = select(PackageChange).where(_seen_by(scope))
        if request.filter:
            query = query.where(_contains(request.filter))
        return read_page(self._session, query, request, {"when": (PackageChange.id,)}).of(lambda row: row[0])

    def one(self, scope: PackageScope, change_id: int) -> PackageChange | None:
        """A change of the package; None for a missing one and for another package's alike."""
        query = select(PackageChange).where(PackageChange.id == change_id, _seen_by(scope))
        return self._session.scalars(query).one_or_none()


def _contains(text: str) -> ColumnElement[bool]:
    return contains(text, PackageChange.name, PackageChange.kind, PackageChange.action)


def _seen_by(scope: PackageScope) -> ColumnElement[bool]:
    own: ColumnElement[bool] = PackageChange.package_id == scope.package_id
    if scope.by_owner:
        return own
    open_ones = select(Domain.id).where(managed(scope))
    return own & or_(PackageChange.domain_id.is_(None), PackageChange.domain_id.in_(open_ones))
