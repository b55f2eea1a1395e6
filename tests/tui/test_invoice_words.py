"""Invoices in words: reasons, periods, subjects, amounts and dates, as the customer's country writes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from portal.invoices import InvoiceKind, InvoiceState, InvoiceView
from portal.invoices.views import MonthTotal, OpenView
from tui import formats
from tui.screens.invoices.chart import bars, extremes
from tui.screens.invoices.words import (
    ABOUT_STATES,
    STATES,
    owed_words,
    period_words,
    reason_words,
    state_words,
    subject_words,
    wants_debit,
)

TODAY = dt.date(2026, 11, 22)

INVOICE = InvoiceView(
    id=1,
    number="R-2026-1",
    customer_number="10012345",
    kind=InvoiceKind.INVOICE,
    issued_on=dt.date(2026, 11, 1),
    period_from=dt.date(2026, 11, 1),
    period_until=dt.date(2026, 11, 30),
    summary="Webspace",
    packages=1,
    total_cents=2497,
    balance_cents=2497,
    state=InvoiceState.OPEN,
    due_on=None,
    collected_on=None,
    came_back="",
    refundable_until=None,
)


def test_every_state_has_a_word_and_an_explanation() -> None:
    assert set(STATES) == set(ABOUT_STATES) == set(InvoiceState)
    assert len({word for word, _colour in STATES.values()}) == len(InvoiceState)
    for state in InvoiceState:
        assert state_words(replace(INVOICE, state=state)).plain == f"● {STATES[state][0]}"


@pytest.mark.parametrize(
    ("state", "given", "sentence"),
    [
        (
            InvoiceState.RETURNED,
            {"collected_on": dt.date(2026, 11, 3), "came_back": "account could not be charged"},
            "The bank returned the debit of 3 Nov (account could not be charged).",
        ),
        (
            InvoiceState.RETURNED,
            {"collected_on": dt.date(2025, 12, 3)},
            "The bank returned the debit of 3 Dec 2025.",
        ),
        (
            InvoiceState.ANNOUNCED,
            {"collected_on": dt.date(2027, 1, 4)},
            "It will be collected on 4 Jan 2027.",
        ),
        (InvoiceState.ANNOUNCED, {"collected_on": TODAY}, "It will be collected on 22 Nov."),
        (
            InvoiceState.ANNOUNCED,
            {"collected_on": dt.date(2026, 11, 20)},
            "The debit of 20 Nov is under way.",
        ),
        (InvoiceState.OVERDUE, {"due_on": dt.date(2026, 11, 6)}, "It was due on 6 Nov."),
        (InvoiceState.OPEN, {"due_on": dt.date(2026, 12, 6)}, "Please transfer it until 6 Dec."),
        (InvoiceState.OPEN, {}, ""),
        (
            InvoiceState.COLLECTED,
            {"collected_on": dt.date(2026, 11, 3), "refundable_until": dt.date(2026, 12, 29)},
            "It was collected on 3 Nov; until 29 Dec your bank can send that back.",
        ),
        (InvoiceState.PAID, {"collected_on": dt.date(2026, 9, 3)}, ""),
        (InvoiceState.CREDIT, {}, ""),
        (InvoiceState.CANCELLED, {}, ""),
    ],
)
def test_the_reason_is_a_sentence_with_its_day(
    state: InvoiceState, given: dict[str, Any], sentence: str
) -> None:
    assert reason_words(replace(INVOICE, state=state, **given), "DE", TODAY).plain == sentence


@pytest.mark.parametrize(
    ("state", "due_on", "put_forward"),
    [
        (InvoiceState.RETURNED, None, True),
        (InvoiceState.OVERDUE, dt.date(2026, 11, 6), True),
        (InvoiceState.OPEN, TODAY, True),
        (InvoiceState.OPEN, dt.date(2026, 11, 23), False),
        (InvoiceState.OPEN, None, False),
        (InvoiceState.ANNOUNCED, TODAY, False),
    ],
)
def test_the_repeat_debit_is_put_forward_where_something_is_due(
    state: InvoiceState, due_on: dt.date | None, put_forward: bool
) -> None:
    assert wants_debit(replace(INVOICE, state=state, due_on=due_on), TODAY) is put_forward


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-01", "2026-11-30", "Nov 2026"),
        ("2026-10-15", "2026-11-14", "Oct – Nov 2026"),
        ("2026-11-01", "2027-10-31", "Nov 2026 – Oct 2027"),
        ("2026-11-01", "2027-11-30", "Nov 2026 – Nov 2027"),
    ],
)
def test_the_period_names_its_months(first: str, last: str, words: str) -> None:
    period = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert period_words(replace(INVOICE, period_from=period[0], period_until=period[1]), "DE") == words


def test_several_packages_are_counted_and_one_thing_is_named() -> None:
    assert subject_words(INVOICE) == "Webspace"
    assert subject_words(replace(INVOICE, packages=3)) == "3 packages"
    assert subject_words(replace(INVOICE, packages=0, summary="")) == ""


def test_what_is_owed_is_counted() -> None:
    assert owed_words(OpenView(1, 2497, INVOICE), "DE") == "1 invoice is open: 24,97\xa0€."
    assert owed_words(OpenView(1200, 123_456, INVOICE), "US") == "1,200 invoices are open: €1,234.56."


@pytest.mark.parametrize(
    ("country", "amount", "day"),
    [
        ("DE", "−1.234,50 €", "05.01.2026"),
        ("AT", "−€ 1.234,50", "05.01.2026"),
        ("US", "−€1,234.50", "01/05/2026"),
        ("FR", "−1 234,50 €", "05/01/2026"),
        ("SE", "−1 234,50 €", "2026-01-05"),
        ("BG", "−1,234.50 €", "05.01.2026"),
        ("XX", "−1,234.50 €", "05/01/2026"),
    ],
)
def test_amounts_and_dates_are_those_of_the_country(country: str, amount: str, day: str) -> None:
    written = formats.money(-123_450, country).replace("\xa0", " ").replace("\u202f", " ")
    assert written == amount
    assert formats.digits_date(dt.date(2026, 1, 5), country) == day


def test_every_country_writes_dates_in_figures() -> None:
    for _name, country in formats.country_names():
        written = formats.digits_date(dt.date(2026, 1, 5), country)
        figures = "".join(letter for letter in written if letter.isdecimal())
        assert sorted(figures) == sorted("20260105"), country
        assert written.isascii(), country


def test_months_are_bars_and_the_extremes_leave_empty_ones_out() -> None:
    cents = [0, 2497, -500, 9000, 2497]
    months = tuple(MonthTotal(dt.date(2026, month, 1), each) for month, each in enumerate(cents, 7))
    assert bars(months)[0].plain == "▁▂▁█▂"
    told = extremes(months, "DE").plain
    assert told == "highest 90,00 € in Oct 2026 · lowest −5,00 € in Sept 2026"
    assert extremes(months[:1], "DE").plain == ""
