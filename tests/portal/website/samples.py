"""Pages and websites to begin with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.website.pages import Page
from portal.website.rendering import Site
from storage.models.website import PageKind, ThemeName

DAY = dt.date(2026, 11, 22)


def page(number: int, parent: int | None = None, position: int = 0, **changes: Any) -> Page:
    """A page called by its number."""
    values: dict[str, Any] = {
        "id": number,
        "parent_id": parent,
        "position": position,
        "title": f"Page {number}",
        "slug": f"page-{number}",
        "hidden": False,
        "kind": PageKind.PAGE,
        "text": "",
        "changed_on": DAY,
    }
    return Page(**values | changes)


def site(*pages: Page, **changes: Any) -> Site:
    """A website of these pages; the first is its home."""
    values: dict[str, Any] = {
        "name": "Wanderblog",
        "description": "Zu Fuß durch den Harz",
        "language": "de",
        "theme": ThemeName.PAPER,
        "domain": "wanderblog.org",
        "home_id": pages[0].id if pages else None,
        "imprint": "Erika Musterfrau",
        "privacy": "Wir speichern **nichts**.",
        "pages": pages,
    }
    return Site(**values | changes)
