"""Two customer numbers in words: what differs, and what follows when they are linked."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from portal.linking import Apart, Part
from tui import formats
from tui.i18n import _, ngettext
from tui.text import literal, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.content import Content

    from portal.linking import LinkedNumber, LinkPlan

APART = {
    Apart.NAME: _("First or last name"),
    Apart.COMPANY: _("Company"),
    Apart.KIND: _("Consumer or business"),
    Apart.BANK: _("Bank account"),
}

PARTS = {
    Part.ADDRESS: _("Address"),
    Part.TELEPHONE: _("Telephone"),
    Part.MOBILE: _("Mobile"),
    Part.FAX: _("Fax"),
    Part.EMAIL: _("Contact email"),
    Part.INVOICE_EMAIL: _("Invoice email"),
}


class Row(Horizontal):
    """A label, and one or two texts side by side, each broken where it is too long."""

    DEFAULT_CSS = """
    Row {
        height: auto;
    }
    Row Static {
        width: 1fr;
        height: auto;
    }
    Row .label {
        width: 21;
        color: $quiet;
    }
    Row.-sides .label {
        width: 14;
    }
    Row.-sides .side {
        margin-right: 1;
    }
    """

    def __init__(self, label: str, *sides: Content) -> None:
        super().__init__(classes="-sides" if len(sides) > 1 else "")
        self._label, self._sides = label, sides

    def compose(self) -> ComposeResult:
        """The label before what it is about."""
        yield Static(literal(self._label), classes="label")
        yield from map(_side, self._sides)


def sides(plan: LinkPlan) -> Iterable[Row]:
    """What differs, side by side: what stays before what goes."""
    yield Row(
        "",
        sentence(_("{number} stays"), number=plan.number).stylize("bold $success"),
        sentence(_("{number} goes"), number=plan.other).stylize("bold $warning"),
    )
    for each in plan.unlike:
        yield Row(PARTS[each.part], literal(each.stays or "–"), literal(each.goes or "–", "$quiet"))


def follows(plan: LinkPlan, country: str) -> Iterable[Row]:
    """What follows when the numbers are linked, one thing a row."""
    packages = ngettext("{n}, with all that is in it", "{n}, with all that is in them", plan.packages)
    yield Row(_("Packages"), sentence(packages, n=formats.number(plan.packages, country)))
    yield Row(_("Invoices"), _owed(plan, country))
    if plan.mandate:
        yield Row(_("Mandate"), _mandate(plan))
    if plan.follow:
        words = _("{numbers} come along")
        yield Row(_("Linked numbers"), sentence(words, numbers=", ".join(plan.follow)))
    for label, address in zip_longest([_("Messages go to")], plan.addresses, fillvalue=""):
        yield Row(label, literal(address))
    words = _("by either number, with the password of {number}")
    yield Row(_("Signing in"), sentence(words, number=literal(plan.number, "bold")))
    words = _("the password of {other} stops working")
    yield Row("", sentence(words, other=plan.other).stylize("$warning"))


def linked_words(linked: Iterable[LinkedNumber], country: str) -> Content:
    """Which numbers are linked, and since when."""
    return literal(", ").join(
        sentence(
            _("{number} since {day}"),
            number=literal(each.number, "bold"),
            day=formats.short_date(each.since, country),
        )
        for each in linked
    )


def _side(text: Content) -> Static:
    return Static(text, classes="side")


def _owed(plan: LinkPlan, country: str) -> Content:
    if not plan.open_invoices:
        return literal(_("none is open; all keep their customer number"))
    words = _("{n} open, {amount}; all keep their customer number")
    amount = literal(formats.money(plan.open_cents, country), "bold")
    return sentence(words, n=formats.number(plan.open_invoices, country), amount=amount)


def _mandate(plan: LinkPlan) -> Content:
    if not plan.debits:
        return sentence(_("{mandate} ends"), mandate=plan.mandate)
    words = ngettext(
        "{mandate} ends; {n} debit that was announced is still made by it",
        "{mandate} ends; {n} debits that were announced are still made by it",
        plan.debits,
    )
    return sentence(words, n=plan.debits, mandate=plan.mandate)
