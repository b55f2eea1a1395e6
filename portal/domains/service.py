"""The use cases of domains and subdomains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.access import PackageAccess
from portal.administration import Listing, Technical
from portal.domain_names import readable_name
from portal.domains import rules
from portal.domains.addresses import give_address, take_address
from portal.domains.ordering import order_domain, taken_meanwhile
from portal.domains.views import DomainChoice, SiteChoice, settings_of, view_of
from portal.errors import Conflict
from portal.i18n import _
from portal.kinds import SITE
from portal.refusals import own_package, there
from portal.validation import require_unchanged
from storage.models.products import Resource

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.administration import Changing
    from portal.domains.models import NewDomain, NewSubdomain, SiteSettings
    from portal.domains.views import DomainView
    from portal.paging import PageRequest
    from portal.sign_in import SignIn
    from portal.use_case import Means
    from storage.models.domains import Domain, Site
    from storage.repositories.sites import SiteRow

MOST_OFFERED = 100
"""Of so many sites one is chosen; among more its name is typed sooner."""


class Domains(Technical):
    """The domains and subdomains of one package."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[DomainView]:
        """A page of the domains, each with its subdomains beneath it; orders: name, kind, state, registered.

        The filter finds names in either spelling.
        """
        with self._looking(access) as looking:

            def view(row: SiteRow) -> DomainView:
                published = row.site is None or looking.is_published(row.site)
                return view_of(row, published=published, by_owner=access.by_owner)

            page = looking.work.sites.listing(access, request).of(view)
            return looking.listing(page, request, Resource.DOMAINS, Resource.ADDITIONAL_DOMAINS)

    def choices(self, access: PackageAccess) -> tuple[DomainChoice, ...]:
        """The living domains that may be managed, the main domain first."""
        with self._reading(access) as work:
            found = work.domains.living_of(access)
            return tuple(DomainChoice(each.id, each.name, each.ascii_name) for each in found)

    def targets(self, access: PackageAccess) -> tuple[SiteChoice, ...]:
        """The domains and subdomains that one can lead to, by name; none where there are too many."""
        with self._reading(access) as work:
            found = work.sites.names(access, MOST_OFFERED + 1)
        if len(found) > MOST_OFFERED:
            return ()
        return tuple(SiteChoice(name, ascii_name) for name, ascii_name in found)

    def add(self, access: PackageAccess, entered: NewSubdomain) -> int:
        """Add a subdomain, and its address to DNS if nothing is said about it there; tells its id.

        Raises:
            InvalidInput: Its name is taken or too long, or where it leads is not there or leads back.
            NotFound: There is no such domain in the package.
        """
        with self._changing(access) as changing:
            domain = there(changing.work.domains.one(access, entered.domain_id))
            name = rules.whole_name(domain, entered.label)
            rules.require_free(changing.work, domain, name)
            site = SITE.entity(
                package_id=access.package_id,
                name=readable_name(name),
                ascii_name=name,
                **entered.model_dump(),
            )
            rules.require_target(changing.work, site)
            give_address(changing, domain, entered.label, self._means.settings.dns)
            changing.add(SITE, site)
            changing.commit()
            return site.id

    def change(self, access: PackageAccess, site_id: int, entered: SiteSettings, seen: SiteSettings) -> int:
        """Change where a domain or subdomain leads; raises ChangedMeanwhile if `seen` is out of date.

        Raises:
            InvalidInput: Where it shall lead is not there or leads back.
            Conflict: The domain has ended.
        """
        with self._changing(access) as changing:
            site, _domain = self._one(changing, site_id)
            require_unchanged(seen, settings_of(site))
            values = entered.model_dump()
            wanted = SITE.made_of(SITE.values(site)) | values
            rules.require_target(changing.work, SITE.entity(package_id=access.package_id, **wanted))
            if changing.edit(SITE, site, values):
                changing.commit()
            return site.id

    def remove(self, access: PackageAccess, site_id: int) -> None:
        """Remove a subdomain, and its address in DNS.

        Raises:
            Conflict: It is a domain itself, or another one shows its content.
        """
        with self._changing(access) as changing:
            site, domain = self._one(changing, site_id)
            if not site.label:
                raise Conflict(
                    _("{domain} is a domain: only subdomains are deleted here.").format(domain=domain.name)
                )
            rules.require_unseen(changing.work, site)
            take_address(changing, domain, site.label, self._means.settings.dns)
            changing.remove(SITE, site)
            changing.commit()

    def order(self, access: CustomerAccess, package_id: int, entered: NewDomain) -> int:
        """Order another domain for one's own package: a contract act; tells the id of its site.

        It is an included one as long as there is room for that, else an additional one.

        Raises:
            NotFound: The package is not among one's own.
            InvalidInput: The password is wrong, or the name is taken.
            Throttled: The password was wrong too often.
            Conflict: No room is left, or the package is out of service.
        """
        with self._reading(access) as work:
            own_package(work.packages.one_owned_by(access, package_id))
        self._sign_in.confirm(access, entered.password, "password")
        inside = PackageAccess(access.session_id, package_id, by_owner=True)
        with taken_meanwhile(entered.name), self._changing(inside) as changing:
            site_id = order_domain(changing, access, entered, self._means.settings)
            changing.commit()
            return site_id

    @staticmethod
    def _one(changing: Changing, site_id: int) -> tuple[Site, Domain]:
        """A site of the package with its domain, which must not have ended."""
        site = changing.one(SITE, site_id)
        domain = changing.work.domains.one(changing.access, site.domain_id)
        if domain is None:
            raise Conflict(_("This domain has ended: it can be looked at, but not changed."))
        return site, domain
