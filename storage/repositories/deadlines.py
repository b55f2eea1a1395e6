"""What is coming: packages by the days that their contracts lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.repositories.customers import CustomerScope


@dataclass(frozen=True, slots=True)
class Running:
    """A package that has not ended, as far as its days are concerned.

    Attributes:
        package_id: Which package.
        domain: Its main domain.
        product: The product's name.
        started_on: First day of the contract.
        minimum_months: Its minimum term.
        notice_months: How long it runs on after a notice.
        ends_on: The last day, where notice was given.
        becomes_on: The day it changes to another product, where that was ordered.
        becomes: That product's name; None: none was ordered.
    """

    package_id: int
    domain: str
    product: str
    started_on: dt.date
    minimum_months: int
    notice_months: int
    ends_on: dt.date | None
    becomes_on: dt.date | None
    becomes: str | None


class Deadlines:
    """Contracts by what comes next."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def longest_term(self) -> int:
        """The longest minimum term of any contract, in months."""
        return self._session.scalar(select(func.max(Contract.minimum_months))) or 0

    def terms(self) -> Sequence[tuple[int, int]]:
        """All minimum terms with their notice periods, in months."""
        query = select(Contract.minimum_months, Contract.notice_months).distinct()
        return [(minimum, notice) for minimum, notice in self._session.execute(query)]

    def of_customer(self, scope: CustomerScope, since: dt.date) -> Sequence[Running]:
        """A customer's packages that end, change, or began after a day."""
        coming = or_(
            Contract.started_on > since, Contract.ends_on.is_not(None), Contract.becomes_on.is_not(None)
        )
        query = _running().where(Package.customer_id == scope.customer_id, coming)
        return [Running(*row) for row in self._session.execute(query)]

    def of_package(self, package_id: int) -> Running | None:
        """Any package; None: it has ended."""
        found = self._session.execute(_running().where(Package.id == package_id)).one_or_none()
        return None if found is None else Running(*found)

    def begun(
        self, minimum: int, notice: int, first: dt.date, last: dt.date
    ) -> Sequence[tuple[dt.date, int]]:
        """When packages with these terms began between two days, and their ids; terminated ones left out."""
        query = (
            select(Contract.started_on, Contract.package_id)
            .join(Package, Package.id == Contract.package_id)
            .where(
                Contract.minimum_months == minimum,
                Contract.notice_months == notice,
                Contract.started_on.between(first, last),
                Contract.ends_on.is_(None),
                Package.state != PackageState.ENDED,
            )
        )
        return [(day, package_id) for day, package_id in self._session.execute(query)]

    def ending(self, first: dt.date, last: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The last days of packages between two days, and their ids."""
        query = (
            select(Contract.ends_on, Contract.package_id)
            .join(Package, Package.id == Contract.package_id)
            .where(Contract.ends_on.between(first, last), Package.state != PackageState.ENDED)
        )
        return [(day, package_id) for day, package_id in self._session.execute(query) if day is not None]

    def changing(self, first: dt.date, last: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The days between two days on which packages change to another product, and their ids."""
        query = select(Contract.becomes_on, Contract.package_id).where(
            Contract.becomes_on.between(first, last)
        )
        return [(day, package_id) for day, package_id in self._session.execute(query) if day is not None]


def _running() -> Select[int, str, str, dt.date, int, int, dt.date | None, dt.date | None, str | None]:
    smaller = aliased(Product)
    return (
        select(
            Package.id,
            Package.main_domain,
            Product.name,
            Contract.started_on,
            Contract.minimum_months,
            Contract.notice_months,
            Contract.ends_on,
            Contract.becomes_on,
            smaller.name,
        )
        .join(Contract, Contract.package_id == Package.id)
        .join(Product, Product.id == Package.product_id)
        .outerjoin(smaller, smaller.id == Contract.becomes_product_id)
        .where(Package.state != PackageState.ENDED)
    )
