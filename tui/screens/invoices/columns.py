"""How a row of the list of invoices looks, on the screen and in an exported file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from tui import formats
from tui.i18n import _
from tui.screens.invoices.words import emphasis, period_words, state_words, subject_words
from tui.text import literal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from portal.invoices import InvoiceView

LONGEST = dt.date(2026, 12, 31)
"""A date that takes as many figures as any."""

CENTS = 2
"""Decimal places of an amount."""


def invoice_columns(country: str) -> Columns[InvoiceView]:
    """Date, number, period, what for, total, state; dates and amounts as in `country`."""

    def date(view: InvoiceView) -> Content:
        return literal(formats.digits_date(view.issued_on, country), emphasis(view))

    def number(view: InvoiceView) -> Content:
        return literal(view.number, emphasis(view))

    def period(view: InvoiceView) -> Content:
        return literal(period_words(view, country), emphasis(view))

    def subject(view: InvoiceView) -> Content:
        return literal(subject_words(view), emphasis(view))

    def total(view: InvoiceView) -> Content:
        return literal(formats.money(view.total_cents, country), emphasis(view))

    width = len(formats.digits_date(LONGEST, country))
    return Columns(
        Column(_("Date"), date, width=width, sort="date"),
        Column(_("Number"), number, width=13),
        Column(_("Period"), period, width=20, min_terminal=100),
        Column(_("For what"), subject, width=14, grow=1),
        Column(_("Total"), total, width=11, align="right", sort="total"),
        Column(_("State"), state_words, width=19),
    )


def exported(view: InvoiceView) -> Mapping[str, object]:
    """A row of an exported file; amounts in euros."""
    return {
        "date": view.issued_on.isoformat(),
        "number": view.number,
        "kind": view.kind.value,
        "period_from": view.period_from.isoformat(),
        "period_until": view.period_until.isoformat(),
        "for": subject_words(view),
        "total": euros(view.total_cents),
        "open": euros(view.balance_cents),
        "state": view.state.value,
        "due_on": _written(view.due_on),
        "debited_on": _written(view.collected_on),
        "came_back": view.came_back,
    }


def euros(cents: int) -> Decimal:
    """An amount that spreadsheets reckon with."""
    return Decimal(cents).scaleb(-CENTS)


def _written(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
