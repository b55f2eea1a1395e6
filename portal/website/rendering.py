"""A whole website as files: the same pages give the same bytes, always."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from portal.documents.words import words_of
from portal.static_site.framing import WORDS, Entry, Frame, Listed, environment, safe
from portal.static_site.writing import Broken, Targets, as_html, summary
from portal.website.pages import Tree
from storage.models.website import PageKind, ThemeName

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.website.pages import Page

FOLDER = Path(__file__).parent / "templates"

MOST_NEWS = 20
"""Entries of the feed."""

IMAGES = "/images/"
"""Where images stand in the published website."""


@dataclass(frozen=True, slots=True)
class Site:
    """A website, with all that is published of it.

    Attributes:
        name: What it is called.
        description: In a sentence; may be empty.
        language: Of its pages: `de` or `en`.
        theme: How it looks.
        domain: Under which it is found, in punycode.
        home_id: The page at "/".
        imprint: Markdown (§5 DDG).
        privacy: Markdown (Art. 13 GDPR).
        pages: All of them.
        images: The names of the images that there are.
    """

    name: str
    description: str
    language: str
    theme: ThemeName
    domain: str
    home_id: int | None
    imprint: str
    privacy: str
    pages: Sequence[Page]
    images: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is to be written.

    Attributes:
        files: Contents by path, without a "/" in front.
        images: The names of the images that pages show, to be put into `images/`.
        broken: What does not work, by page; imprint and privacy are None.
    """

    files: dict[str, bytes]
    images: frozenset[str]
    broken: dict[int | None, list[Broken]]


BENEATH = {"de": "Mehr dazu", "en": "More on this"}
"""Above the links to the pages beneath a page."""


def rendered(site: Site) -> Rendered:
    """All files of a website."""
    return _Rendering(site).whole()


def page_html(site: Site, page: Page) -> str:
    """One page, as it would be published: for a look at it while it is written."""
    return _Rendering(site).page(page)


@dataclass(slots=True)
class _Rendering:
    site: Site
    frame: Frame = field(init=False)
    tree: Tree = field(init=False)
    targets: Targets = field(init=False)
    images: set[str] = field(default_factory=set)
    broken: dict[int | None, list[Broken]] = field(default_factory=dict)
    has_feed: bool = field(init=False)

    def __post_init__(self) -> None:
        site, words = self.site, WORDS[self.site.language]
        foot = (Entry(words.imprint, "/imprint/"), Entry(words.privacy, "/privacy/"))
        self.frame = Frame(site.name, site.description, site.language, site.theme, site.domain, foot)
        self.tree = Tree(site.pages, site.home_id)
        self.targets = Targets(
            {page.id: self.tree.address(page) for page in site.pages},
            {name: f"{IMAGES}{name}" for name in site.images},
        )
        self.has_feed = any(page.kind is PageKind.NEWS for page in site.pages)

    def whole(self) -> Rendered:
        pages = {self._path(page): self.page(page) for page, _depth in self.tree.walk()}
        words = self.frame.words
        texts = {
            "imprint/index.html": self._own(words.imprint, self.site.imprint),
            "privacy/index.html": self._own(words.privacy, self.site.privacy),
            "404.html": self._own(words.lost, words.lost_text),
            **dict(self.frame.own_files(self._listed())),
        }
        if self.has_feed:
            texts["feed.xml"] = self._feed()
        files = {path: text.encode() for path, text in sorted((pages | texts).items())}
        return Rendered(files, frozenset(self.images), self.broken)

    def page(self, page: Page) -> str:
        """One page."""
        above = self.tree.above(page)
        news = page.kind is PageKind.NEWS
        return self._html(
            page.id,
            page.title,
            page.text,
            address=self.tree.address(page),
            day=page.changed_on if news else None,
            navigation=self._navigation(page, above),
            path=[Entry(each.title, self.tree.address(each)) for each in above],
            beneath=[
                Entry(each.title, self.tree.address(each))
                for each in self.tree.beneath(page.id)
                if not each.hidden
            ],
        )

    def _path(self, page: Page) -> str:
        return f"{self.tree.address(page)}index.html".lstrip("/")

    def _own(self, title: str, text: str) -> str:
        """A page that every website has: nobody searches for it."""
        return self._html(None, title, text, navigation=self._navigation(None, ()))

    def _html(
        self,
        page_id: int | None,
        title: str,
        text: str,
        *,
        address: str = "",
        day: dt.date | None = None,
        navigation: Sequence[Sequence[Entry]] = (),
        path: Sequence[Entry] = (),
        beneath: Sequence[Entry] = (),
    ) -> str:
        written = as_html(text, self.targets)
        self.images |= written.images
        if written.broken:
            self.broken.setdefault(page_id, []).extend(written.broken)
        return (
            environment(FOLDER)
            .get_template("page.html")
            .render(
                frame=self.frame,
                title=title,
                summary=written.summary if address else "",
                address=address,
                has_feed=self.has_feed,
                navigation=[row for row in navigation if row],
                path=path,
                day=day,
                day_words=words_of(self.site.language).day(day) if day else "",
                text=safe(written),
                beneath=beneath,
                beneath_words=BENEATH[self.site.language],
            )
        )

    def _navigation(self, page: Page | None, above: Sequence[Page]) -> list[list[Entry]]:
        """The pages at the top, and those beneath the one that is open."""
        rows = [self._row(None, page, above)]
        if page is not None:
            rows.append(self._row((above[0] if above else page).id, page, above))
        return rows

    def _row(self, parent_id: int | None, page: Page | None, above: Sequence[Page]) -> list[Entry]:
        open_ids = {each.id for each in above}
        return [
            Entry(
                each.title,
                self.targets.pages[each.id],
                "page" if page and each.id == page.id else "true" if each.id in open_ids else "",
            )
            for each in self.tree.beneath(parent_id)
            if not each.hidden
        ]

    def _listed(self) -> list[Listed]:
        return [Listed(self.tree.address(page), page.changed_on) for page, _depth in self.tree.walk()]

    def _feed(self) -> str:
        news = sorted(
            (page for page in self.site.pages if page.kind is PageKind.NEWS),
            key=lambda page: (page.changed_on, page.id),
            reverse=True,
        )[:MOST_NEWS]
        return (
            environment(FOLDER)
            .get_template("feed.xml")
            .render(
                site=self.site,
                base=self.frame.base,
                updated=news[0].changed_on,
                entries=[
                    {
                        "id": page.id,
                        "title": page.title,
                        "address": self.tree.address(page),
                        "day": page.changed_on,
                        "summary": summary(page.text, 300),
                    }
                    for page in news
                ],
            )
        )
