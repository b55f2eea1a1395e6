"""What is shown of a website."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from portal.website.models import LegalTexts, PageContents, PageSettings, SiteSettings
    from storage.models.website import PageKind


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page in the tree.

    Attributes:
        id: For opening it.
        parent_id: The page above; None: it stands at the top.
        depth: How deep it stands, from 0.
        title: What it is called.
        address: Where it will be found.
        kind: What it is for.
        hidden: Whether the navigation leaves it out.
        is_home: Whether it is the page at "/".
        is_changed: Whether it was changed since the website was published.
        has_draft: Whether something was typed and not saved.
    """

    id: int
    parent_id: int | None
    depth: int
    title: str
    address: str
    kind: PageKind
    hidden: bool
    is_home: bool
    is_changed: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class SiteView:
    """A website.

    Attributes:
        domain: Under which it is published, in Unicode.
        settings: What holds for all of it.
        legal: Imprint and privacy.
        pages: The tree from top to bottom.
        allowed: How many pages the product includes; None: as many as one likes.
        changes: How much was changed since it was published.
        published_at: When that was; None: it is not published.
    """

    domain: str
    settings: SiteSettings
    legal: LegalTexts
    pages: tuple[PageRow, ...]
    allowed: int | None
    changes: int
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not saved.

    Attributes:
        text: Markdown.
        at: When it was last kept.
        is_outdated: Whether the page was saved by somebody else since the draft was begun.
    """

    text: str
    at: dt.datetime
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """A page to be edited.

    Attributes:
        id: Which.
        number: Its version; a save of another one in between is ChangedMeanwhile.
        contents: What stands on it.
        settings: How it is found.
        address: Where it will be found.
        draft: What was typed and not saved; None: nothing.
    """

    id: int
    number: int
    contents: PageContents
    settings: PageSettings
    address: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """A page as it was saved.

    Attributes:
        number: Which version.
        saved_at: When.
        by_owner: Whether the owner saved it, and not the webmaster.
        title: What it was called.
        text: Markdown.
    """

    number: int
    saved_at: dt.datetime
    by_owner: bool
    title: str
    text: str
