"""Websites by the package they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.models.website import Website, WebsitePage, WebsitePageVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from storage.repositories.packages import PackageScope


class Websites:
    """Websites, their pages and those pages' versions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, scope: PackageScope) -> Website | None:
        """The website of a package; None: nothing was changed in it yet."""
        query = select(Website).where(Website.package_id == scope.package_id)
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    def all(self) -> Sequence[Website]:
        """Every website there is."""
        return self._session.scalars(select(Website).order_by(Website.package_id)).all()

    def add(self, website: Website) -> None:
        """Begin a website."""
        self._session.add(website)
        self._session.flush()

    def pages(self, scope: PackageScope) -> Sequence[WebsitePage]:
        """All pages of a package, in no order."""
        query = select(WebsitePage).where(WebsitePage.package_id == scope.package_id)
        return self._session.scalars(query.execution_options(populate_existing=True)).all()

    def page(self, scope: PackageScope, page_id: int) -> WebsitePage | None:
        """A page; None for a missing one and for another package's alike."""
        query = select(WebsitePage).where(
            WebsitePage.id == page_id, WebsitePage.package_id == scope.package_id
        )
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    def add_page(self, page: WebsitePage) -> WebsitePage:
        """Add a page; gives it its id."""
        self._session.add(page)
        self._session.flush()
        return page

    def remove_pages(self, pages: Collection[WebsitePage]) -> None:
        """Remove pages with all their versions; nothing else may stand beneath them."""
        ids = [page.id for page in pages]
        self._session.execute(delete(WebsitePageVersion).where(WebsitePageVersion.page_id.in_(ids)))
        for page in pages:
            page.parent_id = None  # so that they go in any order
        self._session.flush()
        for page in pages:
            self._session.delete(page)
        self._session.flush()

    def add_version(self, version: WebsitePageVersion, kept: int) -> None:
        """Keep a version of a page; only the newest `kept` stay."""
        self._session.add(version)
        self._session.flush()
        old = WebsitePageVersion.number <= version.number - kept
        self._session.execute(
            delete(WebsitePageVersion).where(WebsitePageVersion.page_id == version.page_id, old)
        )

    def versions(self, page_id: int) -> Sequence[WebsitePageVersion]:
        """The versions of a page that are kept, the newest first."""
        query = select(WebsitePageVersion).where(WebsitePageVersion.page_id == page_id)
        return self._session.scalars(query.order_by(WebsitePageVersion.number.desc())).all()

    def version(self, page_id: int, number: int) -> WebsitePageVersion | None:
        """One of them."""
        query = select(WebsitePageVersion).where(
            WebsitePageVersion.page_id == page_id, WebsitePageVersion.number == number
        )
        return self._session.scalars(query).one_or_none()
