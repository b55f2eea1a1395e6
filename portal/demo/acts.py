"""What the demo's customers did to their contracts, with the confirmations that they have of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.contract_acts.recording import put_on_record
from portal.demo.days import at_noon
from portal.languages import language_of
from portal.package_change.acting import act_of
from portal.package_change.rules import quota_changes
from portal.package_change.views import ChangeKind, ChangePlan
from portal.package_change.words import told_of_order
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    from portal.settings import Settings
    from storage.models.customers import Customer
    from storage.work import Work

DAYS_AGO = 2


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose packages they are.

    Attributes:
        customer_id: Their id.
    """

    customer_id: int


def order_downgrades(work: Work, settings: Settings, customer: Customer, today: dt.date) -> None:
    """Put the changes to smaller products on record that are pending for a customer."""
    at = at_noon(today - dt.timedelta(days=DAYS_AGO))
    for running in work.deadlines.of_customer(Owner(customer.id), today):
        if running.becomes_on is None:
            continue
        agreed = work.contracts.locked(running.package_id)
        smaller = work.contracts.product(agreed.contract.becomes_product_id or 0)
        quotas = work.contracts.quotas((agreed.product.id, smaller.id))
        usage = work.packages.usage([running.package_id]).get(running.package_id, {})
        plan = ChangePlan(
            package_id=running.package_id,
            domain=running.domain,
            before=agreed.product.name,
            code=smaller.code,
            after=smaller.name,
            kind=ChangeKind.DOWNGRADE,
            effective_on=running.becomes_on,
            price_before=agreed.contract.price_cents,
            months_before=agreed.contract.billing_months,
            price_after=smaller.price_cents,
            months_after=smaller.billing_months,
            quotas=tuple(quota_changes(quotas[agreed.product.id], quotas[smaller.id], usage)),
            lines=(),
            misfits=(),
            cancels="",
        )
        act = act_of(agreed, ActKind.DOWNGRADE_ORDERED, at, running.becomes_on, smaller.name)
        put_on_record(work, settings, customer, act, told_of_order(plan, language_of(customer.language)))
