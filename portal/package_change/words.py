"""What a customer has in hand of a change, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.words import words_of
from portal.i18n import _
from portal.package_change.views import ChangeKind

if TYPE_CHECKING:
    from portal.package_change.views import ChangePlan


def told(plan: ChangePlan, language: str) -> str:
    """What was ordered, from when, at what price, and what the next invoice will have of it."""
    words = words_of(language)
    sentences = {
        ChangeKind.UPGRADE: _("Your package {domain} was changed from {before} to {after} on {day}."),
        ChangeKind.DOWNGRADE: _(
            "You ordered that your package {domain} changes from {before} to {after} on {day}. Until then you"
            " can retract it."
        ),
    }
    text = sentences[plan.kind].format(
        domain=plan.domain, before=plan.before, after=plan.after, day=words.day(plan.effective_on)
    )
    price = _("The price is {price} for {months} then.").format(
        price=words.money(plan.price_after),
        months=_("a month") if plan.months_after == 1 else _("{n} months").format(n=plan.months_after),
    )
    lines = [
        f"{line.text}, {words.days(line.period_from, line.period_until)}: {words.money(line.gross_cents)}"
        for line in plan.lines
    ]
    if lines:
        total = words.money(sum(line.gross_cents for line in plan.lines))
        lines = [_("On your next invoice:"), *lines, _("Together: {total}").format(total=total)]
    return "\n".join([f"{text} {price}", *lines])
