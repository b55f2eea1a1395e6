from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.money import divided, net_of, nets_of, pro_rata, share_of

RATES = st.sampled_from([0, 7, 10, 19, 20, 25])

day = dt.date.fromisoformat


def exactly(gross: int, rate: int) -> int:
    """The net price by decimal arithmetic, half up."""
    net = Decimal(gross) / (1 + Decimal(rate) / 100)
    return int(net.quantize(Decimal(1), ROUND_HALF_UP))


def test_net_and_vat_come_to_the_gross_of_every_price_up_to_a_thousand_euros() -> None:
    for gross in range(1, 100_001):
        net = net_of(gross, 19)
        assert net == exactly(gross, 19)
        vat = gross - net
        assert 0 <= vat < gross
        # The tolerance of EN 16931 (BR-CO-17): what is taxed times the rate, within a cent.
        assert abs(vat - net * Decimal("0.19")) < 1


@pytest.mark.parametrize(
    ("dividend", "divisor", "quotient"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (0, 7, 0), (-5, 3, -2)],
)
def test_halves_are_rounded_away_from_zero(dividend: int, divisor: int, quotient: int) -> None:
    assert divided(dividend, divisor) == quotient


@given(st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=80), RATES)
def test_the_nets_of_lines_come_to_the_net_of_the_document(lines: list[int], rate: int) -> None:
    nets = list(nets_of(lines, rate))
    assert sum(nets) == net_of(sum(lines), rate)
    for gross, net in zip(lines, nets, strict=True):
        assert abs(net - net_of(gross, rate)) <= 1


@pytest.mark.parametrize(
    ("cents", "first", "share"),
    [
        (5988, "2026-07-01", 3019),
        (5988, "2026-01-01", 5988),
        (5988, "2026-12-31", 16),
        (11988, "2026-07-01", 6043),
    ],
)
def test_a_part_of_a_year_is_charged_by_its_days(cents: int, first: str, share: int) -> None:
    start, end = day("2026-01-01"), day("2026-12-31")
    assert pro_rata(cents, start, end, day(first)) == share


@given(
    st.integers(0, 100_000),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 365),
    st.data(),
)
def test_two_parts_of_a_period_are_the_whole_within_a_cent(
    cents: int, start: dt.date, days: int, data: st.DataObject
) -> None:
    end = start + dt.timedelta(days=days)
    cut = start + dt.timedelta(days=data.draw(st.integers(0, days)))
    before = share_of(cents, start, end, start, cut)
    after = share_of(cents, start, end, cut + dt.timedelta(days=1), end)
    assert abs(before + after - cents) <= 1


@given(
    st.integers(0, 1_000_000),
    st.integers(0, 1_000_000),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 365),
    st.data(),
)
def test_charge_minus_credit_is_never_off_by_a_cent(
    charged: int, credited: int, start: dt.date, days: int, data: st.DataObject
) -> None:
    end = start + dt.timedelta(days=days)
    effective = start + dt.timedelta(days=data.draw(st.integers(0, days)))
    difference = pro_rata(charged, start, end, effective) - pro_rata(credited, start, end, effective)
    exact = Fraction((charged - credited) * ((end - effective).days + 1), days + 1)
    assert abs(difference - exact) < 1


@given(st.integers(0, 1_000_000), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 365))
def test_the_whole_of_a_period_is_its_price_and_less_days_never_cost_more(
    cents: int, start: dt.date, days: int
) -> None:
    end = start + dt.timedelta(days=days)
    assert pro_rata(cents, start, end, start) == cents
    parts = [pro_rata(cents, start, end, start + dt.timedelta(days=day)) for day in range(days + 1)]
    assert parts == sorted(parts, reverse=True)
