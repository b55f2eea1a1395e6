"""Reading what was done to contracts."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from portal.errors import NotFound
from portal.paging import PageRequest

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal


def read_paper(portal: Portal, access: CustomerAccess) -> None:
    """There is none: that is said to everybody who is signed in."""
    with contextlib.suppress(NotFound):
        portal.contract_acts.paper(access, 1)


def read_told(portal: Portal, access: CustomerAccess) -> None:
    """There is nothing, either."""
    with contextlib.suppress(NotFound):
        portal.contract_acts.told(access, 1)


USES = {
    "contract_acts.page": lambda portal, access: portal.contract_acts.page(access, PageRequest(filter="x")),
    "contract_acts.paper": read_paper,
    "contract_acts.told": read_told,
}
