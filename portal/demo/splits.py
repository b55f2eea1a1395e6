"""A split of a package that waits for its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.days import at_noon, day_of
from portal.domain_names import ascii_name
from portal.settings import SplittingSettings
from storage.models.splits import SplitOrder

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.products import Product
    from storage.work import Work

PACKAGE, DOMAIN = "müller-söhne.de", "möbel.berlin"
"""The agency's: one of its domains gets a package of its own."""


def wait(work: Work, product: Product, today: dt.date) -> None:
    """Have the domain wait for a package of its own, which is such a product."""
    work.flush()
    ids = work.domains.living([ascii_name(DOMAIN)])
    found = work.packages.by_serving_domain(ascii_name(PACKAGE))
    if found is None or not ids:
        return
    [domain_id] = ids.values()
    order = SplitOrder(
        package_id=found[0].id,
        effective_on=day_of(today, 2),
        ordered_at=at_noon(today.replace(day=1)),
        fee_cents=SplittingSettings().fee_cents,
        product_id=product.id,
        target_main_id=domain_id,
        price_cents=product.price_cents,
        billing_months=product.billing_months,
        minimum_months=product.minimum_months,
        notice_months=product.notice_months,
    )
    work.splits.add_order(order, [domain_id])
