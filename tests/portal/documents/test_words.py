from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.documents.facts import grouped
from portal.documents.words import ENGLISH, GERMAN, Words, address_lines, words_of
from portal.documents.wrapping import wrapped
from tests.portal.documents.samples import COMPANY, PERSON

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (123456, f"1.234,56{SPACE}€", "€1,234.56"),
        (0, f"0,00{SPACE}€", "€0.00"),
        (5, f"0,05{SPACE}€", "€0.05"),
        (-100, f"−1,00{SPACE}€", "−€1.00"),
        (10**12, f"10.000.000.000,00{SPACE}€", "€10,000,000,000.00"),
    ],
)
def test_amounts_look_as_people_write_them(cents: int, german: str, english: str) -> None:
    assert GERMAN.money(cents) == german
    assert ENGLISH.money(cents) == english


@pytest.mark.parametrize(
    ("words", "day", "days", "percent"),
    [
        (GERMAN, "04.03.2026", "04.03.2026 – 03.03.2027", f"19{SPACE}%"),
        (ENGLISH, "4 Mar 2026", "4 Mar 2026 – 3 Mar 2027", "19%"),
    ],
)
def test_days_and_rates_too(words: Words, day: str, days: str, percent: str) -> None:
    first, last = dt.date(2026, 3, 4), dt.date(2027, 3, 3)
    assert words.day(first) == day
    assert words.days(first, last) == days
    assert words.days(first, first) == words.days(first, None) == day
    assert words.days(None, None) == ""
    assert words.percent(19) == percent


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", GERMAN), ("de_AT", GERMAN), ("de-CH", GERMAN), ("en", ENGLISH), ("fr", ENGLISH), ("", ENGLISH)],
)
def test_languages_without_words_get_english(language: str, words: Words) -> None:
    assert words_of(language) is words


@pytest.mark.parametrize(
    ("country", "postcode", "town", "lines"),
    [
        ("DE", "10115", "Berlin", ["10115 Berlin"]),
        ("AT", "1010", "Wien", ["1010 Wien", "ÖSTERREICH"]),
        ("GB", "NW8 9AY", "London", ["London NW8 9AY", "VEREINIGTES KÖNIGREICH"]),
        ("HK", "", "Hongkong", ["Hongkong", "SONDERVERWALTUNGSREGION HONGKONG"]),
    ],
)
def test_addresses_abroad_name_the_country(country: str, postcode: str, town: str, lines: list[str]) -> None:
    party = replace(PERSON, country=country, postcode=postcode, town=town)
    assert address_lines(party, GERMAN, "DE") == [party.name, party.street, *lines]


def test_an_address_leaves_out_what_is_not_known() -> None:
    assert address_lines(replace(COMPANY, person="", addition=""), GERMAN, "DE") == [
        COMPANY.name,
        COMPANY.street,
        "04109 Leipzig",
    ]


def test_an_iban_is_read_in_groups() -> None:
    assert grouped("DE02120300000000202051") == grouped("DE02 1203 0000 0000 2020 51")
    assert grouped("DE02120300000000202051") == "DE02 1203 0000 0000 2020 51"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("a very.long.domain.example", 12, ["a", "very.long.", "domain.", "example"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        (f"12{SPACE}€ now", 4, [f"12{SPACE}€", "now"]),
        ("e\u0301e\u0301e\u0301", 3, ["e\u0301", "e\u0301", "e\u0301"]),
        ("e\u0301\u0302\u0303x", 1, ["e\u0301\u0302\u0303", "x"]),
        ("e\u0301", 1, ["e\u0301"]),
    ],
)
def test_text_is_broken_where_it_reads_best(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, len) == lines
