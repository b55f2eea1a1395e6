"""What is billed of a contract: periods in advance, the last one by its days, and what was billed too far."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.invoices.issuing import days_to_credit, lines_of, periods_to_bill, summary_of
from portal.terms import ONE_DAY
from storage.repositories.billing import BilledContract

day = dt.date.fromisoformat

YEARLY = BilledContract(
    customer_id=1,
    package_id=1,
    product="Webhosting M",
    domain="beispiel.de",
    started_on=day("2026-01-01"),
    billing_months=12,
    price_cents=5988,
    ends_on=None,
    billed_until=None,
)

MONTHLY = replace(YEARLY, started_on=day("2026-01-31"), billing_months=1, price_cents=499)


def told(contract: BilledContract, until: str) -> list[tuple[str, str, int]]:
    return [
        (str(each.period_from), str(each.period_until), each.gross_cents)
        for each in periods_to_bill(contract, day(until))
    ]


def test_a_new_contract_is_billed_from_its_first_day_in_advance() -> None:
    assert told(YEARLY, "2026-01-01") == [("2026-01-01", "2026-12-31", 5988)]
    assert told(YEARLY, "2025-12-31") == []


def test_what_is_billed_is_not_billed_again() -> None:
    billed = replace(YEARLY, billed_until=day("2026-12-31"))
    assert told(billed, "2026-12-31") == []
    assert told(billed, "2027-01-01") == [("2027-01-01", "2027-12-31", 5988)]


def test_periods_are_counted_from_the_start_and_never_chained() -> None:
    assert told(MONTHLY, "2026-05-01") == [
        ("2026-01-31", "2026-02-28", 499),
        ("2026-03-01", "2026-03-30", 499),
        ("2026-03-31", "2026-04-30", 499),
        ("2026-05-01", "2026-05-30", 499),
    ]


def test_the_last_period_is_charged_by_its_days() -> None:
    ending = replace(YEARLY, billed_until=day("2026-12-31"), ends_on=day("2027-02-28"))
    assert told(ending, "2027-06-30") == [("2027-01-01", "2027-02-28", 968)]  # 59.88 * 59 / 365
    ended = replace(ending, billed_until=day("2027-02-28"))
    assert told(ended, "2028-06-30") == []


def test_what_was_billed_beyond_the_end_is_credited() -> None:
    ending = replace(YEARLY, billed_until=day("2026-12-31"), ends_on=day("2026-06-30"))
    [credit] = days_to_credit(ending, "de")
    assert (credit.text, credit.gross_cents) == ("Gutschrift Webhosting M", -3019)
    assert (credit.period_from, credit.period_until) == (day("2026-07-01"), day("2026-12-31"))
    assert told(ending, "2027-06-30") == []


def test_a_retracted_termination_is_billed_on_to_the_end_of_its_period() -> None:
    credited = replace(YEARLY, billed_until=day("2026-06-30"))
    assert told(credited, "2026-12-31") == [("2026-07-01", "2026-12-31", 3019)]


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from([1, 12]),
    st.integers(0, 1500),
    st.integers(0, 1500),
)
def test_billing_in_two_steps_is_billing_in_one(start: dt.date, months: int, first: int, second: int) -> None:
    contract = replace(YEARLY, started_on=start, billing_months=months)
    until, later = start + dt.timedelta(days=first), start + dt.timedelta(days=first + second)
    before = list(periods_to_bill(contract, until))
    assert before[-1].period_until is not None
    after = list(periods_to_bill(replace(contract, billed_until=before[-1].period_until), later))
    assert before + after == list(periods_to_bill(contract, later))
    for one, other in zip(before + after, (before + after)[1:], strict=False):
        assert one.period_until is not None
        assert other.period_from == one.period_until + ONE_DAY


@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from([1, 12]),
    st.integers(0, 800),
    st.integers(0, 800),
)
def test_charge_and_credit_are_what_the_days_cost(start: dt.date, months: int, until: int, ends: int) -> None:
    """Within the cents that rounding of each period's line may take."""
    contract = replace(YEARLY, started_on=start, billing_months=months)
    charged = list(periods_to_bill(contract, start + dt.timedelta(days=until)))
    billed = replace(contract, billed_until=charged[-1].period_until, ends_on=start + dt.timedelta(days=ends))
    assert billed.ends_on is not None
    credited = list(days_to_credit(billed, "en"))
    known = replace(contract, ends_on=billed.ends_on)
    wanted = sum(
        each.gross_cents
        for each in periods_to_bill(known, start + dt.timedelta(days=until))
        if each.period_from is not None and each.period_from <= billed.ends_on
    )
    have = sum(each.gross_cents for each in charged + credited)
    assert abs(have - wanted) <= 1


def test_the_lines_of_a_credit_note_are_turned_round() -> None:
    ending = replace(YEARLY, billed_until=day("2026-12-31"), ends_on=day("2026-06-30"))
    [line] = lines_of(days_to_credit(ending, "en"), 19, sign=-1)
    assert (line.quantity, line.gross_cents, line.net_cents) == (1, 3019, 2537)
    [line] = lines_of(days_to_credit(ending, "en"), 19)
    assert (line.quantity, line.gross_cents, line.net_cents) == (-1, -3019, -2537)


@pytest.mark.parametrize("count", [1, 40])
def test_a_summary_tells_each_thing_once_and_fits_its_column(count: int) -> None:
    contracts = [replace(MONTHLY, domain=f"kunde-{number}.de") for number in range(count)]
    positions = [each for contract in contracts for each in periods_to_bill(contract, day("2026-05-01"))]
    summary = summary_of(positions)
    assert summary.startswith("Webhosting M kunde-0.de")
    assert summary.count("kunde-0.de") == 1
    assert len(summary) <= 300
