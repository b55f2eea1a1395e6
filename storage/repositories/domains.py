"""Domains of a package, and the way from a domain to its package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from storage.models.domains import Domain, DomainKind, DomainState
from storage.repositories.administration import managed
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


@dataclass(frozen=True, slots=True)
class DomainRow:
    """What a list shows of a domain."""

    id: int
    name: str
    ascii_name: str
    kind: DomainKind
    state: DomainState
    registered_on: dt.date


class Domains:
    """Domains of packages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page_of(self, scope: PackageScope, request: PageRequest) -> Page[DomainRow]:
        """A page of one package's domains; orders: name, kind, state, registered."""
        query: Select[*tuple[Any, ...]] = select(
            Domain.id, Domain.name, Domain.ascii_name, Domain.kind, Domain.state, Domain.registered_on
        ).where(Domain.package_id == scope.package_id)
        if request.filter:
            query = query.where(contains(request.filter, Domain.name, Domain.ascii_name))
        page = read_page(
            self._session,
            query,
            request,
            {
                "name": (Domain.name, Domain.id),
                "kind": (Domain.kind, Domain.name, Domain.id),
                "state": (Domain.state, Domain.name, Domain.id),
                "registered": (Domain.registered_on, Domain.id),
            },
        )
        return page.of(lambda row: DomainRow(*row[:6]))

    def living_of(self, scope: PackageScope) -> Sequence[Domain]:
        """One package's domains that have not ended, the main domain first, then by name."""
        main_first = case((Domain.kind == DomainKind.MAIN, 0), else_=1)
        query = select(Domain).where(managed(scope)).order_by(main_first, Domain.name)
        return self._session.scalars(query).all()

    def one(self, scope: PackageScope, domain_id: int) -> Domain | None:
        """A living domain of the package; None for a missing one and for another package's alike."""
        return self._session.scalars(
            select(Domain).where(Domain.id == domain_id, managed(scope))
        ).one_or_none()

    def among(self, scope: PackageScope, ids: Collection[int]) -> set[int]:
        """Those of these domains that are in the package and have not ended."""
        query = select(Domain.id).where(Domain.id.in_(ids), managed(scope))
        return set(self._session.scalars(query)) if ids else set()

    def names_of(self, scope: PackageScope) -> Sequence[str]:
        """The names of one package's living domains, in Unicode."""
        query = select(Domain.name).where(managed(scope)).order_by(Domain.name)
        return self._session.scalars(query).all()

    def add(self, domain: Domain) -> None:
        """Add a domain; a living name can be there only once (Duplicate)."""
        self._session.add(domain)

    def living(self, ascii_names: Collection[str]) -> dict[str, int]:
        """Those of these names that a domain has which has not ended, with its id."""
        query = select(Domain.ascii_name, Domain.id).where(
            Domain.ascii_name.in_(ascii_names), Domain.state != DomainState.ENDED
        )
        found = self._session.execute(query).all() if ascii_names else ()
        return {name: key for name, key in found}  # noqa: C416 - a Row is no pair to the type checker

    def living_kinds(self, package_id: int) -> dict[DomainKind, int]:
        """How many domains of each kind a package has that have not ended."""
        query = (
            select(Domain.kind, func.count())
            .where(Domain.package_id == package_id, Domain.state != DomainState.ENDED)
            .group_by(Domain.kind)
        )
        found = self._session.execute(query)
        return {kind: count for kind, count in found}  # noqa: C416 - a Row is no pair to the type checker

    def highest_id(self) -> int:
        """The newest domain's id: what is added from now on has a higher one."""
        return self._session.scalar(select(func.max(Domain.id))) or 0
