"""Domains and subdomains as screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domain_names import readable_name
from portal.domains.endings import has_admin_c
from portal.domains.models import DomainState, SiteSettings

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.domains import DomainKind, Site
    from storage.repositories.sites import SiteRow


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain or a subdomain as the list shows it.

    Attributes:
        id: Of its site, for opening it; 0 for a domain that has none any more.
        domain_id: The domain that it is or stands under.
        label: What stands before the domain, in punycode; empty for the domain itself.
        name: In Unicode.
        ascii_name: In punycode; the same as `name` for most.
        kind: How the domain belongs to the package.
        state: Where the domain is in its life at the registry.
        registered_on: Since when the domain is.
        settings: Where it leads; None where nothing can be set any more.
        points_to: The name in Unicode of what it shows instead of its own; empty for none.
        published: Whether servers read it as it stands.
        holder: Who holds the domain; empty: the contract partner; None: it is not for whoever asks, or a
            subdomain.
        admin_c: Who is its Admin-C; empty: the holder; None: there is none, or it is not for whoever asks.
    """

    id: int
    domain_id: int
    label: str
    name: str
    ascii_name: str
    kind: DomainKind
    state: DomainState
    registered_on: dt.date
    settings: SiteSettings | None
    points_to: str
    published: bool
    holder: str | None = None
    admin_c: str | None = None


@dataclass(frozen=True, slots=True)
class DomainChoice:
    """A domain that something can be made under.

    Attributes:
        id: What forms hand over.
        name: In Unicode.
        ascii_name: In punycode.
    """

    id: int
    name: str
    ascii_name: str


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A domain or subdomain that another one can lead to.

    Attributes:
        name: In Unicode.
        ascii_name: In punycode, what forms hand over.
    """

    name: str
    ascii_name: str


def settings_of(site: Site) -> SiteSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    values = {name: getattr(site, name) for name in SiteSettings.model_fields}
    return SiteSettings.model_construct(**values)


def view_of(row: SiteRow, *, published: bool, by_owner: bool) -> DomainView:
    """A line of the list; a domain goes by the name it is registered under, its holder is for its owner."""
    domain, site = row.domain, row.site
    label = site.label if site else ""
    named = site if site and label else domain
    of_owner = by_owner and not label
    return DomainView(
        id=site.id if site else 0,
        domain_id=domain.id,
        label=label,
        name=named.name,
        ascii_name=named.ascii_name,
        kind=domain.kind,
        state=domain.state,
        registered_on=domain.registered_on,
        settings=settings_of(site) if site and domain.state is not DomainState.ENDED else None,
        points_to=readable_name(site.points_to) if site and site.points_to else "",
        published=published,
        holder=(row.holder.name if row.holder else "") if of_owner else None,
        admin_c=(row.admin_c.name if row.admin_c else "")
        if of_owner and has_admin_c(domain.ascii_name)
        else None,
    )
