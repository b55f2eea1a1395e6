"""Reading what one was told."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from portal.errors import NotFound
from portal.paging import PageRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.access import CustomerAccess
    from portal.portal import Portal


def of_nobody(use: Callable[[Portal, CustomerAccess], object]) -> Callable[[Portal, CustomerAccess], None]:
    """There is no such message: that is said to everybody who is signed in."""

    def ask(portal: Portal, access: CustomerAccess) -> None:
        with contextlib.suppress(NotFound):
            use(portal, access)

    return ask


USES = {
    "messages.page": lambda portal, access: portal.messages.page(access, PageRequest(filter="x")),
    "messages.count_unread": lambda portal, access: portal.messages.count_unread(access),
    "messages.mark_all_read": lambda portal, access: portal.messages.mark_all_read(access, 10),
    "messages.read": of_nobody(lambda portal, access: portal.messages.read(access, 4711)),
    "messages.paper": of_nobody(lambda portal, access: portal.messages.paper(access, 4711)),
}
