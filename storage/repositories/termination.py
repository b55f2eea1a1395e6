"""What can end: packages, domains and additional services, each with what was agreed about it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, String, and_, case, cast, func, literal, null, or_, select, union_all

from storage.models.databases import Database
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.mail import MailAddress, MailKind
from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product
from storage.models.services import AdditionalService, ServiceState
from storage.models.termination import DomainEnd, FollowUp
from storage.repositories.keyset import contains, read_page
from storage.types import UtcDateTime

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope

PACKAGE, DOMAIN, SERVICE = 0, 1, 2
"""What a row is of, in the order in which they stand beneath one another."""

NO_DAY, NO_MOMENT, NO_WORDS = cast(null(), Date), cast(null(), UtcDateTime), cast(null(), String)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """What a list shows of something that can end, or has ended.

    Attributes:
        what: Of what kind it is.
        id: Of the package, the domain or the service.
        package_id: The package that it is or belongs to.
        main_domain: Of that package.
        name: What it is called; empty for a package.
        product: What a package is.
        has_ended: Whether it is over.
        started_on: First day of its contract, or of a domain's registration.
        minimum_months: Its minimum term; nothing for a domain.
        notice_months: Its period of notice.
        ordered_at: When it was ordered, where that is known.
        terminated_at: When notice was received for it.
        ends_on: Its last day, where notice was given for it.
        package_ends_on: The last day of its package, where notice was given for that.
        follow_up: What becomes of a domain, where that was said.
        auth_until: The last day of a domain's AuthInfo, where it has one.
    """

    what: int
    id: int
    package_id: int
    main_domain: str
    name: str
    product: str
    has_ended: bool
    started_on: dt.date
    minimum_months: int
    notice_months: int
    ordered_at: dt.datetime | None
    terminated_at: dt.datetime | None
    ends_on: dt.date | None
    package_ends_on: dt.date | None
    follow_up: FollowUp | None
    auth_until: dt.date | None


FIELDS = tuple(field.name for field in fields(EndingRow))


class Terminations:
    """Everything that can end, within a customer; and what falls due of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page_owned_by(self, scope: CustomerScope, request: PageRequest) -> Page[EndingRow]:
        """A page of a customer's packages, each with its further domains and its services beneath it.

        What has ended comes last. The filter finds packages by their domains and products, and what belongs
        to them by its own name.
        """
        things = union_all(_packages(scope), _domains(scope), _services(scope)).subquery()
        query: Select[*tuple[Any, ...]] = select(*things.c)
        if request.filter:
            found = contains(request.filter, things.c.name, things.c.main_domain, things.c.product)
            query = query.where(found)
        order = (
            things.c.has_ended,
            things.c.main_domain,
            things.c.package_id,
            things.c.what,
            things.c.name,
            things.c.id,
        )
        return read_page(self._session, query, request, {"package": order}).of(_row)

    def package_of_domain(self, scope: CustomerScope, domain_id: int) -> int | None:
        """The package that a customer's domain belongs to; None for a missing one and for another's alike."""
        query = select(Domain.package_id).join(Package, Package.id == Domain.package_id)
        return self._session.scalar(
            query.where(Domain.id == domain_id, Package.customer_id == scope.customer_id)
        )

    def package_of_service(self, scope: CustomerScope, service_id: int) -> int | None:
        """The package that a customer's service is for, likewise."""
        query = select(AdditionalService.package_id).join(Package, Package.id == AdditionalService.package_id)
        return self._session.scalar(
            query.where(AdditionalService.id == service_id, Package.customer_id == scope.customer_id)
        )

    def domain(self, domain_id: int) -> Domain:
        """A domain as it stands now: its package is locked by whoever changes it."""
        query = select(Domain).where(Domain.id == domain_id).execution_options(populate_existing=True)
        return self._session.scalars(query).one()

    def service(self, service_id: int) -> AdditionalService:
        """An additional service, likewise."""
        query = select(AdditionalService).where(AdditionalService.id == service_id)
        return self._session.scalars(query.execution_options(populate_existing=True)).one()

    def domains_of(self, package_id: int) -> Sequence[tuple[Domain, DomainEnd | None]]:
        """All domains of a package with their ends, the main domain first, then by name."""
        main_first = case((Domain.kind == DomainKind.MAIN, 0), else_=1)
        query = (
            select(Domain, DomainEnd)
            .outerjoin(DomainEnd, DomainEnd.domain_id == Domain.id)
            .where(Domain.package_id == package_id)
            .order_by(main_first, Domain.name, Domain.id)
            .execution_options(populate_existing=True)
        )
        return [(domain, end) for domain, end in self._session.execute(query)]

    def end_of(self, domain_id: int) -> DomainEnd | None:
        """The end of a domain, where there is one."""
        query = select(DomainEnd).where(DomainEnd.domain_id == domain_id)
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    def services_of(self, package_id: int) -> Sequence[AdditionalService]:
        """The additional services of a package that have not ended, by name."""
        query = (
            select(AdditionalService)
            .where(AdditionalService.package_id == package_id, AdditionalService.state != ServiceState.ENDED)
            .order_by(AdditionalService.name, AdditionalService.id)
            .execution_options(populate_existing=True)
        )
        return self._session.scalars(query).all()

    def add_end(self, end: DomainEnd) -> None:
        """Note the end of a domain."""
        self._session.add(end)

    def remove_end(self, end: DomainEnd) -> None:
        """Forget the end of a domain: it stays."""
        self._session.delete(end)

    def add_service(self, service: AdditionalService) -> AdditionalService:
        """Add an additional service; gives it its id."""
        self._session.add(service)
        self._session.flush()
        return service

    def database_names(self, package_id: int) -> Sequence[str]:
        """The databases of a package, by name."""
        query = select(Database.name).where(Database.package_id == package_id).order_by(Database.name)
        return self._session.scalars(query).all()

    def mail_of(self, domain_id: int) -> Sequence[MailAddress]:
        """All email addresses under a domain."""
        query = select(MailAddress).where(MailAddress.domain_id == domain_id).order_by(MailAddress.id)
        return self._session.scalars(query).all()

    def mailboxes_of(self, domain_id: int) -> tuple[int, int]:
        """How many mailboxes there are under a domain, and how many MB of mail in them."""
        query = select(func.count(), func.coalesce(func.sum(MailAddress.used_mb), 0)).where(
            MailAddress.domain_id == domain_id, MailAddress.kind == MailKind.MAILBOX
        )
        count, used = self._session.execute(query).one()
        return count, used

    # What falls due

    def packages_over(self, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The last days before `on` of packages that have not ended yet, and their ids."""
        query = (
            select(Contract.ends_on, Contract.package_id)
            .join(Package, Package.id == Contract.package_id)
            .where(Contract.ends_on < on, Package.state != PackageState.ENDED)
        )
        return [(day, package_id) for day, package_id in self._session.execute(query) if day is not None]

    def domains_over(self, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The last days before `on` of domains that have not ended yet, and their ids."""
        query = (
            select(DomainEnd.ends_on, DomainEnd.domain_id)
            .join(Domain, Domain.id == DomainEnd.domain_id)
            .where(DomainEnd.ends_on < on, Domain.state != DomainState.ENDED)
        )
        return [(day, domain_id) for day, domain_id in self._session.execute(query) if day is not None]

    def services_over(self, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """The last days before `on` of services that have not ended yet, and their ids."""
        query = select(AdditionalService.ends_on, AdditionalService.id).where(
            AdditionalService.ends_on < on, AdditionalService.state != ServiceState.ENDED
        )
        return [(day, service_id) for day, service_id in self._session.execute(query) if day is not None]


def _row(row: Row[*tuple[Any, ...]]) -> EndingRow:
    values: dict[str, Any] = dict(zip(FIELDS, row, strict=False))
    follow_up = values["follow_up"]
    return EndingRow(
        **values
        | {
            "has_ended": bool(values["has_ended"]),
            "follow_up": None if follow_up is None else FollowUp(follow_up),
        }
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Something that can be sorted by on either database."""
    return case((condition, 1), else_=0)


def _packages(scope: CustomerScope) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(PACKAGE).label("what"),
            Package.id,
            Package.id.label("package_id"),
            Package.main_domain,
            literal("").label("name"),
            Product.name.label("product"),
            _flag(Package.state == PackageState.ENDED).label("has_ended"),
            Contract.started_on,
            Contract.minimum_months,
            Contract.notice_months,
            Contract.ordered_at,
            Contract.terminated_at,
            Contract.ends_on,
            Contract.ends_on.label("package_ends_on"),
            NO_WORDS.label("follow_up"),
            NO_DAY.label("auth_until"),
        )
        .join(Contract, Contract.package_id == Package.id)
        .join(Product, Product.id == Package.product_id)
        .where(Package.customer_id == scope.customer_id)
    )


def _domains(scope: CustomerScope) -> Select[*tuple[Any, ...]]:
    """Further domains; the main one, which ends with its package, where it can be asked for an AuthInfo."""
    return (
        select(
            literal(DOMAIN),
            Domain.id,
            Package.id,
            Package.main_domain,
            Domain.name,
            literal(""),
            _flag(or_(Domain.state == DomainState.ENDED, Package.state == PackageState.ENDED)),
            Domain.registered_on,
            literal(0),
            Contract.notice_months,
            NO_MOMENT,
            case(
                (DomainEnd.terminated_at.is_not(None), DomainEnd.terminated_at),
                (Domain.state == DomainState.TERMINATED, Contract.terminated_at),
            ),
            DomainEnd.ends_on,
            Contract.ends_on,
            cast(DomainEnd.follow_up, String),
            DomainEnd.auth_until,
        )
        .join(Package, Package.id == Domain.package_id)
        .join(Contract, Contract.package_id == Package.id)
        .outerjoin(DomainEnd, DomainEnd.domain_id == Domain.id)
        .where(
            Package.customer_id == scope.customer_id,
            Domain.state != DomainState.ORDERED,
            or_(
                Domain.kind != DomainKind.MAIN,
                and_(DomainEnd.follow_up == FollowUp.TRANSFER, Domain.state != DomainState.ENDED),
            ),
        )
    )


def _services(scope: CustomerScope) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(SERVICE),
            AdditionalService.id,
            Package.id,
            Package.main_domain,
            AdditionalService.name,
            literal(""),
            _flag(AdditionalService.state == ServiceState.ENDED),
            AdditionalService.started_on,
            AdditionalService.minimum_months,
            AdditionalService.notice_months,
            AdditionalService.ordered_at,
            AdditionalService.terminated_at,
            AdditionalService.ends_on,
            Contract.ends_on,
            NO_WORDS,
            NO_DAY,
        )
        .join(Package, Package.id == AdditionalService.package_id)
        .join(Contract, Contract.package_id == Package.id)
        .where(Package.customer_id == scope.customer_id)
    )
