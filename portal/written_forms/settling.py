"""Who pays for what when a package gets another contract partner: by days, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portal.invoices.issuing import CREDIT, days_to_credit, on_paper, periods_to_bill
from portal.languages import language_of
from portal.money import price_of_period, share_of
from portal.terms import ONE_DAY, parts_of_periods
from storage.models.invoices import BillingItem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from portal.invoices.issuing import Position
    from storage.models.customers import Customer
    from storage.models.packages import Contract, Package
    from storage.models.services import AdditionalService
    from storage.repositories.contracts import Agreed
    from storage.work import Work


@dataclass(slots=True)
class Settled:
    """How far contracts are billed with what was set aside.

    Attributes:
        packages: By package.
        services: Of additional services, by their ids.
    """

    packages: dict[int, dt.date] = field(default_factory=dict)
    services: dict[int, dt.date] = field(default_factory=dict)


def settle_before(
    work: Work,
    customer: Customer,
    day: dt.date,
    package_ids: Collection[int] | None = None,
    account_id: int | None = None,
) -> Settled:
    """Let everything wait for an invoice of its own contract partner that began before `day`.

    Billing bills the periods of whoever has a package then. So what it has not come to yet is set aside here:
    periods that began before, and credits of what ended before. Whoever bills waits meanwhile.

    Args:
        work: The transaction; the invoices' series is locked in it.
        customer: The contract partner until then.
        day: The first day of the next one.
        package_ids: Of these packages only; None: of all.
        account_id: The account that it waits in; None: the customer's own.

    Returns:
        How far the contracts are billed with that: for the caller to note.
    """
    language = language_of(customer.language)
    settled, until = Settled(), day - ONE_DAY
    contracts = work.billing.contracts_due([customer.id], until)
    for each in (*contracts, *work.billing.services_due([customer.id], until)):
        if package_ids is not None and each.package_id not in package_ids:
            continue
        contract = replace(each, domain=on_paper(each.domain))
        positions = [*days_to_credit(contract, language), *periods_to_bill(contract, until)]
        for position in positions:
            if position.gross_cents:
                work.billing.add_item(_waiting(position, account_id or customer.id, day))
        if positions:
            last = max(part.period_until for part in positions if part.period_until)
            noted, key = settled.packages, each.package_id
            if each.service_id is not None:
                noted, key = settled.services, each.service_id
            noted[key] = min(last, contract.ends_on or last)
    return settled


def share_between(work: Work, agreed: Agreed, before: Customer, after: Customer, day: dt.date) -> None:
    """Credit to one what is billed from `day` on of the package and its services; charge the other the same.

    How far they are billed stays: the other one's first own period follows.
    """
    _share(work, agreed.package, agreed.product.name, agreed.contract, before, after, day)
    for service in work.terminations.services_of(agreed.package.id):
        _share(work, agreed.package, service.name, service, before, after, day)


def _share(
    work: Work,
    package: Package,
    name: str,
    billed: Contract | AdditionalService,
    before: Customer,
    after: Customer,
    day: dt.date,
) -> None:
    if billed.billed_until is None or billed.billed_until < day:
        return
    credit = CREDIT[language_of(before.language)].format(product=name)
    parts = parts_of_periods(billed.started_on, billed.billing_months, day, billed.billed_until)
    for start, end, first, last in parts:
        cents = share_of(price_of_period(billed, start), start, end, first, last)
        for customer, text, sign in ((before, credit, -1), (after, name, 1)):
            if cents:
                work.billing.add_item(
                    BillingItem(
                        customer_id=customer.id,
                        package_id=package.id,
                        due_on=day,
                        text=text,
                        details=on_paper(package.main_domain),
                        period_from=first,
                        period_until=last,
                        gross_cents=sign * cents,
                    )
                )


def _waiting(position: Position, account_id: int, day: dt.date) -> BillingItem:
    return BillingItem(
        customer_id=account_id,
        package_id=position.package_id,
        due_on=day - ONE_DAY,
        text=position.text,
        details=position.details,
        period_from=position.period_from,
        period_until=position.period_until,
        gross_cents=position.gross_cents,
    )
