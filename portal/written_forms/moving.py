"""Domain transfer: single domains move into a package of another contract partner (rules.md, "In writing").

What moves along with a domain and what does not is as in package splitting; no fee is charged for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict
from portal.i18n import _
from portal.splitting.acting import carry_out
from portal.splitting.models import SplitWish
from portal.splitting.planning import Planning, Receipt, Sides
from portal.written_forms.recording import confirm_step
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    import datetime as dt

    from portal.splitting.planning import Planned
    from portal.use_case import Means
    from portal.written_forms.objects import Found
    from storage.models.customers import Customer
    from storage.models.written_forms import WrittenForm
    from storage.work import Work


def plan_move(
    work: Work, means: Means, form: WrittenForm, found: Found, target_id: int, day: dt.date
) -> Planned:
    """What the move means.

    Args:
        work: The transaction; both packages are locked in it, the lower id first.
        means: What time it is, and the provider's settings.
        form: Which form.
        found: The domains, and the package that they are in.
        target_id: The package that they go to.
        day: Their first day there.

    Raises:
        Conflict: That package is out of service or terminated, or has no room; figures are told.
    """
    wish = SplitWish(
        package_id=found.named.package.id,
        domain_ids=tuple(each.id for each in found.domains),
        target_id=target_id,
        on=day,
    )
    sides = Sides(found.named, work.contracts.locked(target_id))
    receipt = Receipt(form.printed_at, fee_cents=0, new=None)
    planned = Planning(work, means.settings, sides, means.today()).planned(wish, receipt)
    if planned.plan.misfits:
        figures = ", ".join(
            _("{used} {resource} instead of {allowed}").format(
                used=each.figure.used, resource=each.figure.resource.value, allowed=each.figure.allowed
            )
            for each in planned.plan.misfits
        )
        raise Conflict(
            _("There is not enough room in the package {target}: {figures}.").format(
                target=planned.plan.target.domain, figures=figures
            )
        )
    return planned


def move_domains(
    work: Work, means: Means, form: WrittenForm, planned: Planned, after: Customer, actor: str
) -> None:
    """Let the domains belong to a package of another customer, with all that hangs on them.

    Args:
        work: The transaction; both customers and both packages are locked in it.
        means: What time it is, and who writes.
        form: Which form.
        planned: What is done (`plan_move`).
        after: Who gets them.
        actor: What the audit log calls whoever has it done.
    """
    source, day = planned.sides.source.package, planned.plan.on
    before = work.customers.by_id(source.customer_id)
    work.contacts.keep_holders(before.id, day, source.id, [each.id for each in planned.going])
    carry_out(work, before, planned, actor, means.clock.now())
    kind = ActKind.DOMAIN_TRANSFERRED
    confirm_step(work, means, before, form, kind, "moved away", day)
    confirm_step(work, means, after, form, kind, "moved here", day, package=planned.plan.target.domain)
