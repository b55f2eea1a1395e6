"""From a deadline to where something can be done about it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from portal.deadlines import DeadlineKind, DeadlineView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from portal.access import CustomerAccess
    from tui.calls import PortalCalls

    Way: TypeAlias = Callable[[PortalCalls, CustomerAccess, int], Awaitable[None]]

WAYS = {
    DeadlineKind.CHANGE: ("package_change", "change_package"),
}
"""Module in `tui.screens`, and its function: called with the screen that asks, the access and the package."""


def way_of(view: DeadlineView) -> Way:
    """The function; loaded when it is first used."""
    module, name = WAYS[view.kind]
    way: Way = getattr(import_module(f"tui.screens.{module}"), name)
    return way
