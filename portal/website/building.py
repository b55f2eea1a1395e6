"""What all use cases of the website builder stand on: a package that has one, and its website."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Technical
from portal.clock import day_in
from portal.domain_names import ascii_name
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.website.pages import Page, Tree
from portal.website.rendering import Site
from storage.models.products import Family, Resource
from storage.models.website import Website, WebsitePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from storage.models.packages import Package
    from storage.models.products import Product


@dataclass(slots=True)
class Building:
    """A transaction that changes a website; leaving without `commit` undoes everything.

    Attributes:
        changing: The transaction, with the package locked.
        website: What holds for the whole website.
        pages: All pages, by id.
    """

    changing: Changing
    website: Website
    pages: dict[int, WebsitePage]

    def page(self, page_id: int) -> WebsitePage:
        """A page; raises NotFound."""
        return there(self.pages.get(page_id))

    def tree(self, zone: str) -> Tree:
        """The tree of the pages, with dates where the provider is."""
        return Tree([page_of(page, zone) for page in self.pages.values()], self.website.home_id)

    def touch(self, *pages: WebsitePage) -> None:
        """Note that pages were changed; none: something that holds for all of them."""
        self.website.revision += 1
        for page in pages:
            page.revision = self.website.revision
            page.changed_at = self.changing.now
        if not pages:
            self.website.settings_revision = self.website.revision

    def count(self) -> None:
        """Count what is there and what is not published yet."""
        work, package = self.changing.work, self.changing.package
        work.flush()
        counts = {
            Resource.PAGES: len(self.pages),
            Resource.UNPUBLISHED_CHANGES: changes_of(self.website, self.pages),
        }
        usage = work.packages.usage([package.id]).get(package.id, {})
        for resource, count in counts.items():
            used = usage[resource].used if resource in usage else 0
            if used != count:
                work.administration.count(package, resource, count - used)

    def commit(self) -> None:
        """Count, and write everything."""
        self.count()
        self.changing.commit()


class Builder(Technical):
    """Base of the website builder's subjects."""

    @contextmanager
    def _building(self, access: PackageAccess) -> Iterator[Building]:
        """Change the website; raises what `_changing` raises, and Conflict where there is no builder."""
        with self._changing(access) as changing:
            yield self._building_in(changing)

    def _building_in(self, changing: Changing) -> Building:
        """The website in a transaction of its package; raises Conflict where there is no builder."""
        _require_builder(changing.product)
        websites, access = changing.work.websites, changing.access
        website = websites.of(access)
        if website is None:
            website = fresh(changing.package)
            websites.add(website)
        return Building(changing, website, {page.id: page for page in websites.pages(access)})

    def _looked_at(
        self, looking: Looking, access: PackageAccess
    ) -> tuple[Package, Website, Sequence[WebsitePage]]:
        """The package with its website; raises Conflict where there is no builder."""
        package, product = looking.work.packages.current(access)
        _require_builder(product)
        website = looking.work.websites.of(access) or fresh(package)
        return package, website, looking.work.websites.pages(access)

    def _site(self, package: Package, website: Website, pages: Iterable[WebsitePage]) -> Site:
        """All that is published of a website but its images."""
        zone = self._means.settings.time_zone
        return Site(
            name=website.name,
            description=website.description,
            language=website.language,
            theme=website.theme,
            domain=ascii_name(package.main_domain),
            home_id=website.home_id,
            imprint=website.imprint,
            privacy=website.privacy,
            pages=[page_of(page, zone) for page in pages],
        )


def page_of(page: WebsitePage, zone: str) -> Page:
    """A page as it is published; the date is that of the provider's time zone."""
    return Page(
        id=page.id,
        parent_id=page.parent_id,
        position=page.position,
        title=page.title,
        slug=page.slug,
        hidden=page.hidden,
        kind=page.kind,
        text=page.text,
        changed_on=day_in(zone, page.changed_at),
    )


def changes_of(website: Website, pages: dict[int, WebsitePage]) -> int:
    """How much was changed since the website was published: pages, and once for what holds for all."""
    published = website.published_revision
    changed = sum(page.revision > published for page in pages.values())
    return changed + (website.settings_revision > published) + website.removed


def fresh(package: Package) -> Website:
    """The website of a package that was never changed."""
    return Website(package_id=package.id, name=package.main_domain)


def there(page: WebsitePage | None) -> WebsitePage:
    """The page, or NotFound."""
    if page is None:
        raise NotFound(_("This page is not there any more."))
    return page


def _require_builder(product: Product) -> None:
    if product.family is not Family.WEBSITE_BUILDER:
        raise Conflict(_("This package has no website builder."))
