"""Deadlines and acts in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.contract_acts import ActKind
from portal.deadlines import DeadlineKind
from tui import formats
from tui.i18n import _, ngettext
from tui.text import literal, sentence

if TYPE_CHECKING:
    from textual.content import Content

    from portal.deadlines import DeadlineView

NEAR = dt.timedelta(days=14)
"""What is nearer stands out."""

KINDS = {
    DeadlineKind.WITHDRAWAL: _("last day to withdraw"),
    DeadlineKind.NOTICE: _("last day to give notice"),
    DeadlineKind.CHANGE: _("package changes"),
    DeadlineKind.SPLIT: _("package is split"),
    DeadlineKind.FORM: _("form takes effect"),
    DeadlineKind.DOMAIN_END: _("domain ends"),
    DeadlineKind.SERVICE_END: _("service ends"),
    DeadlineKind.END: _("package ends"),
    DeadlineKind.TERM: _("minimum term ends"),
}
"""What a day is for."""

SENTENCES = {
    DeadlineKind.WITHDRAWAL: _("Until {day} you can withdraw from your order of {name}."),
    DeadlineKind.SPLIT: _(
        "{domain} is split on {day}: domains go to {becomes}. Until {until} you can retract that."
    ),
    DeadlineKind.FORM: _("The form {product} for {name} takes effect on {day}."),
    DeadlineKind.DOMAIN_END: _(
        "The domain {name} ends on {day}. Until {until} you can retract the termination."
    ),
    DeadlineKind.SERVICE_END: _(
        "The service {name} of {domain} ends on {day}. Until {until} you can retract the termination."
    ),
    DeadlineKind.NOTICE: _(
        "The minimum term of {domain} ends on {ends_on}. If the package is to end then, your notice must"
        " reach us by {day}. Otherwise it runs on, and can be ended at any time."
    ),
    DeadlineKind.CHANGE: _(
        "{domain} changes from {product} to {becomes} on {day}. Until {until} you can retract that."
    ),
    DeadlineKind.END: _("{domain} ends on {day}. Until {until} you can retract the termination."),
    DeadlineKind.TERM: _(
        "The minimum term of {domain} ends on {day}. From then on the package can be ended at any time."
    ),
}
"""What a day means, and what can be done until then."""

ACTS = {
    ActKind.UPGRADED: _("upgrade"),
    ActKind.DOWNGRADE_ORDERED: _("downgrade ordered"),
    ActKind.DOWNGRADE_RETRACTED: _("downgrade retracted"),
    ActKind.DOWNGRADE_CANCELLED: _("downgrade cancelled"),
    ActKind.DOWNGRADE_POSTPONED: _("downgrade put off"),
    ActKind.DOWNGRADED: _("downgrade"),
    ActKind.TERMINATED: _("termination"),
    ActKind.TERMINATION_RETRACTED: _("termination retracted"),
    ActKind.WITHDRAWN: _("withdrawal"),
    ActKind.ENDED: _("package ended"),
    ActKind.DOMAIN_TERMINATED: _("domain terminated"),
    ActKind.DOMAIN_RETRACTED: _("domain retracted"),
    ActKind.DOMAIN_ENDED: _("domain ended"),
    ActKind.SERVICE_ORDERED: _("service ordered"),
    ActKind.SERVICE_TERMINATED: _("service terminated"),
    ActKind.SERVICE_RETRACTED: _("service retracted"),
    ActKind.SERVICE_WITHDRAWN: _("service withdrawn"),
    ActKind.SERVICE_ENDED: _("service ended"),
    ActKind.PACKAGE_ORDERED: _("package ordered"),
    ActKind.SPLIT_ORDERED: _("splitting ordered"),
    ActKind.SPLIT_RETRACTED: _("splitting retracted"),
    ActKind.SPLIT_CANCELLED: _("splitting cancelled"),
    ActKind.SPLIT: _("splitting"),
    ActKind.NUMBERS_LINKED: _("numbers linked"),
    ActKind.FORM_PRINTED: _("form printed"),
    ActKind.FORM_RECEIVED: _("form received"),
    ActKind.FORM_ACCEPTED: _("form accepted"),
    ActKind.FORM_REJECTED: _("form rejected"),
    ActKind.HANDED_OVER: _("contract handed over"),
    ActKind.DOMAIN_TRANSFERRED: _("domain transferred"),
    ActKind.HOLDER_CHANGED: _("holder changed"),
    ActKind.MANDATE_ENDED: _("mandate ended"),
}
"""What was done."""


def how_far(day: dt.date, today: dt.date) -> str:
    """Such as "in 8 days", or "today"."""
    days = (day - today).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def meaning(view: DeadlineView, country: str) -> Content:
    """What the day means, in sentences."""
    return sentence(
        SENTENCES[view.kind],
        name=literal(view.name, "bold"),
        domain=literal(view.domain, "bold"),
        product=view.product,
        becomes=view.becomes,
        day=literal(formats.long_date(view.day, country), "bold"),
        until=formats.long_date(view.until, country) if view.until else "",
        ends_on=formats.long_date(view.ends_on, country) if view.ends_on else "",
    )
