"""From the menu to linked numbers, and the ways out where they cannot be linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.linking import Apart
from tui.i18n import _
from tui.screens.linking.apart import ApartModal
from tui.screens.linking.wizard import LinkWizard
from tui.text import plain

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from tui.calls import PortalCalls


async def open_linking(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Link a number, or show why it cannot be linked, until the customer comes back; raises PortalError."""
    app = asking.app
    while True:
        linked = await asking.portal_call(asking.portal.linking.linked, access)
        plan = await app.push_screen_wait(LinkWizard(access, linked))
        if plan is None:
            return
        if not plan.apart:
            words = _("{other} is linked to {number}; a confirmation is on its way.")
            app.notify(plain(words.format(other=plan.other, number=plan.number)))
            return
        way = await app.push_screen_wait(ApartModal(plan))
        if way is None:
            return
        await _make_the_same(asking, access, way)


async def _make_the_same(asking: PortalCalls, access: CustomerAccess, way: Apart) -> None:
    """Go to where a difference can be ended."""
    from tui.screens.customers import BankDataForm
    from tui.screens.written_forms import open_name_forms

    if way is Apart.BANK:
        customer = await asking.portal_call(asking.portal.customers.show, access)
        await asking.app.push_screen_wait(BankDataForm(access, customer))
        return
    await open_name_forms(asking, access, None)
