from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.layout import sheets_of
from portal.documents.paper import HEIGHT, LEFT, POINT, RIGHT
from portal.documents.words import GERMAN
from tests.portal.documents.samples import COMPANY, ITEMS, PACKAGE, PERSON, SELLER, Item, credit_note, invoice

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument
    from portal.documents.paper import Sheet, Text

FOLDS = 8.0
"""Left of it stand the marks that tell where a letter is folded."""

LONG_NAME = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und Söhne " * 3
)[:200]

LONG_DOMAIN = ".".join(("w" * 63, "sehr-lang-" * 6, "x" * 60, "example"))

LONG_BUYER = replace(
    COMPANY, name=LONG_NAME, person=LONG_NAME[:100], street="B" * 120, town=LONG_NAME[:80], country="AT"
)

MANY = [
    Item(
        f"Leistung {number}", 11988 * number, 7 if number % 4 else 19, LONG_DOMAIN if number % 9 == 0 else ""
    )
    for number in range(1, 61)
]

CASES = {
    "usual": invoice(),
    "English, abroad, by transfer": invoice(language="en", buyer=PERSON, debit=None),
    "credit note": credit_note(),
    "long names": invoice([*ITEMS, Item(LONG_NAME, 100, details=LONG_DOMAIN)], buyer=LONG_BUYER),
    "a seller with a long name": invoice(
        seller=replace(SELLER, name=LONG_NAME, email=f"{'x' * 64}@{LONG_DOMAIN}", register=LONG_NAME)
    ),
    "sixty lines of two rates": invoice(MANY),
    "millions": invoice([Item("Rechenzentrum", 1_234_567_890), Item("Gutschrift", -987_654_321, 7)]),
    "one line that fills pages": invoice(
        [PACKAGE, Item("Bericht", 100, details="Wort und " * 2000), PACKAGE]
    ),
    "little is known": invoice(seller=replace(SELLER, telephone="", email="", website="", register="")),
}


@pytest.fixture(params=CASES)
def document(request: pytest.FixtureRequest) -> InvoiceDocument:
    return CASES[request.param]


def ends_at(text: Text) -> float:
    return text.x + text.style.width(text.text)


def box(text: Text) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of the ink."""
    size = text.style.size * POINT
    return text.x, ends_at(text), text.y - 0.72 * size, text.y + 0.18 * size


def overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    boxes = [(each.text, *box(each)) for each in sheet.texts if each.text.strip()]
    return [
        (one, other)
        for (one, left, right, top, bottom), (other, left2, right2, top2, bottom2) in combinations(boxes, 2)
        if left < right2 and left2 < right and top < bottom2 and top2 < bottom
    ]


def check(document: InvoiceDocument) -> list[Sheet]:
    sheets = sheets_of(document)
    for sheet in sheets:
        assert overlapping(sheet) == []
        for each in sheet.texts:
            left, right, top, bottom = box(each)
            assert left >= LEFT
            assert right <= RIGHT + 1e-6
            assert top > 10
            assert bottom < HEIGHT - 5
        for rule in sheet.rules:
            assert LEFT <= rule.x < rule.to_x <= RIGHT or rule.to_x <= 10
            # No rule strikes a text through.
            for each in sheet.texts:
                left, right, top, bottom = box(each)
                assert not (rule.x < right and left < rule.to_x and top < rule.y < bottom), each.text
    return sheets


def test_nothing_overlaps_or_is_cut(document: InvoiceDocument) -> None:
    check(document)


def test_nothing_gets_lost(document: InvoiceDocument) -> None:
    printed = "".join(each.text for sheet in sheets_of(document) for each in sheet.texts).replace(" ", "")
    for line in document.lines:
        for text in (line.text, line.details):
            # A text that runs over a page is interrupted by what frames the pages.
            assert text.replace(" ", "")[:500] in printed
    for text in (document.number, document.customer_number, document.buyer.name, document.buyer.street):
        assert text.replace(" ", "") in printed


def test_amounts_end_below_each_other() -> None:
    sheet, *_ = sheets_of(invoice(MANY[:10]))
    for text in (GERMAN.net, *(GERMAN.money(line.net_cents) for line in invoice(MANY[:10]).lines)):
        assert any(each.text == text and math.isclose(ends_at(each), RIGHT) for each in sheet.texts)


def test_the_address_stands_in_the_window_of_an_envelope() -> None:
    sheet, *_ = sheets_of(invoice())
    lines = [COMPANY.name, COMPANY.person, COMPANY.addition, COMPANY.street, "04109 Leipzig"]
    found = [each for each in sheet.texts if each.text in lines]
    assert [each.text for each in found] == lines
    assert all(each.x == LEFT and 62.7 < each.y <= 90 for each in found)
    assert {each.style.size for each in found} == {10}


def test_a_long_address_is_written_smaller_and_what_follows_makes_room() -> None:
    sheet, *_ = sheets_of(invoice(buyer=LONG_BUYER))
    (country,) = (each for each in sheet.texts if each.text == "ÖSTERREICH")
    (title,) = (each for each in sheet.texts if each.text.startswith("Rechnung R-"))
    assert country.style.size < 10
    assert country.y < title.y - 5


def test_pages_carry_on_what_the_lines_before_come_to() -> None:
    document = invoice(MANY)
    sheets = sheets_of(document)
    assert len(sheets) > 2
    total = 0
    for before, after in pairwise(sheets):
        if GERMAN.supply not in [each.text for each in after.texts]:
            continue
        numbers = [int(each.text) for each in before.texts if each.x == LEFT and each.text.isdecimal()]
        total += sum(document.lines[number - 1].net_cents for number in numbers)
        for sheet in (before, after):
            assert GERMAN.money(total) in [each.text for each in sheet.texts]


def test_there_is_a_page_more_where_the_amount_has_no_room() -> None:
    counts = [
        len(check(invoice([Item("Bericht", 100, details="Wort " * count)]))) for count in range(60, 1200, 30)
    ]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert counts[-1] == 3


def test_the_amount_never_stands_alone_on_a_page() -> None:
    for count in range(1, 40):
        *_, last = sheets_of(invoice([PACKAGE] * count))
        texts = [each.text for each in last.texts]
        if "Rechnungsbetrag" in texts:
            assert PACKAGE.text in texts


TEXTS = st.text(st.sampled_from("abcMWÄßЖλ.-@/ \N{NO-BREAK SPACE}"), min_size=1, max_size=200)


@settings(max_examples=40)
@given(TEXTS, TEXTS, TEXTS, st.integers(1, 30))
def test_whatever_people_are_called_nothing_overlaps(
    name: str, street: str, details: str, count: int
) -> None:
    buyer = replace(PERSON, name=name, street=street, person=details)
    check(invoice([Item(name, 11900, details=details)] * count, buyer=buyer, debit=None))
