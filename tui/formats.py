"""Dates, sizes and amounts as the customer's country writes them, in the words of the screen's language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tui.i18n import _

if TYPE_CHECKING:
    import datetime as dt

    from babel import Locale

LANGUAGE = "en"
"""The language of the words; `tui.i18n` falls back to it."""

MB_IN_GB = 1024

MINUS = "\N{MINUS SIGN}"

NOT_WRITTEN = re.compile(" ?'[^']*'[.]?|[\u200e\u200f]")
"""What patterns of dates hold besides figures and signs: words, and marks of direction."""


@cache
def locale_of(country: str) -> Locale:
    """English as it is written in `country`, or in Europe where that is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(f"{LANGUAGE}_{country}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(f"{LANGUAGE}_150")


def short_date(day: dt.date, country: str) -> str:
    """Such as "31 Dec 2026"."""
    from babel.dates import format_date

    return format_date(day, "medium", locale_of(country))


def digits_date(day: dt.date, country: str) -> str:
    """Such as "31.12.2026": in figures alone, as the country's own language writes them."""
    from babel.dates import format_date

    return format_date(day, _digits_pattern(country), locale_of(country))


@cache
def _digits_pattern(country: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        home = Locale.parse(f"und_{country}", resolve_likely_subtags=True)
    except (UnknownLocaleError, ValueError):
        home = locale_of(country)
    pattern = NOT_WRITTEN.sub("", home.date_formats["short"].pattern)
    for run, full in (("d+", "dd"), ("M+", "MM"), ("y+", "y")):
        pattern = re.sub(run, full, pattern)
    return pattern.strip()


def long_date(day: dt.date, country: str) -> str:
    """Such as "31 December 2026"."""
    from babel.dates import format_date

    return format_date(day, "long", locale_of(country))


def month(day: dt.date, country: str) -> str:
    """Such as "Dec 2026", from any of its days."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMM", day, locale=locale_of(country)))


def month_name(day: dt.date, country: str) -> str:
    """Such as "Dec", from any of its days."""
    from babel.dates import format_skeleton

    return str(format_skeleton("MMM", day, locale=locale_of(country)))


def moment(at: dt.datetime, zone: str, country: str) -> str:
    """Such as "22 Nov 2026, 14:05", where the provider is.

    Args:
        at: The moment, aware.
        zone: The provider's time zone.
        country: Whose way of writing it follows.
    """
    from zoneinfo import ZoneInfo

    from babel.dates import format_time

    there = at.astimezone(ZoneInfo(zone))
    return f"{short_date(there.date(), country)}, {format_time(there.time(), 'HH:mm')}"


def time(at: dt.time, country: str) -> str:
    """Such as "20:00"."""
    from babel.dates import format_time

    return format_time(at, "short", locale=locale_of(country))


def weekday(day: dt.date, country: str) -> str:
    """Such as "Monday"."""
    from babel.dates import format_date

    return format_date(day, "EEEE", locale_of(country))


def weekday_short(day: dt.date, country: str) -> str:
    """Such as "Mon"."""
    from babel.dates import format_date

    return format_date(day, "EEE", locale_of(country))


def near_day(day: dt.date, country: str) -> str:
    """Such as "3 Jan", for a day that is not far away."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=locale_of(country))


def soon(at: dt.datetime, zone: str, country: str) -> str:
    """Such as "22 Nov, 14:05", for a moment that is not far away; see `moment`."""
    from zoneinfo import ZoneInfo

    from babel.dates import format_time

    there = at.astimezone(ZoneInfo(zone))
    return f"{near_day(there.date(), country)}, {format_time(there.time(), 'HH:mm')}"


def number(value: float, country: str) -> str:
    """Such as "10.000"."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=locale_of(country)))


def money(cents: int, country: str) -> str:
    """Such as "24,97 €", from cents."""
    from decimal import Decimal

    from babel.numbers import format_currency

    written = format_currency(Decimal(cents) / 100, "EUR", locale=locale_of(country))
    return str(written).replace("-", MINUS)


def size(megabytes: int, country: str) -> str:
    """Such as "8.9 GB", from MB."""
    if megabytes < MB_IN_GB:
        return _("{n} MB").format(n=number(megabytes, country))
    return _("{n} GB").format(n=number(round(megabytes / MB_IN_GB, 1), country))


def share(used: int, allowed: int, country: str) -> str:
    """Such as "4.1/10 GB", from MB; the unit is that of what is allowed."""
    if allowed < MB_IN_GB:
        return f"{number(used, country)}/{size(allowed, country)}"
    return f"{number(round(used / MB_IN_GB, 1), country)}/{size(allowed, country)}"


def country_names() -> list[tuple[str, str]]:
    """Name and ISO code of every country, by name."""
    from babel import Locale

    territories = Locale.parse(LANGUAGE).territories
    codes = [(name, code) for code, name in territories.items() if len(code) == 2 and code.isalpha()]  # noqa: PLR2004
    return sorted(codes)
