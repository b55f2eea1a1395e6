"""What an owner leaves to the webmaster of a package, as one list."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, or_, select, union_all

from storage.models.domains import Domain
from storage.models.packages import Package
from storage.repositories.administration import managed
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope


class Permission(IntEnum):
    """What can be given, in the order of the list."""

    SIGN_IN = 1
    TRANSFERS = 2
    DOMAIN = 3


class ThirdParties:
    """Permissions of the package login."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, scope: PackageScope, request: PageRequest) -> Page[tuple[Permission, int, str, bool]]:
        """A page of permissions: what it is, the domain's id and name, and whether it is given.

        Those of the whole package come first, then one for each living domain, by name. The filter finds
        domains.
        """
        of_package = Package.id == scope.package_id
        rows = union_all(
            select(
                literal(Permission.SIGN_IN.value).label("permission"),
                literal(0).label("domain_id"),
                literal("").label("name"),
                Package.webmaster_signs_in.label("given"),
            ).where(of_package),
            select(
                literal(Permission.TRANSFERS.value), literal(0), literal(""), Package.webmaster_transfers
            ).where(of_package),
            select(literal(Permission.DOMAIN.value), Domain.id, Domain.name, Domain.open_to_webmaster).where(
                managed(scope)
            ),
        ).subquery()
        query: Select[*tuple[Any, ...]] = select(*rows.c)
        if request.filter:
            query = query.where(
                or_(rows.c.permission != Permission.DOMAIN.value, contains(request.filter, rows.c.name))
            )
        orders = {"place": (rows.c.permission, rows.c.name, rows.c.domain_id)}
        page = read_page(self._session, query, request, orders)
        return page.of(lambda row: (Permission(row[0]), row[1], row[2], row[3]))
