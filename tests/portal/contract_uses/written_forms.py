"""Forms that need a signature."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.paging import PageRequest
from portal.validation import checked
from portal.written_forms import FormKind, FormObject, FormState, OtherParty
from tests.portal.contract_uses.first import first_package

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from portal.written_forms import FormView


def a_form(portal: Portal, access: CustomerAccess) -> FormView:
    """An open handover; printed where there is none yet."""
    forms = portal.written_forms.page(access, PageRequest(limit=100)).rows
    for form in forms:
        if form.kind is FormKind.HANDOVER and form.state is FormState.PRINTED:
            return form
    return portal.written_forms.print(access, FormObject(FormKind.HANDOVER), checked(OtherParty, {}))


def print_one(portal: Portal, access: CustomerAccess) -> FormView:
    """Another one, once the open one is withdrawn."""
    portal.written_forms.withdraw(access, a_form(portal, access).id)
    return a_form(portal, access)


def ask_first(portal: Portal, access: CustomerAccess) -> None:
    """There is a form of it already, which is said to its customer alone."""
    with contextlib.suppress(Conflict):
        portal.written_forms.require_possible(access, FormObject(FormKind.HANDOVER))


USES = {
    "written_forms.require_possible": ask_first,
    "written_forms.page": lambda portal, access: portal.written_forms.page(access, PageRequest()),
    "written_forms.package": lambda portal, access: portal.written_forms.package(
        access, first_package(portal, access)
    ),
    "written_forms.print": print_one,
    "written_forms.paper": lambda portal, access: portal.written_forms.paper(
        access, a_form(portal, access).id
    ),
    "written_forms.withdraw": lambda portal, access: portal.written_forms.withdraw(
        access, a_form(portal, access).id
    ),
}
