"""A website to build in stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from portal.website.models import LegalTexts, NewPage, PageContents
from storage.models.products import Family, Resource
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import PackageAccess
    from portal.static_site.releases import PublishPlan
    from portal.website.releases import Releases
    from portal.website.service import Website
    from portal.website.views import PageView, SiteView
    from storage.models.packages import Package
    from tests.portal.house import House


@dataclass
class Blog:
    """A package with a website builder, and both who write in it."""

    house: House
    package: Package
    owner: PackageAccess
    webmaster: PackageAccess

    @property
    def website(self) -> Website:
        return self.house.portal.website

    def add(self, title: str, beneath: int | None = None, text: str = "") -> int:
        page_id = self.website.add(self.owner, NewPage(title=title), beneath)
        if text:
            self.save(page_id, text=text)
        return page_id

    def open(self, page_id: int) -> PageView:
        return self.website.open(self.owner, page_id)

    def save(self, page_id: int, **contents: Any) -> int:
        seen = self.open(page_id)
        return self.website.save(self.owner, seen, seen.contents.model_copy(update=contents))

    def show(self) -> SiteView:
        return self.website.show(self.owner)

    def drawn(self) -> list[str]:
        """The tree as people see it."""
        return [f"{'  ' * row.depth}{row.title}" for row in self.show().pages]

    def used(self) -> dict[Resource, int]:
        """The counters that the overview shows."""
        with self.house.storage.reading() as work:
            usage = work.packages.usage([self.package.id])[self.package.id]
        return {resource: use.used for resource, use in usage.items()}


@dataclass
class Press:
    """A blog with a webspace to publish to."""

    blog: Blog
    webspace: Path

    @property
    def releases(self) -> Releases:
        return self.blog.house.portal.releases

    def plan(self) -> PublishPlan:
        return self.releases.plan(self.blog.owner)

    def publish(self) -> bool:
        return self.releases.publish(self.blog.owner, self.plan())

    def read(self, path: str) -> str:
        return (self.webspace / "website" / path).read_text("utf-8")


@pytest.fixture
def blog(house: House) -> Blog:
    builder = house.product(
        {Resource.DOMAINS: 1, Resource.PAGES: 10, Resource.UNPUBLISHED_CHANGES: 0},
        family=Family.WEBSITE_BUILDER,
        rank=900,
    )
    package = house.package(house.customer(), "wanderblog.org", of=builder, password=PACKAGE_PASSWORD)
    return Blog(house, package, house.inside(package, by_owner=True), house.inside(package, by_owner=False))


@pytest.fixture
def press(blog: Blog, tmp_path: Path) -> Press:
    """Its home page says "Erste Fassung"."""
    house = blog.house
    web = house.settings.web.model_copy(update={"root": str(tmp_path / "srv")})
    house.settings = house.settings.model_copy(update={"web": web})
    house.portal = house.restarted()
    webspace = tmp_path / "srv" / str(blog.package.id)
    webspace.mkdir(parents=True)
    blog.add("Start", text="Erste Fassung")
    blog.website.change_legal(
        blog.owner, LegalTexts(imprint="Erika Musterfrau", privacy="Nichts."), blog.show().legal
    )
    return Press(blog, webspace)


def contents(title: str, text: str = "") -> PageContents:
    return PageContents(title=title, text=text)
