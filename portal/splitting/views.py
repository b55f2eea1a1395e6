"""What is shown of splitting a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from portal.packages import Figure
    from portal.splitting.models import SplitWish
    from storage.models.domains import DomainKind, DomainState
    from storage.models.products import Resource


@dataclass(frozen=True, slots=True)
class PendingSplit:
    """A split that was ordered for a later day.

    Attributes:
        on: That day.
        domains: The names that go.
        target: The main domain of the package that they go to, or of the new one.
        product: What the new package is; empty: there is that package already.
        fee_cents: What is billed then, gross.
    """

    on: dt.date
    domains: tuple[str, ...]
    target: str
    product: str
    fee_cents: int


@dataclass(frozen=True, slots=True)
class SplitOffer:
    """What splitting a package begins with.

    Attributes:
        package_id: Which package.
        domain: Its main domain.
        product: What it is.
        pending: What is ordered already.
        refused: Why it cannot be split, a sentence; empty: it can.
        ends_on: Its last day, where notice was given.
    """

    package_id: int
    domain: str
    product: str
    pending: PendingSplit | None
    refused: str
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class DomainChoice:
    """A domain of the package.

    Attributes:
        id: Which.
        name: In Unicode.
        kind: How it belongs to the package.
        state: Only active ones can go.
        addresses: How many email addresses stand under it.
    """

    id: int
    name: str
    kind: DomainKind
    state: DomainState
    addresses: int


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """Another package, in service and not terminated.

    Attributes:
        id: Which.
        domain: Its main domain.
        product: What it is.
        figures: How full it is of what moves.
    """

    id: int
    domain: str
    product: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class NewPackage:
    """A product that a new package can be, with what is agreed for it.

    Attributes:
        code: What it is chosen by.
        name: What it is called.
        price_cents: Gross, for a billing period.
        billing_months: How long that is.
        minimum_months: The term.
        notice_months: How long before the end notice must be given.
        quotas: What it includes; sizes in MB.
    """

    code: str
    name: str
    price_cents: int
    billing_months: int
    minimum_months: int
    notice_months: int
    quotas: tuple[tuple[Resource, int], ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """What moves along with the domains.

    Attributes:
        mailboxes: How many.
        mail_mb: What they may hold together.
        aliases: How many.
        forwards: How many.
        catch_alls: How many.
        auto_replies: How many mailboxes answer by themselves.
        records: How many DNS records.
        subdomains: How many.
    """

    mailboxes: int = 0
    mail_mb: int = 0
    aliases: int = 0
    forwards: int = 0
    catch_alls: int = 0
    auto_replies: int = 0
    records: int = 0
    subdomains: int = 0


@dataclass(frozen=True, slots=True)
class Staying:
    """What does not move.

    Attributes:
        directories: Start directories that the domains leave.
        databases: How many the package has.
        sftp_users: How many.
        cron_jobs: How many.
        protected: How many protected directories.
        backups: How many.
    """

    directories: tuple[str, ...] = ()
    databases: int = 0
    sftp_users: int = 0
    cron_jobs: int = 0
    protected: int = 0
    backups: int = 0


@dataclass(frozen=True, slots=True)
class SplitMisfit:
    """Something that the target has no room for.

    Attributes:
        figure: What would be in use against what is allowed; sizes in MB.
        subject: The subject of the package administration in which it can be made less.
        package_id: In which package; None: only fewer domains help.
    """

    figure: Figure
    subject: str
    package_id: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where domains go.

    Attributes:
        domain: Its main domain.
        product: What it is.
        included: How many of the domains it includes.
        additional: How many become additional domains of it.
        new: What is agreed for a new package; None: there is the package already.
        term_until: The last day of its minimum term; None: that is over.
        becomes: The smaller product that it changes to; empty: none.
        becomes_on: The first day of that.
    """

    domain: str
    product: str
    included: int
    additional: int
    new: NewPackage | None
    term_until: dt.date | None
    becomes: str
    becomes_on: dt.date | None


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """Everything that a split means.

    Attributes:
        wish: What was asked for.
        domain: The main domain of the package as it is now.
        new_main: The one it has afterwards.
        domains: The names that go.
        target: Where they go.
        on: The day.
        at_once: Whether that is now.
        fee_cents: What the next invoice after that has of it, gross.
        vat_percent: What is inside of it.
        moving: What moves along.
        staying: What does not.
        turned: Sites that go and showed one that stays: the start directory from then on.
        kept: Sites that stay and showed one that goes: they show from then on what that one showed.
        forwards: Aliases to mailboxes of the other package, which become forwards.
        misfits: What stands against it; empty: nothing.
    """

    wish: SplitWish
    domain: str
    new_main: str
    domains: tuple[str, ...]
    target: Target
    on: dt.date
    at_once: bool
    fee_cents: int
    vat_percent: int
    moving: Moving
    staying: Staying
    turned: tuple[str, ...]
    kept: tuple[str, ...]
    forwards: tuple[str, ...]
    misfits: tuple[SplitMisfit, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """What was done.

    Attributes:
        plan: What was shown.
        target_id: The package that the domains are in now; None: the split waits for its day.
    """

    plan: SplitPlan
    target_id: int | None
