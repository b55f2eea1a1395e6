"""Carrying a change out, be it at once or on its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.models.contracts import ActKind, ContractAct
from storage.models.invoices import BillingItem

if TYPE_CHECKING:
    import datetime as dt

    from portal.package_change.views import ChangePlan
    from storage.models.products import Product
    from storage.repositories.contracts import Agreed
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Change:
    """A change that can be carried out.

    Attributes:
        plan: What it means, as the customer was shown.
        product: What the package becomes.
        billed_until: How far the contract is billed with the lines of the plan.
    """

    plan: ChangePlan
    product: Product
    billed_until: dt.date | None


def carry_out(work: Work, agreed: Agreed, change: Change) -> None:
    """Make a package another product; what that costs waits for the next invoice."""
    become(agreed, change.product)
    agreed.contract.billed_until = change.billed_until
    for line in change.plan.lines:
        work.billing.add_item(
            BillingItem(
                customer_id=agreed.package.customer_id,
                package_id=agreed.package.id,
                due_on=change.plan.effective_on,
                text=line.text,
                details=agreed.package.main_domain,
                period_from=line.period_from,
                period_until=line.period_until,
                gross_cents=line.gross_cents,
            )
        )


def become(agreed: Agreed, product: Product) -> None:
    """The product with its price; the term runs on, and no other change is pending any more."""
    package, contract = agreed.package, agreed.contract
    package.product_id = product.id
    contract.price_cents, contract.billing_months = product.price_cents, product.billing_months
    contract.first_price_cents = contract.first_price_until = None
    contract.becomes_product_id = contract.becomes_on = None


def act_of(
    agreed: Agreed, kind: ActKind, at: dt.datetime, effective_on: dt.date, product: str
) -> ContractAct:
    """What was done, or fell due, as it is put on record."""
    return ContractAct(
        customer_id=agreed.package.customer_id,
        package_id=agreed.package.id,
        kind=kind,
        at=at,
        effective_on=effective_on,
        details=f"{agreed.product.name} → {product}",
    )


def record(
    work: Work, agreed: Agreed, kind: ActKind, at: dt.datetime, effective_on: dt.date, product: str
) -> None:
    """Put on record what follows from another act, whose confirmation tells of it."""
    work.contracts.record(act_of(agreed, kind, at, effective_on, product))
