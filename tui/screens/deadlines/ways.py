"""From a deadline to where something can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.deadlines import DeadlineKind

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.deadlines import DeadlineView
    from tui.calls import PortalCalls


async def go_to(asking: PortalCalls, access: CustomerAccess, view: DeadlineView) -> None:
    """Open what it is about, until the customer comes back; raises PortalError."""
    if view.package_id is None:
        from tui.screens.written_forms import open_transfer_forms

        await open_transfer_forms(asking, access, None)
    elif view.kind is DeadlineKind.CHANGE:
        from tui.screens.package_change import change_package

        await change_package(asking, access, view.package_id)
    elif view.kind is DeadlineKind.SPLIT:
        from tui.screens.splitting import split_package

        await split_package(asking, access, view.package_id)
    else:
        from tui.screens.termination import end_package

        await end_package(asking, access, view.domain)
