"""The package that contract subjects are used on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.paging import PageRequest

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal


def first_package(portal: Portal, access: CustomerAccess) -> int:
    """One that is open to the access; one package there is for everybody in these stories."""
    [first, *_others] = portal.packages.page(access, PageRequest()).rows
    return first.id
