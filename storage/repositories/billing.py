"""What is still to be billed: periods of contracts, and charges that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, null, or_, select, update
from sqlalchemy.sql.expression import bindparam

from storage.models.base import Base
from storage.models.customers import Customer, Mandate
from storage.models.invoices import BillingItem, Invoice, InvoiceKind, InvoiceLine
from storage.models.packages import Contract, Package
from storage.models.products import Product
from storage.models.services import AdditionalService

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session


@dataclass(frozen=True, slots=True)
class BilledContract:
    """A contract as far as billing is concerned, be it of a package or of an additional service.

    Attributes:
        customer_id: Whose.
        package_id: Of which package.
        product: The name of the product, or of the service.
        domain: The package's main domain.
        started_on: First day of the contract.
        billing_months: Length of a billing period.
        price_cents: Gross, for one.
        ends_on: The last day, where notice was given.
        billed_until: The last day that stands on an invoice.
        becomes_on: The day it changes to another product, where that was ordered.
        service_id: Of which additional service; None: of the package itself.
        first_price_cents: Gross, for the periods that begin by `first_price_until`.
        first_price_until: None: there is one price.
    """

    customer_id: int
    package_id: int
    product: str
    domain: str
    started_on: dt.date
    billing_months: int
    price_cents: int
    ends_on: dt.date | None
    billed_until: dt.date | None
    becomes_on: dt.date | None = None
    service_id: int | None = None
    first_price_cents: int | None = None
    first_price_until: dt.date | None = None


class Billing:
    """Contracts and charges by what is due of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def customers_due(self, until: dt.date) -> Sequence[int]:
        """The ids of all customers with something to bill, in their order."""
        contracts = select(Package.customer_id).join(Contract).where(_is_due(until))
        services = (
            select(Package.customer_id)
            .join(Contract)
            .join(AdditionalService, AdditionalService.package_id == Package.id)
            .where(_is_due(until, AdditionalService, SERVICE_ENDS_ON))
        )
        items = select(BillingItem.customer_id).where(_waits(until))
        return sorted(self._session.scalars(contracts.union(services, items)))

    def customers(self, ids: Iterable[int]) -> Sequence[tuple[Customer, Mandate | None]]:
        """Customers with the mandate in force, locked: nobody is linked or pays otherwise meanwhile."""
        query = (
            select(Customer, Mandate)
            .outerjoin(Mandate, and_(Mandate.customer_id == Customer.id, Mandate.revoked_at.is_(None)))
            .where(Customer.id.in_(tuple(ids)))
            .order_by(Customer.id)
            .with_for_update(of=Customer, key_share=True)
        )
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def contracts_due(self, customer_ids: Iterable[int], until: dt.date) -> Sequence[BilledContract]:
        """Their contracts with a period to bill, or with days to credit."""
        query: Select[*tuple[Any, ...]] = (
            select(
                Package.customer_id,
                Package.id,
                Product.name,
                Package.main_domain,
                Contract.started_on,
                Contract.billing_months,
                Contract.price_cents,
                Contract.ends_on,
                Contract.billed_until,
                Contract.becomes_on,
                null(),
                Contract.first_price_cents,
                Contract.first_price_until,
            )
            .join(Contract, Contract.package_id == Package.id)
            .join(Product, Product.id == Package.product_id)
            .where(Package.customer_id.in_(tuple(customer_ids)), _is_due(until))
            .order_by(Package.main_domain, Package.id)
        )
        return [BilledContract(*row[:13]) for row in self._session.execute(query)]

    def services_due(self, customer_ids: Iterable[int], until: dt.date) -> Sequence[BilledContract]:
        """Their additional services, likewise."""
        query: Select[*tuple[Any, ...]] = (
            select(
                Package.customer_id,
                Package.id,
                AdditionalService.name,
                Package.main_domain,
                AdditionalService.started_on,
                AdditionalService.billing_months,
                AdditionalService.price_cents,
                SERVICE_ENDS_ON,
                AdditionalService.billed_until,
                null(),
                AdditionalService.id,
                AdditionalService.first_price_cents,
                AdditionalService.first_price_until,
            )
            .join(Contract, Contract.package_id == Package.id)
            .join(AdditionalService, AdditionalService.package_id == Package.id)
            .where(
                Package.customer_id.in_(tuple(customer_ids)),
                _is_due(until, AdditionalService, SERVICE_ENDS_ON),
            )
            .order_by(Package.main_domain, AdditionalService.id)
        )
        return [BilledContract(*row[:13]) for row in self._session.execute(query)]

    def items_due(self, customer_ids: Iterable[int], until: dt.date) -> Sequence[BillingItem]:
        """Their charges, fees and credits that wait."""
        query = select(BillingItem).where(BillingItem.customer_id.in_(tuple(customer_ids)), _waits(until))
        return self._session.scalars(query.order_by(BillingItem.id)).all()

    def invoiced_on(self, customer_ids: Iterable[int], day: dt.date) -> set[int]:
        """Those of them who got an invoice that day."""
        query = select(Invoice.customer_id).where(
            Invoice.customer_id.in_(tuple(customer_ids)),
            Invoice.issued_on == day,
            or_(Invoice.kind == InvoiceKind.INVOICE, Invoice.corrects_id.is_(None)),
        )
        return set(self._session.scalars(query))

    def add_item(self, item: BillingItem) -> None:
        """Let something wait for the next invoice."""
        self._session.add(item)

    def mark_items(self, invoices: Mapping[int, int]) -> None:
        """Say on which invoices charges were billed, by their ids."""
        if invoices:
            items = Base.metadata.tables["billing_items"]
            change = update(items).where(items.c.id == bindparam("item"))
            self._session.execute(
                change.values(invoice_id=bindparam("invoice")),
                [{"item": item_id, "invoice": invoice_id} for item_id, invoice_id in invoices.items()],
            )

    def mark_billed(self, until: Mapping[int, dt.date]) -> None:
        """Say how far contracts are billed, by package."""
        if until:
            contracts = Base.metadata.tables["contracts"]
            change = update(contracts).where(contracts.c.package_id == bindparam("package"))
            self._session.execute(
                change.values(billed_until=bindparam("day"), version=contracts.c.version + 1),
                [{"package": package_id, "day": day} for package_id, day in until.items()],
            )

    def mark_services_billed(self, until: Mapping[int, dt.date]) -> None:
        """Say how far additional services are billed, by their ids."""
        if until:
            services = Base.metadata.tables["additional_services"]
            change = update(services).where(services.c.id == bindparam("service"))
            self._session.execute(
                change.values(billed_until=bindparam("day"), version=services.c.version + 1),
                [{"service": service_id, "day": day} for service_id, day in until.items()],
            )

    def lines_of(
        self, package_id: int, service_id: int | None = None
    ) -> Sequence[tuple[InvoiceLine, InvoiceKind]]:
        """All that its contract partner was ever billed and credited of a package, or of one of its services.

        Oldest first; what a contract partner before them was billed is not theirs.
        """
        query = (
            select(InvoiceLine, Invoice.kind)
            .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
            .where(InvoiceLine.package_id == package_id, Invoice.customer_id == _partner(package_id))
            .order_by(InvoiceLine.id)
        )
        if service_id is not None:
            query = query.where(InvoiceLine.service_id == service_id)
        return [(line, kind) for line, kind in self._session.execute(query)]

    def waiting_of(self, package_id: int) -> Sequence[BillingItem]:
        """The charges, fees and credits of a package that wait for an invoice of its contract partner."""
        query = select(BillingItem).where(
            BillingItem.package_id == package_id,
            BillingItem.customer_id == _partner(package_id),
            BillingItem.invoice_id.is_(None),
        )
        return self._session.scalars(query.order_by(BillingItem.id)).all()

    def drop_item(self, item: BillingItem) -> None:
        """Take back what waited."""
        self._session.delete(item)


SERVICE_ENDS_ON: ColumnElement[dt.date | None] = case(
    (AdditionalService.ends_on.is_(None), Contract.ends_on),
    (Contract.ends_on < AdditionalService.ends_on, Contract.ends_on),
    else_=AdditionalService.ends_on,
)
"""The last day of a service: it lasts no longer than its package."""


def _is_due(
    until: dt.date,
    billed: type[Contract | AdditionalService] = Contract,
    ends_on: ColumnElement[dt.date | None] | InstrumentedAttribute[dt.date | None] = Contract.ends_on,
) -> ColumnElement[bool]:
    """A period begins by then, or more was billed than the contract lasts."""
    begins = or_(
        and_(billed.billed_until.is_(None), billed.started_on <= until),
        and_(billed.billed_until < until, or_(ends_on.is_(None), billed.billed_until < ends_on)),
    )
    return or_(begins, billed.billed_until > ends_on)


def _partner(package_id: int) -> ScalarSelect[int]:
    """Whose package it is now."""
    return select(Package.customer_id).where(Package.id == package_id).scalar_subquery()


def _waits(until: dt.date) -> ColumnElement[bool]:
    return and_(BillingItem.invoice_id.is_(None), BillingItem.due_on <= until)
