"""Writing a website: its pages, their order and versions, and what holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import ChangedMeanwhile, Conflict, NotFound
from portal.i18n import _
from portal.static_site.slugs import derived, free, require_slug
from portal.validation import checked, require_unchanged
from portal.website.building import Builder, changes_of, page_of, there
from portal.website.models import LegalTexts, PageContents, PageSettings, SiteSettings
from portal.website.pages import Place, Tree, moved, places_after
from portal.website.views import Draft, PageRow, PageView, SiteView, VersionView
from storage.models.products import Resource
from storage.models.website import WebsitePage, WebsitePageVersion

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.website.building import Building
    from portal.website.models import NewPage
    from portal.website.pages import Move
    from storage.models.website import Website as StoredWebsite

KEPT_VERSIONS = 50
"""Of each page."""


class Website(Builder):
    """The website of one package."""

    def show(self, access: PackageAccess) -> SiteView:
        """All of it but the texts of its pages; raises Conflict where there is no website builder."""
        with self._looking(access) as looking:
            package, website, pages = self._looked_at(looking, access)
            by_id = {page.id: page for page in pages}
            tree = Tree([page_of(page, self._zone) for page in pages], website.home_id)
            room = looking.work.administration.room(package, Resource.PAGES)
            return SiteView(
                domain=package.main_domain,
                settings=_settings(website),
                legal=_legal(website),
                pages=tuple(
                    PageRow(
                        id=page.id,
                        parent_id=page.parent_id,
                        depth=depth,
                        title=page.title,
                        address=tree.address(page),
                        kind=page.kind,
                        hidden=page.hidden,
                        is_home=page.id == website.home_id,
                        is_changed=by_id[page.id].revision > website.published_revision,
                        has_draft=by_id[page.id].draft is not None,
                    )
                    for page, depth in tree.walk()
                ),
                allowed=room.allowed if room else None,
                changes=changes_of(website, by_id),
                published_at=website.published_at,
            )

    def open(self, access: PackageAccess, page_id: int) -> PageView:
        """A page to be edited; raises NotFound."""
        with self._looking(access) as looking:
            _package, website, pages = self._looked_at(looking, access)
            page = there(next((each for each in pages if each.id == page_id), None))
            tree = Tree([page_of(each, self._zone) for each in pages], website.home_id)
            return _view(page, tree.address(page_of(page, self._zone)))

    def add(self, access: PackageAccess, entered: NewPage, beneath: int | None = None) -> int:
        """Add an empty page as the last one beneath another, or at the top; tells its id.

        The first page of a website is its home.

        Raises:
            NotFound: The page above is not there any more.
            Conflict: The product includes no more pages.
        """
        with self._building(access) as building:
            changing, website = building.changing, building.website
            if changing.work.administration.room(changing.package, Resource.PAGES) is not None:
                changing.require_room(Resource.PAGES)  # a product that names no number limits none
            if beneath is not None:
                building.page(beneath)
            tree = building.tree(self._zone)
            page = WebsitePage(
                package_id=changing.package.id,
                parent_id=beneath,
                position=len(tree.beneath(beneath)),
                title=entered.title,
                slug=free(derived(entered.title), tree.slugs_beside(beneath)),
                changed_at=changing.now,
            )
            changing.work.websites.add_page(page)
            building.pages[page.id] = page
            building.touch(page)
            if website.home_id is None and beneath is None:
                website.home_id = page.id
            self._noted(building, "added", page)
            building.commit()
            return page.id

    def save(self, access: PackageAccess, seen: PageView, entered: PageContents) -> int:
        """Save what stands on a page, as a version of its own; tells that version's number.

        A draft that was not seen stays: who typed it sees both texts when saving it.

        Raises:
            NotFound: The page is not there any more.
            ChangedMeanwhile: Somebody else saved it since it was opened; `now` is the page as it stands.
        """
        with self._building(access) as building:
            page = building.page(seen.id)
            if page.number != seen.number:
                tree = building.tree(self._zone)
                raise ChangedMeanwhile(
                    _("Somebody else saved this page while you were writing. Both texts are shown."),
                    {},
                    _view(page, tree.address(page_of(page, self._zone))),
                )
            if (page.title, page.text) != (entered.title, entered.text):
                self._keep_version(building, page, entered)
                self._noted(building, "changed", page)
            if not _is_of_another(page, seen, entered.text):
                page.draft = page.draft_at = None
            building.commit()
            return page.number

    def keep_draft(self, access: PackageAccess, seen: PageView, text: str) -> Draft | None:
        """Keep what is being typed, so that nothing is lost; it is neither saved nor published.

        Tells what is kept, which the next one has to have seen; None: the text is what is saved.

        Raises:
            NotFound: The page is not there any more.
            InvalidInput: The text cannot be kept.
            Conflict: Another draft is kept that was not seen: somebody else is typing, too.
        """
        cleaned = checked(PageContents, {"title": seen.contents.title, "text": text}).text
        with self._building(access) as building:
            page = building.page(seen.id)
            if _is_of_another(page, seen, cleaned):
                raise Conflict(
                    _("Somebody else is writing on this page, too. Please save what you typed, to keep it.")
                )
            page.draft, page.draft_of, page.draft_at = cleaned, seen.number, building.changing.now
            if cleaned == page.text:
                page.draft = page.draft_at = None
            building.changing.commit()
            return _draft(page)

    def drop_draft(self, access: PackageAccess, seen: PageView) -> None:
        """Let go of what was typed and not saved; a draft that was not seen stays. Raises NotFound."""
        with self._building(access) as building:
            page = building.page(seen.id)
            if not _is_of_another(page, seen):
                page.draft = page.draft_at = None
                building.changing.commit()

    def change(self, access: PackageAccess, page_id: int, entered: PageSettings, seen: PageSettings) -> None:
        """Change what a page is called and how it is found; what is being typed on it stays.

        Raises:
            NotFound: The page is not there any more.
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: The slug is none, is reserved, or is taken beside it.
        """
        with self._building(access) as building:
            page = building.page(page_id)
            require_unchanged(seen, _page_settings(page))
            if entered != seen:
                if entered.slug != page.slug:
                    require_slug(
                        entered.slug, building.tree(self._zone).slugs_beside(page.parent_id, page.id)
                    )
                if entered.title != page.title:
                    self._rename(building, page, entered.title)
                page.slug, page.hidden, page.kind = entered.slug, entered.hidden, entered.kind
                building.touch(page)
                self._noted(building, "changed", page)
                building.commit()

    def move(self, access: PackageAccess, page_id: int, step: Move) -> bool:
        """Move a page by one step; False where it cannot go further. Raises NotFound."""
        with self._building(access) as building:
            page = building.page(page_id)
            tree = building.tree(self._zone)
            place = moved(tree, page_of(page, self._zone), step)
            if place is None:
                return False
            self._put(building, tree, page, place)
            return True

    def put(self, access: PackageAccess, page_id: int, place: Place) -> None:
        """Put a page anywhere.

        Raises:
            NotFound: One of the pages is not there any more.
            Conflict: It would stand beneath itself.
        """
        with self._building(access) as building:
            page = building.page(page_id)
            tree = building.tree(self._zone)
            if place.parent_id is not None:
                building.page(place.parent_id)
                if tree.is_beneath(place.parent_id, page_id):
                    raise Conflict(_("A page cannot stand beneath itself."))
            self._put(building, tree, page, place)

    def remove(self, access: PackageAccess, page_id: int) -> int:
        """Remove a page with all that stands beneath it; tells how many pages those are.

        Raises:
            NotFound: It is not there any more.
            Conflict: The home page is among them.
        """
        with self._building(access) as building:
            website, page = building.website, building.page(page_id)
            tree = building.tree(self._zone)
            going = [each for each in building.pages if tree.is_beneath(each, page_id)]
            if website.home_id in going and len(building.pages) > len(going):
                raise Conflict(
                    _("The home page is among them. Please make another page the home page first.")
                )
            published = [
                each for each in going if building.pages[each].revision <= website.published_revision
            ]
            self._noted(building, "removed", page)
            building.changing.work.websites.remove_pages([building.pages.pop(each) for each in going])
            website.removed += len(published)
            website.revision += 1
            if website.home_id in going:
                website.home_id = None
            building.commit()
            return len(going)

    def make_home(self, access: PackageAccess, page_id: int) -> None:
        """Let a page be the one at "/"; it goes to the top, before all others. Raises NotFound."""
        with self._building(access) as building:
            page = building.page(page_id)
            if building.website.home_id != page_id:
                building.website.home_id = page_id
                building.touch()
                self._noted(building, "made home", page)
                self._put(building, building.tree(self._zone), page, Place(None, 0))

    def change_settings(self, access: PackageAccess, entered: SiteSettings, seen: SiteSettings) -> None:
        """Change name, description, language and theme; raises ChangedMeanwhile."""
        with self._building(access) as building:
            require_unchanged(seen, _settings(building.website))
            for name, value in entered:
                setattr(building.website, name, value)
            self._settled(building, "changed", unchanged=entered == seen)

    def change_legal(self, access: PackageAccess, entered: LegalTexts, seen: LegalTexts) -> None:
        """Change imprint and privacy; raises ChangedMeanwhile."""
        with self._building(access) as building:
            require_unchanged(seen, _legal(building.website))
            for name, value in entered:
                setattr(building.website, name, value)
            self._settled(building, "legal texts changed", unchanged=entered == seen)

    def versions(self, access: PackageAccess, page_id: int) -> tuple[VersionView, ...]:
        """The versions of a page that are kept, the newest first; raises NotFound."""
        with self._looking(access) as looking:
            self._looked_at(looking, access)
            page = there(looking.work.websites.page(access, page_id))
            return tuple(
                VersionView(each.number, each.saved_at, each.by_owner, each.title, each.text)
                for each in looking.work.websites.versions(page.id)
            )

    def restore(self, access: PackageAccess, page_id: int, number: int) -> int:
        """Make a page what it was, as a version of its own; tells that one's number. Raises NotFound."""
        with self._building(access) as building:
            page = building.page(page_id)
            version = building.changing.work.websites.version(page.id, number)
            if version is None:
                raise NotFound(_("This version is not kept any more."))
            entered = PageContents.model_construct(title=version.title, text=version.text)
            self._keep_version(building, page, entered)
            page.draft = page.draft_at = None
            self._noted(building, "restored", page)
            building.commit()
            return page.number

    @property
    def _zone(self) -> str:
        return self._means.settings.time_zone

    def _keep_version(self, building: Building, page: WebsitePage, entered: PageContents) -> None:
        page.title, page.text = entered.title, entered.text
        page.number += 1
        building.touch(page)
        version = WebsitePageVersion(
            page_id=page.id,
            number=page.number,
            title=page.title,
            text=page.text,
            saved_at=building.changing.now,
            by_owner=building.changing.access.by_owner,
        )
        building.changing.work.websites.add_version(version, KEPT_VERSIONS)

    def _rename(self, building: Building, page: WebsitePage, title: str) -> None:
        """Give a page another title, as a version of its own that a draft of the former one goes on from."""
        is_current = page.draft_of == page.number
        self._keep_version(building, page, PageContents.model_construct(title=title, text=page.text))
        if is_current:
            page.draft_of = page.number

    def _put(self, building: Building, tree: Tree, page: WebsitePage, place: Place) -> None:
        """Put a page to a place where its slug is its own, and note that."""
        taken = tree.slugs_beside(place.parent_id, page.id)
        page.slug = free(page.slug, taken) if page.slug in taken else page.slug
        for each, where in places_after(tree, page.id, place).items():
            other = building.pages[each]
            other.parent_id, other.position = where.parent_id, where.position
        building.touch(page)
        self._noted(building, "moved", page)
        building.commit()

    def _settled(self, building: Building, action: str, *, unchanged: bool) -> None:
        if not unchanged:
            building.touch()
            building.changing.note("website", action, building.website.name, servers=False)
            building.commit()

    def _noted(self, building: Building, action: str, page: WebsitePage) -> None:
        building.changing.note("page", action, page.title, record_id=page.id, servers=False)


def _settings(website: StoredWebsite) -> SiteSettings:
    values = {name: getattr(website, name) for name in SiteSettings.model_fields}
    return SiteSettings.model_construct(**values)


def _legal(website: StoredWebsite) -> LegalTexts:
    return LegalTexts.model_construct(imprint=website.imprint, privacy=website.privacy)


def _page_settings(page: WebsitePage) -> PageSettings:
    return PageSettings.model_construct(title=page.title, slug=page.slug, hidden=page.hidden, kind=page.kind)


def _view(page: WebsitePage, address: str) -> PageView:
    return PageView(
        id=page.id,
        number=page.number,
        contents=PageContents.model_construct(title=page.title, text=page.text),
        settings=_page_settings(page),
        address=address,
        draft=_draft(page),
    )


def _draft(page: WebsitePage) -> Draft | None:
    if page.draft is None or page.draft_at is None:
        return None
    return Draft(page.draft, page.draft_at, page.draft_of != page.number)


def _is_of_another(page: WebsitePage, seen: PageView, text: str = "") -> bool:
    """Whether a draft is kept that is neither the one that was seen nor what is typed."""
    return page.draft is not None and page.draft not in {seen.draft.text if seen.draft else None, text}
