"""Publishing a website: what would change, doing it at once, and turning back."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, Unavailable
from portal.i18n import _
from portal.publishing.folder import PublicFolder
from portal.website.building import Builder
from portal.website.images import ImageFolder
from portal.website.rendering import rendered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from portal.access import PackageAccess
    from portal.website.images import Image
    from portal.website.rendering import Site
    from portal.website.writing import Broken
    from storage.models.packages import Package
    from storage.models.website import Website, WebsitePage

FOLDER = "website"
"""In the webspace of a package: where its web server finds the published files."""

MARKER = "sitemap.xml"
"""A file that every published website has."""


@dataclass(frozen=True, slots=True)
class BrokenOnPage:
    """Something that does not work.

    Attributes:
        page_id: The page it stands on; None: imprint or privacy.
        page: That page's title; empty: imprint or privacy.
        broken: What it is.
    """

    page_id: int | None
    page: str
    broken: Broken


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """What publishing would change.

    Attributes:
        added: The paths of files that come.
        changed: Of those that become others.
        removed: Of those that go.
        broken: What does not work on the pages; it would be published all the same.
        missing: What stands against publishing, in sentences; empty: nothing.
        published_at: When the website was published before; None: it is not.
        can_turn_back: Whether there is a state before the published one.
        digest: By which `publish` knows what was shown.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    broken: tuple[BrokenOnPage, ...]
    missing: tuple[str, ...]
    published_at: dt.datetime | None
    can_turn_back: bool
    digest: str


@dataclass(frozen=True, slots=True)
class _Files:
    """A website, ready to be written."""

    files: Mapping[str, bytes]
    broken: tuple[BrokenOnPage, ...]

    @property
    def digest(self) -> str:
        whole = hashlib.sha256()
        for path, content in self.files.items():
            whole.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
        return whole.hexdigest()


def _nobody_asks(_done: int, _total: int) -> None:
    """How far it is."""


class Releases(Builder):
    """What the web server has of a website."""

    def images(self, access: PackageAccess) -> tuple[Image, ...]:
        """The images that pages can show."""
        with self._looking(access) as looking:
            package, _website, _pages = self._looked_at(looking, access)
        return self._images(package).images()

    def plan(self, access: PackageAccess) -> PublishPlan:
        """What publishing would change."""
        with self._looking(access) as looking:
            package, website, pages = self._looked_at(looking, access)
        files = self._files(package, website, pages)
        return self._planned(package, website, pages, files)

    def publish(
        self, access: PackageAccess, seen: PublishPlan, report: Callable[[int, int], None] = _nobody_asks
    ) -> bool:
        """Let visitors see the website as it stands; False where they do already.

        Args:
            access: Who publishes.
            seen: What was shown.
            report: Told how many files are written, and of how many.

        Raises:
            Conflict: Something is missing; the sentence tells what.
            ChangedMeanwhile: It would be something else than `seen` by now; `now` is the plan of that.
            Unavailable: The webspace cannot be written.
        """
        with self._looking(access) as looking:
            package, website, pages = self._looked_at(looking, access)
        files = self._files(package, website, pages)  # takes long, so that nobody else waits for it
        plan = self._planned(package, website, pages, files)
        if plan.missing:
            raise Conflict(" ".join(plan.missing))
        with self._building(access) as building:
            changing, stored = building.changing, building.website
            if plan.digest != seen.digest or stored.revision != website.revision:
                raise ChangedMeanwhile(
                    _("The website was changed since this was shown. Please look once more."), {}, plan
                )
            with self._written(changing.package) as public, public.new() as new:
                for done, (path, content) in enumerate(files.files.items(), 1):
                    new.write(path, content)
                    report(done, len(files.files))
                changed = public.make_current(new)
            stored.published_revision, stored.published_at = stored.revision, changing.now
            stored.removed = 0
            changing.note("website", "published", stored.name, servers=False)
            building.commit()
            return changed

    def turn_back(self, access: PackageAccess) -> None:
        """Let visitors see what was published before; a second time turns forward again.

        Raises:
            Conflict: There is nothing before.
            Unavailable: The webspace cannot be written.
        """
        with self._building(access) as building:
            changing, website = building.changing, building.website
            with self._written(changing.package) as public:
                turned = public.turn_back()
            if not turned:
                raise Conflict(_("There is nothing that was published before."))
            website.published_at = changing.now
            building.touch()  # what stands here is not what visitors see any more
            changing.note("website", "turned back", website.name, servers=False)
            building.commit()

    def take_away(self, access: PackageAccess) -> None:
        """Let visitors see nothing any more; the pages stay here.

        Raises:
            Conflict: It is not published.
            Unavailable: The webspace cannot be written.
        """
        with self._building(access) as building:
            changing, website = building.changing, building.website
            if website.published_at is None:
                raise Conflict(_("The website is not published."))
            with self._written(changing.package) as public:
                public.take_away()
            website.published_revision, website.published_at, website.removed = 0, None, 0
            changing.note("website", "taken away", website.name, servers=False)
            building.commit()

    def _webspace(self, package: Package) -> Path:
        return Path(self._means.settings.web.root) / str(package.id)

    def _images(self, package: Package) -> ImageFolder:
        return ImageFolder(self._webspace(package))

    def _public(self, package: Package) -> PublicFolder:
        return PublicFolder(self._webspace(package) / FOLDER, MARKER, for_all=True)

    @contextmanager
    def _written(self, package: Package) -> Iterator[PublicFolder]:
        """The folder of the website, for nobody else meanwhile; paths on the server are not told."""
        public = self._public(package)
        try:
            with public.locked():
                yield public
        except (InvalidInput, Conflict) as error:
            raise Unavailable(
                _(
                    "The website cannot be written to the webspace at the moment. What visitors see stays as"
                    " it is; please try again later."
                )
            ) from error

    def _files(self, package: Package, website: Website, pages: Sequence[WebsitePage]) -> _Files:
        """All files of a website: pages, and the images they show."""
        folder = self._images(package)
        names = {image.name for image in folder.images()}
        site = self._site(package, website, pages, names)
        made = rendered(site)
        gone = set()
        images: dict[str, bytes] = {}
        for name in sorted(made.images):
            content = folder.read(name)
            if content is None:
                gone.add(name)
            else:
                images[f"images/{name}"] = content
        if gone:
            made = rendered(self._site(package, website, pages, names - gone))
        return _Files(made.files | images, tuple(_told(site, made.broken)))

    def _planned(
        self, package: Package, website: Website, pages: Sequence[WebsitePage], files: _Files
    ) -> PublishPlan:
        public = self._public(package)
        before = _digests(public.current())
        now = {path: hashlib.sha256(content).hexdigest() for path, content in files.files.items()}
        return PublishPlan(
            added=tuple(sorted(now.keys() - before.keys())),
            changed=tuple(sorted(path for path in now.keys() & before.keys() if now[path] != before[path])),
            removed=tuple(sorted(before.keys() - now.keys())),
            broken=files.broken,
            missing=tuple(_missing(website, pages)),
            published_at=website.published_at,
            can_turn_back=public.before() is not None,
            digest=files.digest,
        )


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


def _digests(folder: Path | None) -> dict[str, str]:
    """SHA-256 of all files by path."""
    if folder is None:
        return {}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
