"""Publishing a website: what it consists of, and what is noted of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.i18n import _
from portal.static_site.releases import BrokenOnPage, ReadSite, SiteReleases
from portal.website.building import Builder
from portal.website.rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from portal.administration import Changing, Looking
    from portal.static_site.images import ImageFolder
    from portal.static_site.writing import Broken
    from portal.website.rendering import Site
    from storage.models.website import Website, WebsitePage


class Releases(Builder, SiteReleases):
    """What the web server has of a website."""

    KIND = "website"

    def _read(self, looking: Looking) -> ReadSite:
        package, website, pages = self._looked_at(looking, looking.access)
        site = self._site(package, website, pages)
        missing, broken = tuple(_missing(website, pages)), list[BrokenOnPage]()
        files = _files(site, self._image_folder(looking.access), broken)
        return ReadSite(
            website.name, website.published_at, missing, files, broken, len(pages), website.revision
        )

    def _note_published(self, changing: Changing, site: ReadSite) -> bool:
        building = self._building_in(changing)
        website = building.website
        if website.revision != site.revision:
            return False
        website.published_revision, website.published_at = website.revision, changing.now
        website.removed = 0
        building.count()
        return True

    def _note_turned_back(self, changing: Changing) -> str:
        building = self._building_in(changing)
        building.website.published_at = changing.now
        building.touch()  # what stands here is not what visitors see any more
        building.count()
        return building.website.name

    def _note_taken_away(self, changing: Changing) -> str:
        building = self._building_in(changing)
        website = building.website
        if website.published_at is None:
            raise Conflict(_("The website is not published."))
        website.published_revision, website.published_at, website.removed = 0, None, 0
        building.count()
        return website.name


def _files(site: Site, folder: ImageFolder, broken: list[BrokenOnPage]) -> Iterator[tuple[str, bytes]]:
    """All files of a website: pages, and the images they show."""
    names = {image.name for image in folder.images()}
    made = rendered(replace(site, images=frozenset(names)))
    read = {name: folder.read(name) for name in sorted(made.images)}
    there = {f"images/{name}": content for name, content in read.items() if content is not None}
    if len(there) < len(read):
        gone = {name for name, content in read.items() if content is None}
        made = rendered(replace(site, images=frozenset(names - gone)))
    broken += _told(site, made.broken)
    yield from made.files.items()
    yield from there.items()


def _missing(website: Website, pages: Sequence[WebsitePage]) -> Iterator[str]:
    """What stands against publishing."""
    if not any(page.id == website.home_id for page in pages):
        yield _("The website has no home page yet.")
    if not website.imprint.strip():
        yield _("The imprint is empty: law wants one on every website.")
    if not website.privacy.strip():
        yield _("The privacy page is empty: law wants one on every website.")


def _told(site: Site, broken: Mapping[int | None, Sequence[Broken]]) -> Iterator[BrokenOnPage]:
    titles = {page.id: page.title for page in site.pages}
    for page_id, found in broken.items():
        for each in found:
            yield BrokenOnPage(page_id, titles[page_id] if page_id is not None else "", each)
