"""Which package a form of the contract menu is about, and the way into it from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.paging import PageRequest
from tui.i18n import _
from tui.text import plain
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from tui.calls import PortalCalls

MOST = 20
"""Packages that a small box can offer."""


async def which_package(
    asking: PortalCalls, access: CustomerAccess, marked: PackageView | None
) -> int | None:
    """The only package; of a few, the one that is picked; of many, the one that is marked in the list.

    Args:
        asking: The screen that asks.
        access: Whose packages.
        marked: The one under the list's cursor: it is offered first.

    Returns:
        The package's id; None: there is none, or none was picked.

    Raises:
        PortalError: The packages cannot be read.
    """
    request = PageRequest(sort="domain", limit=MOST, count=True)
    page = await asking.portal_call(asking.portal.packages.page, access, request)
    names = {str(package.id): package for package in page.rows}
    if marked is not None and (page.total or 0) > MOST:
        return marked.id
    if not names:
        asking.app.notify(plain(_("There is no package under your customer number yet.")))
        return None
    if len(names) == 1:
        return page.rows[0].id
    things = [(name, package.main_domain, package.product) for name, package in names.items()]
    at = str(marked.id) if marked is not None and str(marked.id) in names else None
    picked = await asking.app.push_screen_wait(PickModal(_("Which package?"), things, at))
    if picked is None:
        return None
    return int(picked)


async def go_to_subject(asking: PortalCalls, access: CustomerAccess, package_id: int, subject: str) -> None:
    """Show a subject of a package's administration, until the customer comes back.

    Args:
        asking: The screen that asks.
        access: Whose package.
        package_id: Which one.
        subject: The subject's name in the technical menu.

    Raises:
        PortalError: The package cannot be read.
    """
    from tui.screens.package import PackageScreen

    packages = asking.portal.packages
    inside = await asking.portal_call(packages.open, access, package_id)
    overview = await asking.portal_call(packages.overview, inside)
    await asking.app.push_screen_wait(PackageScreen(inside, overview.main_domain, overview, at=subject))
