"""What was ordered for a package and cannot come once that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.package_change.acting import record
from portal.splitting.orders import act_of_end
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    import datetime as dt

    from storage.repositories.contracts import Agreed
    from storage.work import Work


def pending_change(work: Work, agreed: Agreed) -> str:
    """The product that the package was to become; empty: nothing was ordered."""
    becomes = agreed.contract.becomes_product_id
    return "" if becomes is None else work.contracts.product(becomes).name


def pending_split(work: Work, agreed: Agreed) -> tuple[str, ...]:
    """The domains that were to go to another package."""
    return tuple(domain.name for domain in work.splits.ordered_domains(agreed.package.id))


def cancel_change(work: Work, agreed: Agreed, at: dt.datetime) -> None:
    """Call off the change of a package that ends; a retraction does not bring it back."""
    contract = agreed.contract
    product = pending_change(work, agreed)
    if product and contract.becomes_on is not None:
        record(work, agreed, ActKind.DOWNGRADE_CANCELLED, at, contract.becomes_on, product)
        contract.becomes_product_id = contract.becomes_on = None


def cancel_split(work: Work, agreed: Agreed, at: dt.datetime) -> None:
    """Call off the split of a package that is to end; a retraction does not bring it back either."""
    split = work.splits.order_of(agreed.package.id, to_change=True)
    if split is not None:
        customer_id, kind = agreed.package.customer_id, ActKind.SPLIT_CANCELLED
        work.contracts.record(act_of_end(work, split, customer_id, kind, at, split.effective_on))
        work.splits.remove_order(split)
