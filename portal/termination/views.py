"""What is shown of what can end: in the list, before it is done, and afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.termination import FollowUp


class EndingKind(StrEnum):
    """What can end by itself."""

    PACKAGE = "package"
    DOMAIN = "domain"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class EndingView:
    """Something that can end, or has ended, as the list shows it.

    Attributes:
        kind: What it is.
        id: Of the package, the domain or the service.
        package_id: The package that it is or belongs to.
        package: The main domain of that.
        name: What it is called.
        product: What a package is; empty for all else.
        has_ended: Whether it is over.
        earliest: The last day if notice is given now; None: notice was given, or it has ended.
        notice_by: The last day on which notice leads to that.
        terminated_at: When notice was received.
        ends_on: The last day, where notice was given for it or for its package.
        with_package: Whether it ends because its package does.
        withdraw_until: The last day on which the order can be withdrawn from; None: it cannot.
        is_transferred: Whether it leaves to another provider, and can be given an AuthInfo.
        auth_until: The last day of the one it has.
    """

    kind: EndingKind
    id: int
    package_id: int
    package: str
    name: str
    product: str
    has_ended: bool
    earliest: dt.date | None
    notice_by: dt.date | None
    terminated_at: dt.datetime | None
    ends_on: dt.date | None
    with_package: bool
    withdraw_until: dt.date | None
    is_transferred: bool
    auth_until: dt.date | None


@dataclass(frozen=True, slots=True)
class LeavingDomain:
    """A domain that ends.

    Attributes:
        id: Which.
        name: In Unicode.
        follow_up: What becomes of it; None: it is not registered yet, its order is cancelled.
        ends_on: Its last day, where that was ordered for it before; None: it ends with what is terminated.
    """

    id: int
    name: str
    follow_up: FollowUp | None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What ends with a package, or with a domain or service of it.

    Attributes:
        domains: The domains.
        mailboxes: How many mailboxes are deleted.
        mail_mb: How much mail is in them.
        databases: The databases that are deleted, by name.
        services: The additional services that end, by name.
        change: The product that the package was to become, which is called off; empty: none.
    """

    domains: tuple[LeavingDomain, ...] = ()
    mailboxes: int = 0
    mail_mb: int = 0
    databases: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class TerminationPlan:
    """Everything that a termination means; what is only told beside it may be another one meanwhile.

    Attributes:
        kind: What is terminated.
        id: Which.
        package: The main domain of its package.
        name: What it is called.
        product: What a package is; empty for all else.
        wanted: The last day as it was entered; None: the earliest.
        ends_on: The last day.
        ends_minimum_term: Whether that is the last day of the minimum term.
        contents: What ends with it.
        earliest: The earliest last day.
        latest: The latest that can be agreed now.
    """

    kind: EndingKind
    id: int
    package: str
    name: str
    product: str
    wanted: dt.date | None
    ends_on: dt.date
    ends_minimum_term: bool
    contents: Contents
    earliest: dt.date = field(compare=False)
    latest: dt.date = field(compare=False)


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """Everything that a withdrawal means.

    Attributes:
        kind: What was ordered.
        id: Which.
        package: The main domain of its package.
        name: What it is called.
        product: What a package is; empty for all else.
        ordered_on: When it was ordered.
        until: The last day to withdraw.
        contents: What ends with it, at once.
        credit_cents: What was charged and is credited, gross.
    """

    kind: EndingKind
    id: int
    package: str
    name: str
    product: str
    ordered_on: dt.date
    until: dt.date
    contents: Contents
    credit_cents: int


@dataclass(frozen=True, slots=True)
class AuthInfo:
    """What opens a domain to another provider: shown once.

    Attributes:
        domain: In Unicode.
        code: The AuthInfo; kept nowhere.
        until: Its last day.
    """

    domain: str
    code: str = field(repr=False)
    until: dt.date


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An act that was received.

    Attributes:
        act_id: By which its confirmation is asked for.
        reference: By which customer and provider find it again.
        at: When it was received, in UTC.
        name: What it was about.
        ends_on: The last day; None: it does not end.
        auth_infos: One for each domain that leaves to another provider.
    """

    act_id: int
    reference: str
    at: dt.datetime
    name: str
    ends_on: dt.date | None
    auth_infos: tuple[AuthInfo, ...] = field(default=(), repr=False)
