"""What is shown of a change to another product before it is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from portal.packages import Figure
    from storage.models.products import Resource


class ChangeKind(StrEnum):
    """Which way a change goes."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"


@dataclass(frozen=True, slots=True)
class ProductOption:
    """A product of the package's family.

    Attributes:
        code: What it is chosen by.
        name: What it is called.
        price_cents: Gross, for a billing period.
        billing_months: How long that is.
        quotas: What it includes; sizes in MB.
        kind: Which way the change would go; None: it is the package's own.
    """

    code: str
    name: str
    price_cents: int
    billing_months: int
    quotas: tuple[tuple[Resource, int], ...]
    kind: ChangeKind | None


@dataclass(frozen=True, slots=True)
class ChangeOffer:
    """What a package can be changed to.

    Attributes:
        package_id: Which package.
        domain: Its main domain.
        options: All products of its family, the smallest first.
        pending: The product that it changes to, if that was ordered.
        pending_code: What that is chosen by.
        pending_on: The first day of that.
        refused: Why it cannot be changed at all, a sentence; empty: it can.
    """

    package_id: int
    domain: str
    options: tuple[ProductOption, ...]
    pending: str
    pending_code: str
    pending_on: dt.date | None
    refused: str


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """What a change does to a quota; sizes in MB.

    Attributes:
        resource: What is counted.
        before: How much is included now; None: it is not included.
        after: How much will be.
        used: How much is in use.
    """

    resource: Resource
    before: int | None
    after: int | None
    used: int


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something of which more is in use than the smaller product includes.

    Attributes:
        figure: Use against the smaller quota.
        subject: The subject of the package administration in which it can be made less.
    """

    figure: Figure
    subject: str


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line that the next invoice will have.

    Attributes:
        text: What for, in the language of the customer's invoices.
        period_from: First day.
        period_until: Last day.
        gross_cents: Below zero: a credit.
    """

    text: str
    period_from: dt.date
    period_until: dt.date
    gross_cents: int


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Everything that a change means.

    Attributes:
        package_id: Which package.
        domain: Its main domain.
        before: The product it is now.
        code: The product it becomes.
        after: What that is called.
        kind: Which way.
        effective_on: The first day of the new product.
        price_before: Gross cents for a billing period.
        months_before: How long that is.
        price_after: Gross cents for a billing period.
        months_after: How long that is.
        quotas: All quotas that are not the same.
        lines: What the next invoice will have of it.
        misfits: What stands against it; empty: nothing.
        cancels: A smaller product that was ordered and will not come; empty: none.
    """

    package_id: int
    domain: str
    before: str
    code: str
    after: str
    kind: ChangeKind
    effective_on: dt.date
    price_before: int
    months_before: int
    price_after: int
    months_after: int
    quotas: tuple[QuotaChange, ...]
    lines: tuple[PlannedLine, ...]
    misfits: tuple[Misfit, ...]
    cancels: str


@dataclass(frozen=True, slots=True)
class OrderedChange:
    """A change that was ordered.

    Attributes:
        plan: What it means.
        act_id: By which its confirmation is asked for.
    """

    plan: ChangePlan
    act_id: int
