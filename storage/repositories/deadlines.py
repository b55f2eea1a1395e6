"""What is coming: packages by the days that their contracts lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from storage.models.customers import Customer
from storage.models.domains import Domain, DomainState
from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product
from storage.models.services import AdditionalService, ServiceState
from storage.models.splits import SplitOrder
from storage.models.termination import DomainEnd
from storage.models.written_forms import FormState, WrittenForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.models.customers import CustomerKind
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
        ordered_at: When it was ordered; None: on the day it started.
        owner: What its owner is: only consumers can withdraw.
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
    ordered_at: dt.datetime | None
    owner: CustomerKind

    @property
    def name(self) -> str:
        """A package is called by its main domain."""
        return self.domain

    @property
    def key(self) -> str:
        """What no other has."""
        return str(self.package_id)


@dataclass(frozen=True, slots=True)
class RunningPart:
    """A domain or an additional service of a package, as far as its days are concerned.

    Attributes:
        id: Of the domain or the service.
        name: What it is called.
        package_id: Of which package.
        domain: The package's main domain.
        product: The package's product.
        ends_on: Its last day, where notice was given for it alone.
        ordered_at: When a service was ordered; None: it is a domain.
        owner: What its owner is.
    """

    id: int
    name: str
    package_id: int
    domain: str
    product: str
    ends_on: dt.date | None
    ordered_at: dt.datetime | None
    owner: CustomerKind

    @property
    def key(self) -> str:
        """What no other has."""
        return f"{'domain' if self.ordered_at is None else 'service'}-{self.id}"


class RunningSplit(NamedTuple):
    """A split that waits for its day.

    Attributes:
        package_id: Which package is split.
        domain: Its main domain.
        product: What it is.
        effective_on: The day.
        target: The main domain of the package where its domains go, or the product of a new one.
    """

    package_id: int
    domain: str
    product: str
    effective_on: dt.date
    target: str

    @property
    def name(self) -> str:
        """A package is called by its main domain."""
        return self.domain

    @property
    def key(self) -> str:
        """What no other has."""
        return str(self.package_id)


class Deadlines:
    """Contracts by what comes next."""

    def __init__(self, session: Session) -> None:
        self._session = session

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

    def parts_of_customer(self, scope: CustomerScope, since: dt.datetime) -> Sequence[RunningPart]:
        """Domains that end before their packages; services that do, or were ordered after a moment."""
        type_coerce(null(), AdditionalService.ordered_at.type)
        of_package = (Package.id, Package.main_domain, Product.name)
        domains = (
            select(
                Domain.id,
                Domain.name,
                *of_package,
                DomainEnd.ends_on,
                type_coerce(null(), AdditionalService.ordered_at.type),
                Customer.kind,
            )
            .join(DomainEnd, DomainEnd.domain_id == Domain.id)
            .join(Package, Package.id == Domain.package_id)
            .where(DomainEnd.ends_on.is_not(None), Domain.state != DomainState.ENDED)
        )
        service = AdditionalService
        services = (
            select(service.id, service.name, *of_package, service.ends_on, service.ordered_at, Customer.kind)
            .join(Package, Package.id == service.package_id)
            .where(service.state != ServiceState.ENDED)
            .where(or_(service.ends_on.is_not(None), service.ordered_at > since))
        )
        own = and_(Package.customer_id == scope.customer_id, Package.state != PackageState.ENDED)
        parts = [
            query.join(Product, Product.id == Package.product_id)
            .join(Customer, Customer.id == Package.customer_id)
            .where(own)
            for query in (domains, services)
        ]
        return [RunningPart(*row) for row in self._session.execute(union_all(*parts))]

    def splits_of_customer(self, scope: CustomerScope) -> Sequence[RunningSplit]:
        """Splits of a customer's packages that wait for their day."""
        target, new = aliased(Package), aliased(Product)
        query = (
            select(
                Package.id,
                Package.main_domain,
                Product.name,
                SplitOrder.effective_on,
                func.coalesce(target.main_domain, new.name),
            )
            .join(SplitOrder, SplitOrder.package_id == Package.id)
            .join(Product, Product.id == Package.product_id)
            .outerjoin(target, target.id == SplitOrder.target_id)
            .outerjoin(new, new.id == SplitOrder.product_id)
            .where(Package.customer_id == scope.customer_id)
        )
        return [RunningSplit(*row) for row in self._session.execute(query)]

    def forms_of_customer(self, scope: CustomerScope) -> Sequence[tuple[int, str, str, dt.date]]:
        """Forms that were accepted for a later day: id, number, what they are about, the day."""
        query = select(WrittenForm.id, WrittenForm.number, WrittenForm.about, WrittenForm.effective_on).where(
            WrittenForm.customer_id == scope.customer_id,
            WrittenForm.state == FormState.ACCEPTED,
            WrittenForm.carried_out_at.is_(None),
        )
        found = self._session.execute(query)
        return [(id_, number, about, day) for id_, number, about, day in found if day is not None]

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


def _running() -> Select[*tuple[Any, ...]]:
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
            Contract.ordered_at,
            Customer.kind,
        )
        .join(Contract, Contract.package_id == Package.id)
        .join(Product, Product.id == Package.product_id)
        .join(Customer, Customer.id == Package.customer_id)
        .outerjoin(smaller, smaller.id == Contract.becomes_product_id)
        .where(Package.state != PackageState.ENDED)
    )
