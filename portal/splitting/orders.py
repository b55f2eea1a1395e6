"""Orders for a later day: kept as they were agreed, and read again on their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.splitting.models import SplitWish
from portal.splitting.planning import Receipt
from portal.splitting.views import NewPackage, PendingSplit
from storage.models.contracts import ContractAct
from storage.models.splits import SplitOrder

if TYPE_CHECKING:
    import datetime as dt

    from portal.splitting.planning import Planned
    from storage.models.contracts import ActKind
    from storage.work import Work


def keep(work: Work, planned: Planned, now: dt.datetime) -> None:
    """Let a split wait for its day, with what was agreed."""
    plan, new = planned.plan, planned.plan.target.new
    order = SplitOrder(
        package_id=planned.sides.source.package.id,
        effective_on=plan.on,
        ordered_at=now,
        fee_cents=plan.fee_cents,
        new_main_id=planned.new_main.id if planned.new_main else None,
        target_id=planned.sides.target.package.id if planned.sides.target else None,
        product_id=planned.product.id if planned.product else None,
        target_main_id=planned.target_main.id if planned.target_main else None,
        price_cents=new.price_cents if new else None,
        billing_months=new.billing_months if new else None,
        minimum_months=new.minimum_months if new else None,
        notice_months=new.notice_months if new else None,
    )
    work.splits.add_order(order, [domain.id for domain in planned.going])


def wish_of(work: Work, order: SplitOrder) -> SplitWish:
    """What was asked for."""
    return SplitWish(
        package_id=order.package_id,
        domain_ids=tuple(domain.id for domain in work.splits.ordered_domains(order.package_id)),
        target_id=order.target_id,
        product=work.contracts.product(order.product_id).code if order.product_id else "",
        target_main_id=order.target_main_id,
        new_main_id=order.new_main_id,
        on=order.effective_on,
    )


def receipt_of(work: Work, order: SplitOrder) -> Receipt:
    """What was agreed, and when."""
    new = None
    if order.product_id is not None:
        product = work.contracts.product(order.product_id)
        new = NewPackage(
            code=product.code,
            name=product.name,
            price_cents=order.price_cents or 0,
            billing_months=order.billing_months or product.billing_months,
            minimum_months=order.minimum_months or product.minimum_months,
            notice_months=order.notice_months or product.notice_months,
            quotas=tuple(work.contracts.quotas([product.id])[product.id].items()),
        )
    return Receipt(order.ordered_at, order.fee_cents, new)


def pending_of(work: Work, order: SplitOrder) -> PendingSplit:
    """What is shown of an order."""
    domains = work.splits.ordered_domains(order.package_id)
    if order.target_id is not None:
        target, product = work.packages.main_domains([order.target_id])[order.target_id], ""
    else:
        main = next((domain for domain in domains if domain.id == order.target_main_id), domains[0])
        target, product = main.name, work.contracts.product(order.product_id or 0).name
    return PendingSplit(
        on=order.effective_on,
        domains=tuple(domain.name for domain in domains),
        target=target,
        product=product,
        fee_cents=order.fee_cents,
    )


def act_of_end(
    work: Work,
    order: SplitOrder,
    customer_id: int,
    kind: ActKind,
    at: dt.datetime,
    effective_on: dt.date,
    why: str = "",
) -> ContractAct:
    """What is put on record of a split that does not come about; its order still stands.

    Args:
        work: The transaction.
        order: The order that goes.
        customer_id: Whose it is.
        kind: Whether it was retracted, or cancelled.
        at: The moment.
        effective_on: The first day it holds.
        why: What stood against it, in a word.
    """
    pending = pending_of(work, order)
    against = f": {why}" if why else ""
    return ContractAct(
        customer_id=customer_id,
        package_id=order.package_id,
        kind=kind,
        at=at,
        effective_on=effective_on,
        details=f"{', '.join(pending.domains)} → {pending.target}{against}",
    )
