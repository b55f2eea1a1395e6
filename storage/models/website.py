"""Websites of the website builder: pages as a tree, their versions, and what was published."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, short, words


class PageKind(StrEnum):
    """What a page is for."""

    PAGE = "page"
    NEWS = "news"


class ThemeName(StrEnum):
    """How a website looks."""

    PAPER = "paper"
    HARBOUR = "harbour"
    MEADOW = "meadow"
    NIGHT = "night"


class Website(Base):
    """The website of one package; it comes with the first change."""

    __tablename__ = "websites"

    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    name: Mapped[str] = mapped_column(short())
    description: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(2), default="de")
    theme: Mapped[ThemeName] = mapped_column(words(ThemeName), default=ThemeName.PAPER)
    home_id: Mapped[int | None] = mapped_column(default=None)
    """The page at "/"; one of those at the top."""
    imprint: Mapped[str] = mapped_column(Text, default="")
    """Markdown, as all texts."""
    privacy: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the changes."""
    settings_revision: Mapped[int] = mapped_column(default=0)
    """When anything but the pages was last changed."""
    removed: Mapped[int] = mapped_column(default=0)
    """Pages that were removed and are published still."""
    published_revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """None: it is not published."""


class WebsitePage(Base):
    """A page."""

    __tablename__ = "website_pages"
    __table_args__ = (
        CheckConstraint("id != parent_id", name="not_beneath_itself"),
        Index("ix_website_pages_package_id_parent_id", "package_id", "parent_id", "position"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("website_pages.id"), index=True, default=None)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(short())
    slug: Mapped[str] = mapped_column(String(60))
    hidden: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[PageKind] = mapped_column(words(PageKind), default=PageKind.PAGE)
    text: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=0)
    """Counts its versions."""
    changed_at: Mapped[dt.datetime]
    revision: Mapped[int] = mapped_column(default=0)
    """The website's revision when it was last changed."""
    draft: Mapped[str | None] = mapped_column(Text, default=None)
    """What was typed and not saved; None: nothing."""
    draft_of: Mapped[int] = mapped_column(default=0)
    """The version that the draft was begun on."""
    draft_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class WebsitePageVersion(Base):
    """A page as it was saved."""

    __tablename__ = "website_page_versions"
    __table_args__ = (UniqueConstraint("page_id", "number"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("website_pages.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(short())
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[dt.datetime]
    by_owner: Mapped[bool]
