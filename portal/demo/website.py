"""Erika's website: where she walks. Two pages were changed since it was published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portal.access import PackageAccess
from portal.demo.days import at_noon
from portal.demo.pictures import png
from portal.publishing.folder import PublicFolder
from portal.static_site import images
from portal.static_site.places import FOLDER, MARKER
from portal.static_site.slugs import derived
from portal.website.building import page_of
from portal.website.rendering import Site, rendered
from storage.models.website import PageKind, ThemeName, Website, WebsitePage, WebsitePageVersion

if TYPE_CHECKING:
    from pathlib import Path

    from storage.work import Storage, Work

DOMAIN = "wanderblog.org"
IMAGE = "brocken.png"

PUBLISHED, DAYS_AGO = 20, 9
"""The website's revision when it was published, and when that was."""

IMPRINT = "Erika Musterfrau\nHeidestraße 17\n51147 Köln\n\nEmail: <mailto:erika@wanderblog.org>"
PRIVACY = (
    "This website sets no cookies and fetches nothing from elsewhere. What the web server notes of a visit is"
    " deleted after seven days."
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A page.

    Attributes:
        name: By which others link to it.
        title: What it is called.
        text: Markdown; `{name}` is the number of the page of that name.
        above: The name of the page above; empty: none.
        before: What it was when it was published; empty: what it is.
        kind: What it is for.
        hidden: Whether the navigation leaves it out.
    """

    name: str
    title: str
    text: str
    above: str = ""
    before: str = ""
    kind: PageKind = PageKind.PAGE
    hidden: bool = False


PAGES = (
    Planned(
        "home",
        "Wanderblog",
        "Walks in the **German uplands**, for a day or for a week.\n\n"
        f"![The Brocken from the south](image:{IMAGE})\n\n"
        "## Where to begin\n\n- [Tours](page:{tours}), sorted by region\n"
        "- [Huts](page:{huts}) where one can stay\n- [What to pack](page:{pack}), learned the hard way",
    ),
    Planned("tours", "Tours", "All tours begin and end at a railway station.\n\n> No way is too short."),
    Planned(
        "brocken",
        "Brocken",
        "# Up the Brocken\n\nFrom **Schierke** through the Eckerloch: 7 km and 530 m up.\n\n"
        "1. Schierke station\n2. Eckerlochstieg\n3. Summit, 1141 m\n\n"
        "| Part | Time |\n|---|---|\n| up | 2:30 h |\n| down | 2:00 h |\n\n"
        "Snow lies until April: see [what to pack](page:{pack}).",
        "tours",
        before="# Up the Brocken\n\nFrom **Schierke** through the Eckerloch: 7 km and 530 m up.",
    ),
    Planned("rennsteig", "Rennsteig", "170 km in *eight days*, from Hörschel to Blankenstein.", "tours"),
    Planned("elbe", "Sächsische Schweiz", "Ladders, rocks, and the Elbe far below.", "tours"),
    Planned("huts", "Huts", "Please book ahead, on weekends above all."),
    Planned("harz", "Huts in the Harz", "The Hanskühnenburg opens at nine. It has no beds.", "huts"),
    Planned("news", "News", "What is new on the way."),
    Planned(
        "snow",
        "First snow on the Brocken",
        "Ten centimetres on the summit, and [the way up](page:{brocken}) is open.",
        "news",
        kind=PageKind.NEWS,
    ),
    Planned("autumn", "An autumn walk", "Fog in the valleys, sun above.", "news", kind=PageKind.NEWS),
    Planned(
        "pack",
        "What to pack",
        "- map and compass\n- a litre of water\n- a **dry** shirt\n- a lamp, from October on",
        before="- map and compass\n- a litre of water\n- a **dry** shirt",
    ),
    Planned("about", "About me", "I am Erika, and I walk.", hidden=True),
)


def add(work: Work, package_id: int, today: dt.date) -> None:
    """Put the website into the package.

    Args:
        work: The transaction of the demo.
        package_id: Its package.
        today: The day on which the demo is believable.
    """
    before, now = (at_noon(today - dt.timedelta(days=days)) for days in (DAYS_AGO + 3, 1))
    website = Website(
        package_id=package_id,
        name="Wanderblog",
        description="Walks in the German uplands",
        language="en",
        theme=ThemeName.MEADOW,
        imprint=IMPRINT,
        privacy=PRIVACY,
        revision=PUBLISHED + sum(bool(planned.before) for planned in PAGES),
        settings_revision=1,
        published_revision=PUBLISHED,
        published_at=at_noon(today - dt.timedelta(days=DAYS_AGO)),
    )
    work.websites.add(website)
    pages: dict[str, WebsitePage] = {}
    for planned in PAGES:
        above = pages[planned.above].id if planned.above else None
        page = WebsitePage(
            package_id=package_id,
            parent_id=above,
            position=sum(page.parent_id == above for page in pages.values()),
            title=planned.title,
            slug=derived(planned.title),
            hidden=planned.hidden,
            kind=planned.kind,
            changed_at=before,
            revision=PUBLISHED,
        )
        pages[planned.name] = work.websites.add_page(page)
    website.home_id = pages["home"].id
    numbers = {name: page.id for name, page in pages.items()}
    for planned in PAGES:
        page = pages[planned.name]
        texts = [text.format(**numbers) for text in (planned.before, planned.text) if text]
        for number, text in enumerate(texts, 1):
            at = now if number > 1 else before
            version = WebsitePageVersion(
                page_id=page.id, number=number, title=page.title, text=text, saved_at=at, by_owner=True
            )
            work.websites.add_version(version, len(texts))
        page.text, page.number = texts[-1], len(texts)
        if planned.before:
            page.changed_at, page.revision = now, website.revision
    work.flush()


def publish(storage: Storage, root: Path, zone: str) -> None:
    """Put what was published, and an image, into the webspace.

    Args:
        storage: The demo's database.
        root: The folder of all webspaces; it is made.
        zone: The provider's time zone.
    """
    with storage.reading() as work:
        [website] = work.websites.all()
        inside = PackageAccess("", website.package_id, by_owner=True)
        pages = work.websites.pages(inside)
        first = {page.id: work.websites.versions(page.id)[-1].text for page in pages}
    webspace = root / str(website.package_id)
    (webspace / images.FOLDER).mkdir(parents=True)
    (webspace / images.FOLDER / IMAGE).write_bytes(picture())
    site = Site(
        name=website.name,
        description=website.description,
        language=website.language,
        theme=website.theme,
        domain=DOMAIN,
        home_id=website.home_id,
        imprint=website.imprint,
        privacy=website.privacy,
        pages=[replace(page_of(page, zone), text=first[page.id]) for page in pages],
        images=frozenset({IMAGE}),
    )
    files = rendered(site).files | {f"images/{IMAGE}": picture()}
    folder = PublicFolder(webspace / FOLDER, MARKER, for_all=True)
    with folder.locked(), folder.new() as new:
        for path, content in files.items():
            new.write(path, content)
        folder.make_current(new)


def picture(width: int = 480, height: int = 200) -> bytes:
    """A mountain before the sky."""
    tops = [60 + abs(x - width // 2) // 3 for x in range(width)]
    return png(
        width,
        (
            b"".join(bytes((70, 110 - y // 4, 60) if y > top else (150 + y // 3, 190, 225)) for top in tops)
            for y in range(height)
        ),
    )
