"""Customers by who asks for them, and the mandates of their bank accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from storage.errors import Stale
from storage.models.customers import Customer, CustomerState, Mandate
from storage.models.debits import PRESENTED, Collection
from storage.models.domains import Domain, DomainState
from storage.models.linking import LinkedNumber
from storage.models.packages import Package, PackageState
from storage.sealing import SealBroken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection as Some
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from storage.sealing import Keyring


class CustomerScope(Protocol):
    """Somebody who may see exactly one customer's records."""

    @property
    def customer_id(self) -> int:
        """Whose records."""


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """By what a customer is known to records that refer to them."""

    id: int
    password_hash: str = field(repr=False)


CHUNK = 500
"""Rows of long runs that are in memory at a time."""


class Customers:
    """Customers and their mandates."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def owned_by(self, scope: CustomerScope, *, to_change: bool = False) -> Customer:
        """The customer who asks; with `to_change` nobody else can write the row until the commit.

        Others may refer to it meanwhile: with the head of the audit log a full lock would make deadlocks.

        Raises:
            Stale: With `to_change`: while it was waited for, the customer was locked, closed or linked.
        """
        query = select(Customer).where(Customer.id == scope.customer_id)
        customer = self._session.scalars(query.with_for_update(key_share=True) if to_change else query).one()
        if to_change and customer.state is not CustomerState.ACTIVE:
            raise Stale
        return customer

    def by_number(self, number: str, *, to_change: bool = False) -> Customer | None:
        """The customer with this number, for signing in and for the operator."""
        query = select(Customer).where(Customer.number == number)
        return self._session.scalars(
            query.with_for_update(key_share=True) if to_change else query
        ).one_or_none()

    def account_of(self, number: str) -> Customer | None:
        """The customer whose account this number opens: its own, or the one that it was linked to."""
        own = aliased(Customer)
        return self._session.scalars(_accounts(own).where(own.number == number)).one_or_none()

    def by_id(self, customer_id: int, *, to_change: bool = False) -> Customer:
        """The customer that something refers to, whatever state they are in.

        With `to_change` as they are now, and nobody else can write the row until the commit.
        """
        query = select(Customer).where(Customer.id == customer_id)
        if to_change:
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        return self._session.scalars(query).one()

    def add(self, customer: Customer) -> Customer:
        """Add a customer; gives it its id. A taken number is a Duplicate."""
        self._session.add(customer)
        self._session.flush()
        return customer

    def keys(self, numbers: Some[str]) -> dict[str, CustomerKey]:
        """Whose accounts these numbers open, as far as there are such customers, by number."""
        own = aliased(Customer)
        query = _accounts(own).with_only_columns(own.number, Customer.id, Customer.password_hash)
        found = self._session.execute(query.where(own.number.in_(numbers))) if numbers else ()
        return {number: CustomerKey(key, verifier) for number, key, verifier in found}

    def highest_id(self) -> int:
        """The newest customer's id: who is added from now on has a higher one."""
        return self._session.scalar(select(func.max(Customer.id))) or 0

    def count_packages(self, scope: CustomerScope) -> int:
        """How many packages have not ended."""
        query = select(func.count()).where(
            Package.customer_id == scope.customer_id, Package.state != PackageState.ENDED
        )
        return self._session.scalar(query) or 0

    def domain_names(self, scope: CustomerScope) -> Sequence[str]:
        """The ASCII names of all the customer's domains that have not ended."""
        query = (
            select(Domain.ascii_name)
            .join(Package, Package.id == Domain.package_id)
            .where(Package.customer_id == scope.customer_id, Domain.state != DomainState.ENDED)
        )
        return self._session.scalars(query).all()

    def has_domain(self, scope: CustomerScope, ascii_names: Sequence[str]) -> bool:
        """Whether one of these names is a domain in the customer's own packages."""
        query = (
            select(Domain.id)
            .join(Package, Package.id == Domain.package_id)
            .where(
                Package.customer_id == scope.customer_id,
                Domain.ascii_name.in_(ascii_names),
                Domain.state != DomainState.ENDED,
            )
            .limit(1)
        )
        return self._session.scalar(query) is not None

    def active_mandate(self, scope: CustomerScope) -> Mandate | None:
        """The mandate by which invoices are collected now."""
        query = select(Mandate).where(Mandate.customer_id == scope.customer_id, Mandate.revoked_at.is_(None))
        return self._session.scalars(query).one_or_none()

    def mandate(self, mandate_id: int) -> Mandate:
        """A mandate that something refers to, in force or not."""
        return self._session.scalars(select(Mandate).where(Mandate.id == mandate_id)).one()

    def unused_mandates(
        self, since: dt.date, signed_before: dt.datetime
    ) -> Sequence[tuple[int, dt.datetime, dt.date | None]]:
        """Mandates in force by which nothing went to the bank after a day.

        Args:
            since: That day.
            signed_before: Those that are younger are left out.

        Returns:
            Of each the id, when it was signed, and the day of the last collection that went to the bank.
        """
        query = _use_of_mandates().where(Mandate.revoked_at.is_(None), Mandate.signed_at < signed_before)
        newer = exists().where(_went_by(Mandate.id), Collection.due_on > since)
        return [(row[0], row[1], row[2]) for row in self._session.execute(query.where(~newer))]

    def use_of(self, mandate: Mandate) -> tuple[dt.datetime, dt.date | None]:
        """When a mandate was signed, and the day of the last collection that went to the bank by it."""
        _id, signed_at, last = self._session.execute(_use_of_mandates().where(Mandate.id == mandate.id)).one()
        return signed_at, last

    def add_mandate(self, mandate: Mandate, iban: str) -> Mandate:
        """Add a mandate with its IBAN sealed; the one before must have been revoked and flushed."""
        self._session.add(mandate)
        self._session.flush()
        mandate.iban_sealed = self._keyring.seal(iban, "mandates", mandate.id, "iban")
        return mandate

    def add_mandates(self, mandates: Some[tuple[Mandate, str]]) -> None:
        """Add many mandates, each with its IBAN, as `add_mandate` does."""
        self._session.add_all(mandate for mandate, _iban in mandates)
        self._session.flush()
        for mandate, iban in mandates:
            mandate.iban_sealed = self._keyring.seal(iban, "mandates", mandate.id, "iban")

    def references(self, references: Some[str]) -> set[str]:
        """Those of these mandate references that are taken."""
        query = select(Mandate.reference).where(Mandate.reference.in_(references))
        return set(self._session.scalars(query)) if references else set()

    def iban_digest(self, iban: str) -> str:
        """The fingerprint by which equal accounts are found."""
        return self._keyring.digest(iban)

    def iban_of(self, mandate: Mandate) -> str:
        """The whole IBAN, for the bank's file only."""
        return self._keyring.open(mandate.iban_sealed, "mandates", mandate.id, "iban")

    def revoke(self, mandate: Mandate, at: dt.datetime) -> None:
        """End a mandate, before a new one may begin."""
        mandate.revoked_at = at
        self._session.flush()

    def reseal(self, rotated: Keyring) -> int:
        """Seal every IBAN anew under `rotated`'s current key; says how many."""
        count = 0
        for mandate in self._all_mandates():
            iban = self._keyring.open(mandate.iban_sealed, "mandates", mandate.id, "iban")
            mandate.iban_sealed = rotated.seal(iban, "mandates", mandate.id, "iban")
            count += 1
        return count

    def broken_seals(self) -> Iterator[int]:
        """The ids of mandates whose IBAN does not open, or is not the one that was sealed."""
        for mandate in self._all_mandates():
            try:
                iban = self._keyring.open(mandate.iban_sealed, "mandates", mandate.id, "iban")
            except SealBroken:
                yield mandate.id
            else:
                if self._keyring.digest(iban) != mandate.iban_digest:
                    yield mandate.id

    def _all_mandates(self) -> Iterator[Mandate]:
        """Every mandate, few at a time: changes are written before the next ones are read."""
        last = 0
        while found := self._some_mandates(last):
            yield from found
            last = found[-1].id
            self._session.flush()
            for mandate in found:
                self._session.expunge(mandate)

    def _some_mandates(self, after: int) -> Sequence[Mandate]:
        query = select(Mandate).where(Mandate.id > after).order_by(Mandate.id).limit(CHUNK)
        return self._session.scalars(query).all()


def _use_of_mandates() -> Select[int, dt.datetime, dt.date | None]:
    """Mandates with the day of their last collection that went to the bank."""
    last = select(func.max(Collection.due_on)).where(_went_by(Mandate.id)).scalar_subquery()
    return select(Mandate.id, Mandate.signed_at, last)


def _went_by(mandate_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return and_(Collection.mandate_id == mandate_id, Collection.state.in_(PRESENTED))


def _accounts(own: type[Customer]) -> Select[Customer]:
    """Customers by the numbers, those of `own`, that open their accounts: their own one, and linked ones."""
    return (
        select(Customer)
        .select_from(own)
        .outerjoin(LinkedNumber, LinkedNumber.customer_id == own.id)
        .join(Customer, Customer.id == func.coalesce(LinkedNumber.linked_to_id, own.id))
    )
