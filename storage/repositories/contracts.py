"""Contracts by who asks for them, and what is known of the products they can change to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.models.contracts import LONGEST_DETAILS, ContractAct, ContractPaper
from storage.models.invoices import Invoice, InvoiceLine, InvoiceState
from storage.models.packages import Contract, Package
from storage.models.products import Family, Product, ProductQuota, Resource
from storage.repositories import invoice_rows
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from storage.models.services import AdditionalService
    from storage.paging import Page, PageRequest
    from storage.repositories.customers import CustomerScope
    from storage.repositories.invoice_rows import Day


@dataclass(frozen=True, slots=True)
class Agreed:
    """A package with what was agreed for it.

    Attributes:
        package: The package.
        contract: Its contract.
        product: What it is now.
    """

    package: Package
    contract: Contract
    product: Product


class Contracts:
    """Contracts, and the acts that changed them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def one_owned_by(
        self, scope: CustomerScope, package_id: int, *, to_change: bool = False
    ) -> Agreed | None:
        """A customer's own package with its contract; None for a missing one and for another's alike."""
        query = _agreed().where(Package.id == package_id, Package.customer_id == scope.customer_id)
        if to_change:
            query = query.with_for_update(of=(Package, Contract)).execution_options(populate_existing=True)
        found = self._session.execute(query).one_or_none()
        return None if found is None else Agreed(*found)

    def locked(self, package_id: int) -> Agreed:
        """Any package with its contract, to be changed by what falls due."""
        query = _agreed().where(Package.id == package_id).with_for_update(of=(Package, Contract))
        return Agreed(*self._session.execute(query.execution_options(populate_existing=True)).one())

    def family(self, family: Family) -> Sequence[Product]:
        """All products of a family, by their rank."""
        return self._session.scalars(
            select(Product).where(Product.family == family).order_by(Product.rank)
        ).all()

    def product(self, product_id: int) -> Product:
        """A product that something refers to."""
        return self._session.scalars(select(Product).where(Product.id == product_id)).one()

    def quotas(self, product_ids: Iterable[int]) -> Mapping[int, Mapping[Resource, int]]:
        """What products include, by their ids."""
        found: dict[int, dict[Resource, int]] = defaultdict(dict)
        query = select(ProductQuota).where(ProductQuota.product_id.in_(tuple(product_ids)))
        for quota in self._session.scalars(query):
            found[quota.product_id][quota.resource] = quota.allowed
        return found

    def changes_due(self, on: dt.date) -> Sequence[tuple[dt.date, int]]:
        """When packages change to another product by that day, and their ids."""
        query = select(Contract.becomes_on, Contract.package_id).where(Contract.becomes_on <= on)
        return [(day, package_id) for day, package_id in self._session.execute(query) if day is not None]

    def owes(self, package_id: int, day: Day) -> str:
        """The number of an invoice of the package that came back or is overdue; empty: none is.

        Invoices of who had the package before are not the present owner's affair.
        """
        of_package = select(InvoiceLine.invoice_id).where(InvoiceLine.package_id == package_id)
        owner = select(Package.customer_id).where(Package.id == package_id).scalar_subquery()
        owing = (InvoiceState.RETURNED, InvoiceState.OVERDUE)
        query = (
            invoice_rows.rows(day)
            .where(
                Invoice.id.in_(of_package),
                Invoice.customer_id == owner,
                Invoice.balance_cents > 0,
                invoice_rows.state_on(day).in_(owing),
            )
            .order_by(Invoice.id)
            .limit(1)
        )
        found = self._session.execute(query).one_or_none()
        return "" if found is None else invoice_rows.row_of(found).number

    def add_service(self, service: AdditionalService) -> None:
        """Add an additional service; gives it its id."""
        self._session.add(service)
        self._session.flush()

    def record(self, act: ContractAct) -> None:
        """Put an act on record; details that are too long are cut."""
        act.details = act.details[:LONGEST_DETAILS]
        self._session.add(act)

    def keep_paper(self, act_id: int, content: bytes) -> None:
        """Keep the confirmation of an act, a PDF."""
        self._session.add(ContractPaper(act_id=act_id, content=content))

    def paper(self, scope: CustomerScope, act_id: int) -> bytes | None:
        """The confirmation of a customer's own act; None for a missing one and for another's alike."""
        query = select(ContractPaper.content).join(ContractAct, ContractAct.id == ContractPaper.act_id)
        return self._session.scalars(
            query.where(ContractAct.id == act_id, ContractAct.customer_id == scope.customer_id)
        ).one_or_none()

    def paper_of(self, act_id: int) -> bytes | None:
        """The confirmation of any customer's act; None: there is none."""
        return self._session.scalar(select(ContractPaper.content).where(ContractPaper.act_id == act_id))

    def acts_page(self, scope: CustomerScope, request: PageRequest) -> Page[Row[*tuple[Any, ...]]]:
        """A customer's acts: id, kind, moment, day, main domain, details, whether there is a paper."""
        domain = func.coalesce(Package.main_domain, "")
        query = (
            select(
                ContractAct.id,
                ContractAct.kind,
                ContractAct.at,
                ContractAct.effective_on,
                domain,
                ContractAct.details,
                ContractPaper.act_id.is_not(None),
            )
            .outerjoin(Package, Package.id == ContractAct.package_id)
            .outerjoin(ContractPaper, ContractPaper.act_id == ContractAct.id)
            .where(ContractAct.customer_id == scope.customer_id)
        )
        if request.filter:
            query = query.where(contains(request.filter, Package.main_domain, ContractAct.details))
        return read_page(self._session, query, request, {"received": (ContractAct.id,)})

    def acts_of(self, package_id: int) -> Sequence[ContractAct]:
        """What was done to the contract of a package, oldest first."""
        query = select(ContractAct).where(ContractAct.package_id == package_id).order_by(ContractAct.id)
        return self._session.scalars(query).all()


def _agreed() -> Select[Package, Contract, Product]:
    return (
        select(Package, Contract, Product)
        .join(Contract, Contract.package_id == Package.id)
        .join(Product, Product.id == Package.product_id)
    )
