"""What a new form is about: the whole number, a package or domains of it, or one domain's contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.written_forms import ContactRole, FormKind, FormObject
from tui.i18n import _, ngettext
from tui.screens.which_package import which_package
from tui.widgets.pick import PickModal
from tui.widgets.tick import TickModal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.written_forms import FormDomain
    from tui.calls import PortalCalls

WHOLE, SOME = "whole", "some"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form is about, with the words for it.

    Attributes:
        about: For the portal.
        name: Customer number, package or domains.
        present: Who it is now; empty: the contract partner.
    """

    about: FormObject
    name: str
    present: str = ""


async def chosen_object(
    asking: PortalCalls, access: CustomerAccess, kind: FormKind, marked: PackageView | None
) -> Chosen | None:
    """Ask what the form is about; None: it was left. Raises PortalError if there can be none of it."""
    chosen = await _asked(asking, access, kind, marked)
    if chosen is not None:
        await asking.portal_call(asking.portal.written_forms.require_possible, access, chosen.about)
    return chosen


async def _asked(
    asking: PortalCalls, access: CustomerAccess, kind: FormKind, marked: PackageView | None
) -> Chosen | None:
    if kind is FormKind.HANDOVER:
        customer = await asking.portal_call(asking.portal.customers.show, access)
        return Chosen(FormObject(kind), customer.number)
    package_id = await which_package(asking, access, marked)
    if package_id is None:
        return None
    package = await asking.portal_call(asking.portal.written_forms.package, access, package_id)
    if kind is FormKind.HOLDER:
        return await _contact(asking, package_id, package.domains)
    others = [each for each in package.domains if not each.is_main]
    if others:
        n = len(package.domains)
        whole = ngettext("with its domain", "with its {n} domains", n).format(n=n)
        things = [
            (WHOLE, _("The whole package"), whole),
            (SOME, _("Single domains"), _("into a package of theirs")),
        ]
        picked = await asking.app.push_screen_wait(PickModal(_("What moves?"), things))
        if picked is None:
            return None
        if picked == SOME:
            return await _some(asking, package_id, others)
    return Chosen(FormObject(kind, package_id), package.domain)


async def _some(asking: PortalCalls, package_id: int, others: Sequence[FormDomain]) -> Chosen | None:
    names = {str(each.id): each.name for each in others}
    about = _("The main domain moves with the whole package only.")
    ticked = await asking.app.push_screen_wait(TickModal(_("Which domains?"), about, [*names.items()]))
    if ticked is None:
        return None
    ids = tuple(int(each) for each in ticked)
    return Chosen(FormObject(FormKind.TRANSFER, package_id, ids), ", ".join(names[each] for each in ticked))


async def _contact(asking: PortalCalls, package_id: int, domains: Sequence[FormDomain]) -> Chosen | None:
    """Which domain, and which contact of it."""
    by_name = {str(each.id): each for each in domains}
    if not by_name:
        return None
    things = [(name, each.name, _holder_words(each)) for name, each in by_name.items()]
    picked = await asking.app.push_screen_wait(PickModal(_("Which domain?"), things))
    if picked is None:
        return None
    domain, role = by_name[picked], ContactRole.HOLDER
    if domain.has_admin_c:
        roles = [
            (ContactRole.HOLDER.value, _("Holder"), domain.holder),
            (ContactRole.ADMIN_C.value, _("Admin-C"), domain.admin_c),
        ]
        which = await asking.app.push_screen_wait(PickModal(_("Who changes?"), roles))
        if which is None:
            return None
        role = ContactRole(which)
    present = domain.admin_c if role is ContactRole.ADMIN_C else domain.holder
    about = FormObject(FormKind.HOLDER, package_id, (domain.id,), role)
    return Chosen(about, domain.name, present)


def _holder_words(domain: FormDomain) -> str:
    if domain.is_partner:
        return _("holder: the contract partner")
    return _("holder: {name}").format(name=domain.holder)
