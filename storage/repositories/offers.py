"""Offers of the month: for whom they are, who ordered them, and who has seen them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from storage.models.customers import Customer, CustomerState
from storage.models.offers import Offer, OfferCondition, OfferOrder, OfferSeen
from storage.models.packages import Contract, Package, PackageState
from storage.models.products import Product
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Exists, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope

    Query = Select[*tuple[Any, ...]]
    Whose = int | InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer in a customer's list.

    Attributes:
        offer: It itself.
        product: The name of the product of its package; empty: it is a service.
        seen: Whether the customer has opened it.
        ordered_at: When the customer ordered it; None: not yet.
    """

    offer: Offer
    product: str
    seen: bool
    ordered_at: dt.datetime | None


class Offers:
    """Offers, by month and customer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # What customers see

    def page(self, scope: CustomerScope, today: dt.date, request: PageRequest) -> Page[OfferRow]:
        """A page of what a customer is offered on a day, or has ordered of that; the filter finds names.

        Orders: until (how long it is there).
        """
        query = _rows(scope).where(_runs_on(today), or_(_is_for(scope.customer_id), _ordered_by(scope)))
        if request.filter:
            query = query.where(contains(request.filter, Offer.name, Offer.service, Product.name))
        orders = {"until": (Offer.ends_on, Offer.id)}
        return read_page(self._session, query, request, orders).of(_row)

    def count_new(self, scope: CustomerScope, today: dt.date) -> int:
        """How many offers of a day a customer has not opened yet."""
        query = select(func.count()).where(
            _runs_on(today), _is_for(scope.customer_id), ~_seen_by(scope), ~_ordered_by(scope), _is_left()
        )
        return self._session.scalar(query.select_from(Offer)) or 0

    def row(self, scope: CustomerScope, offer_id: int) -> OfferRow | None:
        """Any offer as a customer sees it, be it over or for others."""
        found = self._session.execute(_rows(scope).where(Offer.id == offer_id)).one_or_none()
        return None if found is None else _row(found)

    def is_for(self, scope: CustomerScope, offer: Offer) -> bool:
        """Whether a customer fulfils its conditions."""
        query = select(Offer.id).where(Offer.id == offer.id, _is_for(scope.customer_id))
        return self._session.scalar(query) is not None

    def conditions(self, offer_id: int) -> Sequence[Product]:
        """The products of which a customer must have one; empty: it is for all."""
        query = select(Product).join(OfferCondition, OfferCondition.product_id == Product.id)
        return self._session.scalars(
            query.where(OfferCondition.offer_id == offer_id).order_by(Product.family, Product.rank)
        ).all()

    def packages_page(
        self, scope: CustomerScope, offer: Offer, request: PageRequest
    ) -> Page[Row[*tuple[Any, ...]]]:
        """A page of the customer's packages that its service can be booked for: id, main domain, product."""
        query = (
            select(Package.id, Package.main_domain, Product.name)
            .join(Product, Product.id == Package.product_id)
            .join(Contract, Contract.package_id == Package.id)
            .where(Package.customer_id == scope.customer_id, _can_have(offer.id))
        )
        if request.filter:
            query = query.where(contains(request.filter, Package.main_domain, Product.name))
        orders = {"domain": (Package.main_domain, Package.id)}
        return read_page(self._session, query, request, orders)

    def can_be_booked_for(self, offer: Offer, package_id: int) -> bool:
        """Whether its service can be booked for a package."""
        query = select(Package.id).join(Contract, Contract.package_id == Package.id)
        return self._session.scalar(query.where(Package.id == package_id, _can_have(offer.id))) is not None

    def mark_seen(self, scope: CustomerScope, offer_id: int) -> None:
        """A customer has opened an offer; Duplicate if somebody else marks it this very moment."""
        key = (scope.customer_id, offer_id)
        if self._session.get(OfferSeen, key) is None:
            self._session.add(OfferSeen(customer_id=scope.customer_id, offer_id=offer_id))
            self._session.flush()

    def add_order(self, order: OfferOrder) -> None:
        """Note that an offer was ordered."""
        self._session.add(order)

    # What the operator does

    def one(self, offer_id: int) -> Offer | None:
        """An offer, locked: of two orders of the last one the second finds none left."""
        return self._locked(Offer.id == offer_id)

    def by_code(self, code: str) -> Offer | None:
        """An offer by what the operator calls it, locked."""
        return self._locked(Offer.code == code)

    def add(self, offer: Offer, product_ids: Sequence[int]) -> None:
        """Add an offer for customers who have one of these products; none: for all."""
        self._session.add(offer)
        self._session.flush()
        self._session.add_all(
            OfferCondition(offer_id=offer.id, product_id=product_id) for product_id in product_ids
        )

    def ids_of(self, codes: Collection[str]) -> dict[str, int]:
        """Those of these offers that there are: their ids, by code."""
        query = select(Offer.code, Offer.id).where(Offer.code.in_(codes))
        return {row.code: row.id for row in self._session.execute(query)} if codes else {}

    def highest_id(self) -> int:
        """The newest offer's id: what is added from now on has a higher one."""
        return self._session.scalar(select(func.max(Offer.id))) or 0

    def all(self, request: PageRequest) -> Page[tuple[Offer, str]]:
        """A page of all offers there ever were, each with the name of its product; its order is `until`."""
        query = select(Offer, func.coalesce(Product.name, "")).outerjoin(Product)
        orders = {"until": (Offer.ends_on, Offer.id)}
        return read_page(self._session, query, request, orders).of(lambda row: (row[0], row[1]))

    def customers_for(self, offer: Offer, after: int, most: int) -> Sequence[Customer]:
        """Customers an offer is for and who have not ordered it, by their ids from the one after `after`."""
        query = _have_not_ordered(select(Customer), offer).where(Customer.id > after)
        return self._session.scalars(query.order_by(Customer.id).limit(most)).all()

    def count_for(self, offer: Offer) -> int:
        """How many those are in all."""
        query = _have_not_ordered(select(func.count()).select_from(Customer), offer)
        return self._session.scalar(query) or 0

    def _locked(self, which: ColumnElement[bool]) -> Offer | None:
        query = select(Offer).where(which).with_for_update().execution_options(populate_existing=True)
        return self._session.scalars(query).one_or_none()


def _rows(scope: CustomerScope) -> Any:
    ordered_at = (
        select(func.min(OfferOrder.ordered_at))
        .where(OfferOrder.offer_id == Offer.id, OfferOrder.customer_id == scope.customer_id)
        .scalar_subquery()
    )
    columns = (Offer, func.coalesce(Product.name, ""), _seen_by(scope), ordered_at)
    return select(*columns).outerjoin(Product, Product.id == Offer.product_id)


def _row(row: Row[*tuple[Any, ...]]) -> OfferRow:
    return OfferRow(row[0], row[1], bool(row[2]), row[3])


def _have_not_ordered(query: Query, offer: Offer) -> Query:
    """Of customers, those an offer is for and who have not ordered it."""
    ordered = select(OfferOrder.id).where(
        OfferOrder.offer_id == offer.id, OfferOrder.customer_id == Customer.id
    )
    return query.join(Offer, Offer.id == offer.id).where(
        Customer.state == CustomerState.ACTIVE, _is_for(Customer.id), ~ordered.exists()
    )


def _runs_on(day: dt.date) -> ColumnElement[bool]:
    return and_(Offer.starts_on <= day, Offer.ends_on >= day, Offer.ended_at.is_(None))


def _is_left() -> ColumnElement[bool]:
    return or_(Offer.available.is_(None), Offer.ordered < Offer.available)


def _is_for(customer: Whose) -> ColumnElement[bool]:
    """Whether a customer fulfils the conditions of an offer; a service needs a package to be booked for."""
    who = aliased(Customer)  # `customer` may be a column of the statement around
    since = select(who.since).where(who.id == customer).scalar_subquery()
    theirs = select(Package.id).join(Contract, Contract.package_id == Package.id)
    theirs = theirs.where(Package.customer_id == customer)
    owned = theirs.where(
        Package.state != PackageState.ENDED, Package.product_id.in_(_condition_ids(Offer.id))
    ).exists()
    return and_(
        or_(Offer.customer_since.is_(None), since <= Offer.customer_since),
        or_(
            and_(Offer.service != "", theirs.where(_can_have(Offer.id)).exists()),
            and_(Offer.service == "", or_(~_conditions(Offer.id), owned)),
        ),
    )


def _can_have(offer: Whose) -> ColumnElement[bool]:
    """Whether a service can be booked for a package: in service, not terminated, of a product it is for."""
    return and_(
        Package.state == PackageState.ACTIVE,
        Contract.ends_on.is_(None),
        or_(~_conditions(offer), Package.product_id.in_(_condition_ids(offer))),
    )


def _conditions(offer: Whose) -> Exists:
    exists: Exists = _condition_ids(offer).exists()
    return exists


def _condition_ids(offer: Whose) -> Any:
    """The products of its conditions; `offer` may be that of a statement two levels further out."""
    ids = select(OfferCondition.product_id).where(OfferCondition.offer_id == offer)
    return ids.correlate(Offer)


def _seen_by(scope: CustomerScope) -> Exists:
    return (
        select(OfferSeen.offer_id)
        .where(OfferSeen.offer_id == Offer.id, OfferSeen.customer_id == scope.customer_id)
        .exists()
    )


def _ordered_by(scope: CustomerScope) -> Exists:
    return (
        select(OfferOrder.id)
        .where(OfferOrder.offer_id == Offer.id, OfferOrder.customer_id == scope.customer_id)
        .exists()
    )
