"""States, periods and reasons of invoices in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.invoices import InvoiceState
from tui import formats
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence

if TYPE_CHECKING:
    import datetime as dt

    from textual.content import Content

    from portal.invoices import InvoiceView
    from portal.invoices.views import OpenView

STATES = {
    InvoiceState.OPEN: (_("open"), "$warning"),
    InvoiceState.ANNOUNCED: (_("debit announced"), "$warning"),
    InvoiceState.RETURNED: (_("returned by bank"), "$error"),
    InvoiceState.OVERDUE: (_("overdue"), "$error"),
    InvoiceState.COLLECTED: (_("collected"), "$success"),
    InvoiceState.PAID: (_("paid"), "$success"),
    InvoiceState.CANCELLED: (_("cancelled"), "$quiet"),
    InvoiceState.CREDIT: (_("credit note"), "$quiet"),
}
"""What each state is called, and the colour of its dot."""

ABOUT_STATES = {
    InvoiceState.OPEN: _("to be transferred by you"),
    InvoiceState.ANNOUNCED: _("we will collect it on the day that was announced"),
    InvoiceState.RETURNED: _("the bank sent our debit back"),
    InvoiceState.OVERDUE: _("its day to pay has passed"),
    InvoiceState.COLLECTED: _("paid by debit that can still be sent back"),
    InvoiceState.PAID: _("nothing is left to do"),
    InvoiceState.CANCELLED: _("taken back by a credit note"),
    InvoiceState.CREDIT: _("what we give back to you"),
}
"""What each state means."""


def state_words(view: InvoiceView) -> Content:
    """Such as "● paid"; what is owed stands out."""
    words, colour = STATES[view.state]
    return assemble(("● ", colour), literal(words, emphasis(view)))


def emphasis(view: InvoiceView) -> str:
    """The style of an invoice's row."""
    return "bold" if view.balance_cents > 0 else ""


def subject_words(view: InvoiceView) -> str:
    """What it is for: one thing by its name, several packages by their number."""
    if view.packages > 1:
        return ngettext("{n} package", "{n} packages", view.packages).format(n=view.packages)
    return view.summary


def period_words(view: InvoiceView, country: str) -> str:
    """Such as "Nov 2026", or from month to month; the year stands once where it is the same."""
    first, last = view.period_from, view.period_until
    until = formats.month(last, country)
    if (first.year, first.month) == (last.year, last.month):
        return until
    write = formats.month_name if first.year == last.year else formats.month
    return f"{write(first, country)} – {until}"


def owed_words(owed: OpenView, country: str) -> str:
    """How much is open."""
    words = ngettext("{n} invoice is open: {amount}.", "{n} invoices are open: {amount}.", owed.count)
    n, amount = formats.number(owed.count, country), formats.money(owed.cents, country)
    return words.format(n=n, amount=amount)


def reason_words(view: InvoiceView, country: str, today: dt.date) -> Content:
    """Why an invoice is open, or what can still become of it: a sentence; empty: nothing is to be said."""
    days = {
        "due": _near(view.due_on, country, today),
        "debit": _near(view.collected_on, country, today),
        "until": _near(view.refundable_until, country, today),
    }
    return sentence(_reason(view, today), reason=view.came_back, **days)


def _reason(view: InvoiceView, today: dt.date) -> str:
    """The template of that sentence."""
    is_past = view.collected_on is not None and view.collected_on < today
    plain_return = _("The bank returned the debit of {debit}.")
    told_return = _("The bank returned the debit of {debit} ({reason}).")
    return {
        InvoiceState.RETURNED: told_return if view.came_back else plain_return,
        InvoiceState.ANNOUNCED: _("The debit of {debit} is under way.")
        if is_past
        else _("It will be collected on {debit}."),
        InvoiceState.OVERDUE: _("It was due on {due}."),
        InvoiceState.OPEN: _("Please transfer it until {due}.") if view.due_on else "",
        InvoiceState.COLLECTED: _("It was collected on {debit}; until {until} your bank can send that back."),
    }.get(view.state, "")


def wants_debit(view: InvoiceView, today: dt.date) -> bool:
    """Whether the repeat debit is put forward; who may have it is for the portal to say."""
    is_due = view.due_on is not None and view.due_on <= today
    return view.state in {InvoiceState.RETURNED, InvoiceState.OVERDUE} or (
        view.state is InvoiceState.OPEN and is_due
    )


def _near(day: dt.date | None, country: str, today: dt.date) -> str:
    """A day, with its year unless that is the present one."""
    if day is None:
        return ""
    return formats.near_day(day, country) if day.year == today.year else formats.short_date(day, country)
