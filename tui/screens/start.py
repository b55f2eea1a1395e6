"""“Start”: the administration that some packages have of their own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from portal.packages import Family

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.packages import PackageOverview
    from tui.calls import PortalCalls

STARTS = {
    Family.WEBSITE_BUILDER: ("website", "WebsiteScreen"),
    Family.WEBSHOP: ("webshop", "WebshopScreen"),
}
"""Module in `tui.screens` and class of the screen, which is made with access and main domain."""


async def start(asking: PortalCalls, access: PackageAccess, overview: PackageOverview) -> None:
    """Open what a package has of its own, until it is left."""
    module, kind = STARTS[overview.family]
    shown = getattr(import_module(f"tui.screens.{module}"), kind)
    await asking.login.push_screen_wait(shown(access, overview.main_domain))
