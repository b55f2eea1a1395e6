"""Contracts, packages and domains in states that no act of the portal leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from storage.models.contracts import ActKind, ContractAct
from storage.models.customers import Customer, CustomerState, Mandate
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.offers import Offer, OfferOrder
from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product
from storage.models.services import AdditionalService, ServiceState
from storage.models.sign_in import SignInSession
from storage.models.splits import SplitDomain, SplitOrder
from storage.models.termination import DomainEnd
from storage.models.written_forms import FormState, WrittenForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    Text = ColumnElement[str] | InstrumentedAttribute[str]
    Day = ColumnElement[Any] | InstrumentedAttribute[Any]

MOST = 10
"""Packages that are worth naming for one finding."""

NOTHING = literal("")

HAS_ENDED = Package.state == PackageState.ENDED

WITHDREW = exists().where(ContractAct.package_id == Package.id, ContractAct.kind == ActKind.WITHDRAWN)


class Odd(NamedTuple):
    """A package in an odd state.

    Attributes:
        package_id: Its id.
        domain: Its main domain.
        name: Of what belongs to it, if it is about that.
        day: The day that is odd, if it is about one.
    """

    package_id: int
    domain: str
    name: str
    day: dt.date | None


class Noticed(NamedTuple):
    """A contract with the notice that was given.

    Attributes:
        package_id: Of which package.
        domain: Its main domain.
        started_on: First day.
        minimum_months: Its minimum term.
        notice_months: How long it runs on after a notice.
        terminated_at: When the notice was received.
        ends_on: The last day that was agreed.
    """

    package_id: int
    domain: str
    started_on: dt.date
    minimum_months: int
    notice_months: int
    terminated_at: dt.datetime
    ends_on: dt.date


class Consistency:
    """Looking for them, each kind in one statement; the first few of each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def half_terminated(self) -> Sequence[Odd]:
        """Notice without a last day, or the other way round."""
        return self._found(Contract.terminated_at.is_(None) != Contract.ends_on.is_(None))

    def noticed(self) -> Sequence[Noticed]:
        """All contracts with a notice; who withdrew needed none."""
        query: Select[*tuple[Any, ...]] = (
            select(
                Package.id,
                Package.main_domain,
                Contract.started_on,
                Contract.minimum_months,
                Contract.notice_months,
                Contract.terminated_at,
                Contract.ends_on,
            )
            .join(Contract, Contract.package_id == Package.id)
            .where(Contract.terminated_at.is_not(None), Contract.ends_on.is_not(None), ~WITHDREW)
        )
        return [Noticed(*row) for row in self._session.execute(query)]

    def ended_without_end(self) -> Sequence[Odd]:
        """Ended packages whose contracts run on."""
        return self._found(HAS_ENDED, Contract.ends_on.is_(None))

    def ended_too_soon(self, today: dt.date) -> Sequence[Odd]:
        """Packages that ended before their last day was over; withdrawn ones end on it."""
        return self._found(HAS_ENDED, Contract.ends_on >= today, ~WITHDREW, day=Contract.ends_on)

    def overdue_ends(self, settled: dt.date) -> Sequence[Odd]:
        """Packages that should have ended by then."""
        return self._found(~HAS_ENDED, Contract.ends_on < settled, day=Contract.ends_on)

    def overdue_changes(self, settled: dt.date) -> Sequence[Odd]:
        """Packages that should have changed by then."""
        return self._found(Contract.becomes_on <= settled, day=Contract.becomes_on)

    def changes_of_what_ends(self) -> Sequence[Odd]:
        """A pending change of a package that is terminated, or has ended."""
        pending = Contract.becomes_on.is_not(None)
        return self._found(pending, or_(HAS_ENDED, Contract.ends_on.is_not(None)), day=Contract.becomes_on)

    def changes_elsewhere(self) -> Sequence[Odd]:
        """A pending change to the same product, or to one of another family."""
        own, other = aliased(Product), aliased(Product)
        query = (
            _packages(other.name, Contract.becomes_on)
            .join(own, own.id == Package.product_id)
            .join(other, other.id == Contract.becomes_product_id)
            .where(or_(own.id == other.id, own.family != other.family))
        )
        return self._odd(query)

    def overdue_splits(self, settled: dt.date) -> Sequence[Odd]:
        """Packages that should have been split by then."""
        query = _packages(day=SplitOrder.effective_on).join(SplitOrder, SplitOrder.package_id == Package.id)
        return self._odd(query.where(SplitOrder.effective_on <= settled))

    def splits_of_what_has_ended(self) -> Sequence[Odd]:
        """A split that waits, of a package that has ended."""
        query = _packages(day=SplitOrder.effective_on).join(SplitOrder, SplitOrder.package_id == Package.id)
        return self._odd(query.where(HAS_ENDED))

    def splits_of_other_domains(self) -> Sequence[Odd]:
        """Domains that are to be moved out of packages to which they do not belong."""
        query = (
            _packages(Domain.name)
            .join(SplitDomain, SplitDomain.package_id == Package.id)
            .join(Domain, Domain.id == SplitDomain.domain_id)
            .where(Domain.package_id != Package.id)
        )
        return self._odd(query)

    def open_sessions(self) -> Sequence[Odd]:
        """Sessions in packages that have ended."""
        is_open = exists().where(SignInSession.package_id == Package.id, SignInSession.ended_at.is_(None))
        return self._found(HAS_ENDED, is_open)

    def living_domains(self) -> Sequence[Odd]:
        """Domains that have outlived their packages."""
        query = _packages(Domain.name).join(Domain, Domain.package_id == Package.id)
        return self._odd(query.where(HAS_ENDED, Domain.state != DomainState.ENDED))

    def living_services(self) -> Sequence[Odd]:
        """Additional services that have outlived their packages."""
        query = _packages(AdditionalService.name).join(
            AdditionalService, AdditionalService.package_id == Package.id
        )
        return self._odd(query.where(HAS_ENDED, AdditionalService.state != ServiceState.ENDED))

    def ended_main_domains(self) -> Sequence[Odd]:
        """Living packages whose main domain has ended."""
        query = _packages(Domain.name).join(Domain, Domain.package_id == Package.id)
        is_main = Domain.kind == DomainKind.MAIN
        return self._odd(query.where(~HAS_ENDED, is_main, Domain.state == DomainState.ENDED))

    def domains_that_end(self) -> Sequence[Odd]:
        """Domains whose end was agreed, and that are not terminated."""
        query = (
            _packages(Domain.name, DomainEnd.ends_on)
            .join(Domain, Domain.package_id == Package.id)
            .join(DomainEnd, DomainEnd.domain_id == Domain.id)
            .where(Domain.state.in_((DomainState.ORDERED, DomainState.ACTIVE)))
        )
        return self._odd(query)

    def terminated_domains(self) -> Sequence[Odd]:
        """Domains that are terminated though neither they nor their packages end."""
        end = exists().where(DomainEnd.domain_id == Domain.id, DomainEnd.ends_on.is_not(None))
        query = (
            _packages(Domain.name)
            .join(Domain, Domain.package_id == Package.id)
            .where(Domain.state == DomainState.TERMINATED, Contract.ends_on.is_(None), ~end)
        )
        return self._odd(query)

    def overdue_domains(self, settled: dt.date) -> Sequence[Odd]:
        """Single domains that should have ended by then."""
        query = (
            _packages(Domain.name, DomainEnd.ends_on)
            .join(Domain, Domain.package_id == Package.id)
            .join(DomainEnd, DomainEnd.domain_id == Domain.id)
            .where(Domain.state != DomainState.ENDED, DomainEnd.ends_on < settled)
        )
        return self._odd(query)

    def overdue_services(self, settled: dt.date) -> Sequence[Odd]:
        """Additional services that should have ended by then."""
        query = _packages(AdditionalService.name, AdditionalService.ends_on).join(
            AdditionalService, AdditionalService.package_id == Package.id
        )
        late = and_(AdditionalService.state != ServiceState.ENDED, AdditionalService.ends_on < settled)
        return self._odd(query.where(late))

    def billed_beyond(self, settled: dt.date) -> Sequence[Odd]:
        """Packages that ended before that day, were billed beyond their end, and were not credited since."""
        return self._found(
            HAS_ENDED,
            Contract.ends_on < settled,
            Contract.billed_until > Contract.ends_on,
            day=Contract.billed_until,
        )

    def overdue_forms(self, settled: dt.date) -> Sequence[tuple[str, dt.date | None]]:
        """Accepted forms that should have been carried out by then: their numbers, and the days."""
        query = select(WrittenForm.number, WrittenForm.effective_on).where(
            WrittenForm.state == FormState.ACCEPTED,
            WrittenForm.carried_out_at.is_(None),
            WrittenForm.effective_on <= settled,
        )
        rows = self._session.execute(query.order_by(WrittenForm.id).limit(MOST))
        return [(number, day) for number, day in rows]

    def mandates_of_closed(self) -> Sequence[str]:
        """The numbers of closed customers with a mandate in force."""
        query = (
            select(Customer.number)
            .join(Mandate, Mandate.customer_id == Customer.id)
            .where(Customer.state == CustomerState.CLOSED, Mandate.revoked_at.is_(None))
        )
        return self._session.scalars(query.order_by(Customer.id).limit(MOST)).all()

    def packages_of_closed(self) -> Sequence[Odd]:
        """Living packages of closed customers."""
        query = _packages(Customer.number).join(Customer, Customer.id == Package.customer_id)
        return self._odd(query.where(~HAS_ENDED, Customer.state == CustomerState.CLOSED))

    def miscounted_offers(self) -> Sequence[tuple[str, int, int]]:
        """Offers of which more or fewer orders are counted than there are: code, counted, there."""
        there = (
            select(func.count())
            .where(OfferOrder.offer_id == Offer.id)
            .select_from(OfferOrder)
            .scalar_subquery()
        )
        query = select(Offer.code, Offer.ordered, there).where(Offer.ordered != there)
        rows = self._session.execute(query.order_by(Offer.id).limit(MOST))
        return [(code, counted, orders) for code, counted, orders in rows]

    def _found(self, *where: ColumnElement[bool], day: Day | None = None) -> Sequence[Odd]:
        return self._odd(_packages(day=day).where(*where))

    def _odd(self, query: Select[*tuple[Any, ...]]) -> Sequence[Odd]:
        rows = self._session.execute(query.order_by(Package.id).limit(MOST))
        return [Odd(*row) for row in rows]


def _packages(name: Text = NOTHING, day: Day | None = None) -> Select[*tuple[Any, ...]]:
    """Packages with their contracts, and what is told of them."""
    told = literal(None) if day is None else day
    return (
        select(Package.id, Package.main_domain, name, told)
        .select_from(Package)
        .join(Contract, Contract.package_id == Package.id)
    )
