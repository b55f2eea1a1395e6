"""Products, prices and quotas in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.package_change import ChangeKind
from portal.packages import Resource
from tui import figures, formats
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.content import Content

    from portal.package_change import ChangePlan, QuotaChange
    from portal.package_change.views import PlannedLine
    from portal.packages import Figure

YEAR = 12

AMOUNT = 8
"""Cells of a quota, such as "2.500 GB"."""

LINE, PERIOD, MONEY = 30, 24, 12
"""Cells of a line of the invoice: what for, from when to when, how much."""

VALUE = 46
"""Cells beside a label, in a box of which a part is scrolled away."""

QUOTAS = {
    Resource.DOMAINS: _("Domains"),
    Resource.ADDITIONAL_DOMAINS: _("Additional domains"),
    Resource.MAILBOXES: _("Mailboxes"),
    Resource.MAIL_STORAGE: _("Mail storage"),
    Resource.DATABASES: _("Databases"),
    Resource.WEBSPACE: _("Webspace"),
    Resource.SFTP_USERS: _("SFTP users"),
    Resource.CRON_JOBS: _("Cron jobs"),
    Resource.BACKUPS: _("Backups"),
    Resource.PAGES: _("Pages"),
    Resource.UNPUBLISHED_CHANGES: _("Unpublished changes"),
    Resource.PRODUCTS: _("Products"),
    Resource.NEW_ORDERS: _("New orders"),
}
"""What each quota is called."""


def price_words(cents: int, months: int, country: str) -> str:
    """Such as "119,88 € a year"."""
    price = formats.money(cents, country)
    if months == 1:
        return _("{price} a month").format(price=price)
    if months == YEAR:
        return _("{price} a year").format(price=price)
    return _("{price} for {n} months").format(price=price, n=months)


def amount_words(resource: Resource, amount: int | None, country: str) -> str:
    """Such as "50" or "200 GB"; a dash where it is not included."""
    if amount is None:
        return "–"
    write = formats.size if resource in figures.SIZES else formats.number
    return write(amount, country)


def labelled(label: str, value: Content) -> Content:
    """A line with its label, as in forms."""
    return assemble((label.ljust(LABEL), "$quiet"), value)


def beside(label: str, value: Content, width: int = VALUE) -> Iterator[Content]:
    """A value beside its label, over as many lines of so many cells as it takes."""
    for line in value.wrap(width):
        yield labelled(label, line)
        label = ""


def became(before: str, after: str) -> Content:
    """Such as "50 → 200"; one alone where nothing changes."""
    if before == after:
        return literal(f"{before:>{AMOUNT}}")
    return assemble(literal(f"{before:>{AMOUNT}}"), (" → ", "$quiet"), literal(after, "bold"))


def quota_line(resource: Resource, before: int | None, after: int | None, country: str) -> Content:
    """What a change does to a quota."""
    words = (amount_words(resource, amount, country) for amount in (before, after))
    return labelled(QUOTAS[resource], became(*words))


def planned(plan: ChangePlan, country: str) -> Content:
    """Everything that follows from a change, line by line."""
    prices = (
        price_words(plan.price_before, plan.months_before, country),
        price_words(plan.price_after, plan.months_after, country),
    )
    day = formats.long_date(plan.effective_on, country)
    when = _("at once, on {day}") if plan.kind is ChangeKind.UPGRADE else _("on {day}")
    parts = [
        labelled(_("Change"), _to(literal(plan.before), literal(plan.after, "bold"))),
        labelled(_("When"), sentence(when, day=literal(day, "bold"))),
        labelled(_("Price"), _to(literal(prices[0]), literal(prices[1], "bold"))),
        *_cancelled(plan),
        literal(""),
        *(_quota(quota, country) for quota in plan.quotas),
        *([literal("")] if plan.quotas else []),
        *_invoiced(plan, country),
    ]
    return literal("\n", lines=True).join(parts)


def _to(before: Content, after: Content) -> Content:
    return assemble(before, (" → ", "$quiet"), after)


def _cancelled(plan: ChangePlan) -> Iterable[Content]:
    if plan.cancels:
        words = sentence(_("the change to {product} that you ordered"), product=plan.cancels)
        yield labelled(_("Cancelled with it"), words.stylize("$warning"))


def _quota(quota: QuotaChange, country: str) -> Content:
    line = quota_line(quota.resource, quota.before, quota.after, country)
    if not quota.used:
        return line
    used = _("{amount} in use").format(amount=amount_words(quota.resource, quota.used, country))
    room = LABEL + AMOUNT + len(" → ") + AMOUNT + 2 - line.cell_length
    return assemble(line, " " * max(room, 2), (used, "$quiet"))


def _invoiced(plan: ChangePlan, country: str) -> Iterable[Content]:
    """The lines of the next invoice, or what stands in their place."""
    if plan.lines:
        total = formats.money(sum(line.gross_cents for line in plan.lines), country)
        yield assemble(literal(total, "bold"), " ", _("on your next invoice:"))
        for line in plan.lines:
            yield _line(line, country)
    elif plan.kind is ChangeKind.UPGRADE:
        yield literal(_("Nothing extra is charged: your next invoice has the new price."), "$quiet")
    else:
        yield literal(_("Nothing changes before that day; until then you can retract it."), "$quiet")


def _line(line: PlannedLine, country: str) -> Content:
    days = (formats.digits_date(day, country) for day in (line.period_from, line.period_until))
    what = literal(line.text, max_width=LINE)
    amount = formats.money(line.gross_cents, country)
    period = _("{first}–{last}").format(**dict(zip(("first", "last"), days, strict=True)))
    return assemble(
        what.pad_right(LINE - what.cell_length), (period.rjust(PERIOD), "$quiet"), amount.rjust(MONEY)
    )


def misfit_words(figure: Figure, country: str) -> str:
    """Such as "Mailboxes: 14 in use, 10 included"."""
    return _("{what}: {used} in use, {allowed} included").format(
        what=QUOTAS[figure.resource],
        used=amount_words(figure.resource, figure.used, country),
        allowed=amount_words(figure.resource, figure.allowed, country),
    )
