"""Ordering another domain for a package: the contract's side of the technical administration."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from portal.clock import day_in
from portal.customers import notices
from portal.domain_names import ascii_name
from portal.domains.beginning import FIRST_VERSION, first_records, first_site, records_of
from portal.domains.room import DomainRoom
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.languages import said
from storage.errors import Duplicate
from storage.models.dns import DnsRecord
from storage.models.domains import Domain, DomainKind, DomainState, Site
from storage.models.products import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import CustomerAccess
    from portal.administration import Changing
    from portal.domains.models import NewDomain
    from portal.settings import Settings
    from storage.work import Work

ORDERED = {
    DomainKind.INCLUDED: {
        "de": "Sie haben die Domain {domain} für Ihr Paket {package} bestellt. Sie gehört zu den Domains,"
        " die im Paket enthalten sind.",
        "en": "You ordered the domain {domain} for your package {package}. It is one of the domains that the"
        " package includes.",
    },
    DomainKind.ADDITIONAL: {
        "de": "Sie haben die Domain {domain} für Ihr Paket {package} bestellt. Sie ist eine Zusatzdomain"
        " und wird nach der Preisliste berechnet.",
        "en": "You ordered the domain {domain} for your package {package}. It is an additional domain and is"
        " billed as the price list says.",
    },
}
"""What the customer is told."""


def order_domain(changing: Changing, access: CustomerAccess, entered: NewDomain, settings: Settings) -> int:
    """Add the ordered domain with all it begins with, and tell the customer; tells the id of its site.

    Raises:
        InvalidInput: The name is taken.
        Conflict: There is no room for another domain.
    """
    require_available(changing.work, entered.name)
    domain, site_id = add_ordered(changing, entered.name, _room(changing), settings)
    _tell(changing, access, domain)
    return site_id


def require_available(work: Work, name: str, field: str = "name") -> None:
    """Raise InvalidInput for a name that a domain has; `field`: where it was entered."""
    if work.domains.living([ascii_name(name)]):
        raise _taken(name, field)


def add_ordered(changing: Changing, name: str, kind: DomainKind, settings: Settings) -> tuple[Domain, int]:
    """Add a domain that is yet to be registered, with all it begins with; it, and the id of its site."""
    work = changing.work
    columns: dict[str, Any] = {
        "package_id": changing.package.id,
        "name": name,
        "ascii_name": ascii_name(name),
        "kind": kind,
    }
    domain = Domain(
        **columns,
        state=DomainState.ORDERED,
        registered_on=day_in(settings.time_zone, changing.now),
        zone_version=FIRST_VERSION,
    )
    work.domains.add(domain)
    work.flush()
    site = Site(**first_site(domain.id, columns), revision=changing.revision)
    work.administration.add(site)
    for record in records_of(domain.id, columns, first_records(settings.dns)):
        work.administration.add(DnsRecord(**record, revision=changing.revision))
    changing.note("domain", "ordered", domain.name, domain_id=domain.id, record_id=site.id)
    return domain, site.id


@contextmanager
def taken_meanwhile(name: str, field: str = "name") -> Iterator[None]:
    """Somebody else's order of the same name, a moment ago, is a name that is taken."""
    try:
        yield
    except Conflict as conflict:
        if isinstance(conflict.__cause__, Duplicate):
            raise _taken(name, field) from conflict
        raise


def _room(changing: Changing) -> DomainKind:
    """How the next domain belongs to the package: included as long as there is room for that."""
    work, package = changing.work, changing.package
    quotas = work.contracts.quotas([package.product_id])[package.product_id]
    room = DomainRoom.of(work.domains.living_kinds(package.id), quotas)
    kind = room.next_kind()
    if kind is None:
        raise Conflict(
            _(
                "{included} of {most_included} included and {additional} of {most_additional} additional"
                " domains are in use. A larger product has room for more."
            ).format(**asdict(room))
        )
    if kind is DomainKind.ADDITIONAL:
        work.administration.count(package, Resource.ADDITIONAL_DOMAINS, 1)
    return kind


def _tell(changing: Changing, access: CustomerAccess, domain: Domain) -> None:
    customer = changing.work.customers.owned_by(access)
    what = said(ORDERED[domain.kind], customer.language).format(
        domain=domain.name, package=changing.package.main_domain
    )
    notices.tell_of_order(changing.work, customer, changing.now, what)


def _taken(name: str, field: str) -> InvalidInput:
    return InvalidInput(_("{name} is taken.").format(name=name), field)
