"""What a change costs, when it holds, and whether the package fits (rules.md, "Package change")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.invoices.issuing import CREDIT
from portal.money import price_of_period, share_of
from portal.package_change.views import Misfit, PlannedLine, QuotaChange
from portal.packages import Figure
from portal.terms import ONE_DAY, last_day_of_period, last_day_of_term, parts_of_periods, period_of
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from storage.models.packages import Contract
    from storage.models.products import Product
    from storage.repositories.packages import Use

SUBJECTS = {
    Resource.DOMAINS: "domains",
    Resource.ADDITIONAL_DOMAINS: "domains",
    Resource.MAILBOXES: "email",
    Resource.MAIL_STORAGE: "email",
    Resource.DATABASES: "databases",
    Resource.WEBSPACE: "webspace",
    Resource.SFTP_USERS: "webspace",
    Resource.CRON_JOBS: "cron",
    Resource.BACKUPS: "backups",
}
"""Where each of them can be made less."""

CHANGE = {"de": "Wechsel zu {product}", "en": "Change to {product}"}


def first_day_of_downgrade(contract: Contract, today: dt.date) -> dt.date:
    """The day after the present billing period, at the earliest the one after the minimum term."""
    end = last_day_of_period(contract.started_on, contract.billing_months, max(today, contract.started_on))
    term = last_day_of_term(contract.started_on, contract.minimum_months)
    if term > end:  # a period that the term ends in is paid to its end
        end = last_day_of_period(contract.started_on, contract.billing_months, term)
    return end + ONE_DAY


def price_on(contract: Contract, day: dt.date) -> int:
    """What the billing period costs that a day is in, in cents."""
    start, _end = period_of(contract.started_on, contract.billing_months, max(day, contract.started_on))
    return price_of_period(contract, start)


def next_period(contract: Contract, day: dt.date) -> dt.date:
    """The first day of the billing period after the one that begins on `day`."""
    return last_day_of_period(contract.started_on, contract.billing_months, day) + ONE_DAY


def upgrade_lines(
    contract: Contract, before: Product, after: Product, today: dt.date, language: str
) -> tuple[list[PlannedLine], dt.date | None]:
    """Charge and credit for the rest of what is billed, and how far the contract is billed with them.

    Nothing is charged at once where nothing is billed yet: the next invoice bills the new product.
    """
    billed = contract.billed_until
    if billed is None or billed < today:
        return [], billed
    lines = [
        PlannedLine(
            CREDIT[language].format(product=before.name),
            first,
            last,
            -share_of(price_of_period(contract, start), start, end, first, last),
        )
        for start, end, first, last in parts_of_periods(
            contract.started_on, contract.billing_months, today, billed
        )
    ]
    _start, end = period_of(contract.started_on, after.billing_months, today)
    until = end if after.billing_months != contract.billing_months else billed
    charges = [
        PlannedLine(
            CHANGE[language].format(product=after.name),
            first,
            last,
            share_of(after.price_cents, start, end, first, last),
        )
        for start, end, first, last in parts_of_periods(
            contract.started_on, after.billing_months, today, until
        )
    ]
    return [*charges, *lines], until


def quota_changes(
    before: Mapping[Resource, int], after: Mapping[Resource, int], usage: Mapping[Resource, Use]
) -> Iterator[QuotaChange]:
    """All quotas that are not the same."""
    for resource in Resource:
        if before.get(resource) != after.get(resource):
            used = usage[resource].used if resource in usage else 0
            yield QuotaChange(resource, before.get(resource), after.get(resource), used)


def misfits(
    before: Mapping[Resource, int], after: Mapping[Resource, int], usage: Mapping[Resource, Use]
) -> Iterator[Misfit]:
    """Of what more is in use than the other product includes; what it has no word of is not included."""
    for resource, subject in SUBJECTS.items():
        if resource not in before and resource not in after:
            continue
        used, allowed = usage[resource].used if resource in usage else 0, after.get(resource, 0)
        if used > allowed:
            yield Misfit(Figure(resource, used, allowed), subject)
