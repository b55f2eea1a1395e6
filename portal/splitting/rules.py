"""When a package can be split, what that costs, and what has room where (rules.md, "Package splitting").

A package that was terminated is no target, however long it lasts: domains that go there would end with it,
which nobody asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from portal.documents.words import words_of
from portal.errors import Conflict
from portal.i18n import _
from portal.packages import Figure
from portal.splitting.views import Moving, SplitMisfit
from portal.terms import months_later
from storage.models.domains import SiteTarget
from storage.models.mail import MailKind
from storage.models.packages import PackageState
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from portal.domains.room import DomainRoom
    from portal.settings import SplittingSettings
    from storage.models.packages import Contract
    from storage.repositories.contracts import Agreed
    from storage.repositories.packages import Use
    from storage.repositories.splits import MailUnder, SiteShown

LAST_MONTHS = 1
"""Before its end a package is not split any more."""

MOST_TURNS = 10
"""Sites that may show one another before a visitor finds something."""


class Hindrance(StrEnum):
    """Why a split cannot be."""

    SOURCE_ENDED = "source ended"
    SOURCE_SUSPENDED = "source suspended"
    LAST_MONTH = "last month"
    TARGET_IS_SOURCE = "target is source"
    TARGET_OUT_OF_SERVICE = "target out of service"
    TARGET_TERMINATED = "target terminated"
    DOMAINS_CHANGED = "domains changed"
    NOTHING_STAYS = "nothing stays"
    NO_ROOM = "no room"


class CannotSplit(Conflict):
    """A split cannot be.

    Attributes:
        why: The reason.
    """

    def __init__(self, message: str, why: Hindrance) -> None:
        super().__init__(message)
        self.why = why


def fee_of(domains: int, settings: SplittingSettings) -> int:
    """What moving so many domains costs, in cents, gross."""
    return min(domains * settings.fee_cents, settings.most_fee_cents)


def day_words(day: dt.date | None) -> str:
    """A day in the sentences of this subject, which are English as all of the portal's."""
    return words_of("en").day(day) if day else ""


def is_last_month(contract: Contract, day: dt.date) -> bool:
    """Whether the contract ends within a month from that day."""
    return contract.ends_on is not None and months_later(day, LAST_MONTHS) > contract.ends_on


def require_splittable(source: Agreed, received: dt.date | None) -> None:
    """Raise CannotSplit for a package that cannot give domains away.

    Args:
        source: The package.
        received: The day on which the order is received; None: it was in time, and its own day has come.
    """
    if source.package.state is PackageState.ENDED:
        raise CannotSplit(_("This package has ended."), Hindrance.SOURCE_ENDED)
    if source.package.state is PackageState.SUSPENDED:
        raise CannotSplit(
            _("This package is suspended. Until that is settled, nothing can be changed."),
            Hindrance.SOURCE_SUSPENDED,
        )
    if received is not None and is_last_month(source.contract, received):
        raise CannotSplit(
            _("This package ends on {day}. In its last month it cannot be split any more.").format(
                day=day_words(source.contract.ends_on)
            ),
            Hindrance.LAST_MONTH,
        )


def require_target(source: Agreed, target: Agreed) -> None:
    """Raise CannotSplit for a package that cannot take domains."""
    name = target.package.main_domain
    if target.package.id == source.package.id:
        raise CannotSplit(_("The domains are in this package already."), Hindrance.TARGET_IS_SOURCE)
    if target.package.state is not PackageState.ACTIVE:
        raise CannotSplit(
            _("The package {domain} is not in service.").format(domain=name), Hindrance.TARGET_OUT_OF_SERVICE
        )
    if target.contract.ends_on is not None:
        raise CannotSplit(
            _("The package {domain} was terminated: domains in it would end with it.").format(domain=name),
            Hindrance.TARGET_TERMINATED,
        )


def moving_of(mail: Iterable[MailUnder], records: int, subdomains: int) -> Moving:
    """What moves along, counted."""
    under = {each.kind: each for each in mail}
    counts = {kind: under[kind].count if kind in under else 0 for kind in MailKind}
    return Moving(
        mailboxes=counts[MailKind.MAILBOX],
        mail_mb=sum(each.size_mb for each in under.values()),
        aliases=counts[MailKind.ALIAS],
        forwards=counts[MailKind.FORWARD],
        catch_alls=counts[MailKind.CATCH_ALL],
        auto_replies=sum(each.replying for each in under.values()),
        records=records,
        subdomains=subdomains,
    )


def domain_misfits(room: DomainRoom, domains: int, package_id: int | None) -> Iterator[SplitMisfit]:
    """What is too much for the target of so many more domains; `package_id`: where it can be made less."""
    _included, additional = room.shares(domains)
    if room.additional + additional > room.most_additional:
        used = room.included + room.additional + domains
        allowed = max(room.most_included, room.included) + room.most_additional
        yield SplitMisfit(Figure(Resource.DOMAINS, used, allowed), "domains", package_id)


def mail_misfits(moving: Moving, usage: Mapping[Resource, Use], package_id: int) -> Iterator[SplitMisfit]:
    """What is too much for the target of the mailboxes; `package_id`: where it can be made less."""
    for resource, more in ((Resource.MAILBOXES, moving.mailboxes), (Resource.MAIL_STORAGE, moving.mail_mb)):
        use = usage.get(resource)
        used, allowed = (use.used, use.allowed or 0) if use else (0, 0)
        if more and used + more > allowed:
            yield SplitMisfit(Figure(resource, used + more, allowed), "email", package_id)


@dataclass(frozen=True, slots=True)
class SitesApart:
    """What becomes of the sites that show one another across the split.

    Attributes:
        turned: Those that go and showed one that stays.
        kept: Those that stay and showed one that goes, each with the site whose target it takes over.
    """

    turned: tuple[SiteShown, ...]
    kept: tuple[tuple[SiteShown, SiteShown], ...]


def sites_apart(sites: Sequence[SiteShown], going: Collection[int]) -> SitesApart:
    """Which sites lose the one they show; `going` are the ids of the domains that go.

    The files stay with the package: a site that stays goes on showing them, by itself.
    """
    by_name = {site.ascii_name: site for site in sites}
    turned: list[SiteShown] = []
    kept: list[tuple[SiteShown, SiteShown]] = []
    for site in sites:
        shown = by_name.get(site.points_to) if site.target is SiteTarget.DOMAIN else None
        if shown is None or (shown.domain_id in going) == (site.domain_id in going):
            continue
        if site.domain_id in going:
            turned.append(site)
        else:
            kept.append((site, _shown_at_last(shown, by_name)))
    return SitesApart(tuple(turned), tuple(kept))


def aliases_apart(
    aliases: Iterable[tuple[int, int, str, Sequence[str]]], going: Collection[int], names: Collection[str]
) -> Iterator[tuple[int, int, str]]:
    """Id, domain and address of aliases to a mailbox that is on the other side of the split.

    Args:
        aliases: Id, domain, address, and where it delivers to.
        going: The ids of the domains that go.
        names: Their names, in Unicode and small letters.
    """
    for alias_id, domain_id, address, targets in aliases:
        sides = {target.rpartition("@")[2].lower() in names for target in targets}
        if sides - {domain_id in going}:
            yield alias_id, domain_id, address


def _shown_at_last(shown: SiteShown, by_name: Mapping[str, SiteShown]) -> SiteShown:
    """The site whose content visitors find there, over any number of others."""
    for _turn in range(MOST_TURNS):
        following = by_name.get(shown.points_to) if shown.target is SiteTarget.DOMAIN else None
        if following is None:
            break
        shown = following
    return shown
