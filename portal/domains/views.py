"""Domains and subdomains as screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domain_names import readable_name
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


def view_of(row: SiteRow, *, published: bool) -> DomainView:
    """A line of the list; a domain goes by the name it is registered under."""
    domain, site = row.domain, row.site
    label = site.label if site else ""
    named = site if site and label else domain
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
    )
