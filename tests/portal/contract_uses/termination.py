"""Ending a package, a domain or a service."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.paging import PageRequest
from portal.termination import EndingKind, Termination, WithdrawalPlan
from portal.termination.views import Contents
from storage.models.contracts import ActKind
from tests.portal.contract_uses.first import first_package
from tests.portal.house import PASSWORD

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from portal.termination import TerminationPlan

TODAY = dt.date(2026, 11, 22)


def plan(portal: Portal, access: CustomerAccess) -> TerminationPlan:
    """What it means to end the package, which is not terminated for that."""
    package_id = first_package(portal, access)
    with portal._means.storage.reading() as work:
        acts = work.contracts.acts_of(package_id)
    if acts and acts[-1].kind is ActKind.TERMINATED:
        portal.termination.retract(access, EndingKind.PACKAGE, package_id, PASSWORD)
    return portal.termination.plan(access, EndingKind.PACKAGE, package_id, Termination())


def terminate(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    """The package."""
    return portal.termination.terminate(access, plan(portal, access), Termination(), password)


def retract(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    """What was just terminated."""
    terminate(portal, access)
    return portal.termination.retract(access, EndingKind.PACKAGE, first_package(portal, access), password)


def withdrawal(portal: Portal, access: CustomerAccess) -> None:
    """It is too late for that: that is said to its owner alone."""
    with contextlib.suppress(Conflict):
        portal.termination.withdrawal(access, EndingKind.PACKAGE, first_package(portal, access))


def withdraw(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> None:
    """Likewise."""
    seen = WithdrawalPlan(
        EndingKind.PACKAGE, first_package(portal, access), "", "", "", TODAY, TODAY, Contents(), 0
    )
    with contextlib.suppress(Conflict):
        portal.termination.withdraw(access, seen, password)


def renew_auth_info(portal: Portal, access: CustomerAccess, password: str = PASSWORD) -> object:
    """Of the main domain, which leaves for that."""
    terminate(portal, access)
    with portal._means.storage.reading() as work:
        [(main, _end), *_others] = work.terminations.domains_of(first_package(portal, access))
    return portal.termination.renew_auth_info(access, main.id, password)


USES = {
    "termination.page": lambda portal, access: portal.termination.page(access, PageRequest(filter="x")),
    "termination.plan": plan,
    "termination.terminate": terminate,
    "termination.retract": retract,
    "termination.withdrawal": withdrawal,
    "termination.withdraw": withdraw,
    "termination.renew_auth_info": renew_auth_info,
}

SECRETS = {
    "termination.terminate": terminate,
    "termination.retract": retract,
    "termination.withdraw": withdraw,
    "termination.renew_auth_info": renew_auth_info,
}
