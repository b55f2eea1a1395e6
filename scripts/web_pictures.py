"""Pages that visitors see, drawn by Chromium: the websites that the demo has published."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portal.access import OperatorAccess, PackageAccess
from portal.demo.build import open_demo
from portal.demo.credentials import SHOP
from tests.browser import picture, served

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container

    from portal.portal import Portal


@dataclass(frozen=True)
class WebPicture:
    """A page of a published website, as a PNG of so many pixels."""

    name: str
    domain: str
    address: str
    size: tuple[int, int]


WEB_PICTURES = (
    WebPicture("wanderblog", "wanderblog.org", "/", (1000, 760)),
    WebPicture("wanderblog-narrow", "wanderblog.org", "/news/first-snow-on-the-brocken/", (400, 640)),
    WebPicture("catalogue", SHOP.name, "/", (1000, 760)),
    WebPicture("catalogue-narrow", SHOP.name, "/products/A4-01.html", (400, 900)),
)


def draw_websites(folder: Path, day: dt.date, names: Container[str]) -> None:
    """Draw pages of the demo's websites.

    Args:
        folder: Where the pictures go.
        day: The day on which the demo is believable.
        names: Which of them.
    """
    with tempfile.TemporaryDirectory() as scratch:
        portal = open_demo(Path(scratch), day)
        try:
            _publish_catalogue(portal)
            for each in WEB_PICTURES:
                if each.name in names:
                    published = portal.operator.websites.published(OperatorAccess("pictures"), each.domain)
                    with served(published) as base:
                        picture(f"{base}{each.address}", folder / f"{each.name}.png", each.size)
                    (folder / f"{each.name}.png").chmod(0o644)
                    print(f"{each.name}.png", flush=True)
        finally:
            portal.close()


def _publish_catalogue(portal: Portal) -> None:
    """The demo leaves that to whoever tries it."""
    access = portal.sign_in.as_package(SHOP.name, SHOP.password, "pictures").access
    assert isinstance(access, PackageAccess)  # noqa: S101 - what a package login gives
    portal.shop_releases.publish(access, portal.shop_releases.plan(access))
