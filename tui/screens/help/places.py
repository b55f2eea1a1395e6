"""From an article to the place it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.i18n import _
from tui.screens.contract_menu import SUBJECTS
from tui.screens.customers import FORMS, open_form
from tui.screens.package import PackageScreen
from tui.screens.packages import PACKAGES, PackagesScreen
from tui.screens.subjects import SUBJECTS as TECHNICAL
from tui.screens.which_package import which_package
from tui.text import plain

if TYPE_CHECKING:
    from textual.screen import Screen

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from tui.calls import PortalCalls

HELP = "help"
"""The entry that is open already."""

TECHNICAL_NAMES = {subject.name for subject in TECHNICAL}


def leads_there(name: str, access: CustomerAccess | None, beneath: Screen[Any]) -> bool:
    """Whether one can go to a place.

    Args:
        name: Of the entry of a menu.
        access: Who is signed in as a customer; None: nobody is.
        beneath: The screen that the help was opened from.
    """
    if is_entry_of(beneath, name):
        return True
    if access is None:
        return False
    return name != HELP and (name in FORMS or name in SUBJECTS or name in TECHNICAL_NAMES)


def is_entry_of(screen: Screen[Any], name: str) -> bool:
    """Whether a screen has the place in its own menu, and need only be shown again."""
    if isinstance(screen, PackageScreen):
        return name in {entry.name for entry in screen.entries()}
    return isinstance(screen, PackagesScreen) and name == PACKAGES


async def open_place(
    asking: PortalCalls, access: CustomerAccess, name: str, marked: PackageView | None
) -> None:
    """Open a place above the help, until it is left; for a technical one the package is asked for.

    Args:
        asking: The help.
        access: Who is signed in.
        name: Of the place.
        marked: The package that was marked in the list: it is offered first.

    Raises:
        PortalError: It cannot be opened.
    """
    if name in FORMS:
        await open_form(asking, access, name)
    elif name in SUBJECTS:
        await SUBJECTS[name].opening()(asking, access, marked)
    else:
        await _open_subject(asking, access, name, marked)


async def _open_subject(
    asking: PortalCalls, access: CustomerAccess, name: str, marked: PackageView | None
) -> None:
    package_id = await which_package(asking, access, marked)
    if package_id is None:
        return
    inside = await asking.portal_call(asking.portal.packages.open, access, package_id)
    overview = await asking.portal_call(asking.portal.packages.overview, inside)
    screen = PackageScreen(inside, overview.main_domain, overview, at=name)
    if not is_entry_of(screen, name):
        words = _("{product} does not include this: here is what it has.")
        asking.app.notify(plain(words.format(product=overview.product)), severity="warning")
    await asking.app.push_screen_wait(screen)
