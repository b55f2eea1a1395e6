"""What was ordered for a package and cannot come once that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.package_change.acting import record
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    import datetime as dt

    from storage.repositories.contracts import Agreed
    from storage.work import Work


def pending(work: Work, agreed: Agreed) -> str:
    """The product that the package was to become; empty: nothing was ordered."""
    becomes = agreed.contract.becomes_product_id
    return "" if becomes is None else work.contracts.product(becomes).name


def cancel_pending(work: Work, agreed: Agreed, at: dt.datetime) -> None:
    """Call off what was ordered for a package that ends; a retraction does not bring it back."""
    contract = agreed.contract
    product = pending(work, agreed)
    if product and contract.becomes_on is not None:
        record(work, agreed, ActKind.DOWNGRADE_CANCELLED, at, contract.becomes_on, product)
        contract.becomes_product_id = contract.becomes_on = None
