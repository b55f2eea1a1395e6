from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portal.documents.invoice import DocumentKind, Party
from portal.documents.typeface import unprintable
from portal.documents.xml import invoice_xml
from tests.hostile import HOSTILE
from tests.portal.documents.samples import (
    COMPANY,
    DEBIT,
    PACKAGE,
    PERSON,
    SELLER,
    Item,
    credit_note,
    invoice,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.documents.invoice import DocumentLine, InvoiceDocument

TWO_RATES = (PACKAGE, Item("Handbuch", 1070, 7), Item("Gutschrift Handbuch", -535, 7), Item("Domain", 1))

GOOD = {
    "by debit, with a credited line": invoice(),
    "by transfer": invoice(debit=None),
    "two rates, for a person abroad, in English": invoice(TWO_RATES, language="en", buyer=PERSON, debit=None),
    "sums that round": invoice([Item(f"Domain {cents}", cents) for cents in (1, 2, 3, 4, 5, 7, 99, 1495)]),
    "tax that is not its rate of the net": invoice([Item("Domain", 3)]),
    "credit note": credit_note(),
    "credit note of two rates in English": credit_note(TWO_RATES, language="en"),
    "a credit note that corrects nothing": replace(credit_note(), corrects=None),
    "nothing is to be paid": invoice(
        [PACKAGE, replace(PACKAGE, gross_cents=-11988)], debit=None, due_on=None
    ),
    "paid before": invoice(debit=None, due_on=None),
    "the least that must be known": invoice(
        [Item("Einrichtung", 4900, first=None, last=None)],
        seller=replace(SELLER, telephone="", email="", website="", register="", directors="", bic=""),
        buyer=Party(name="Zoë", street="Am Deich 1", postcode="26548", town="Norderney", country="DE"),
        debit=None,
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_whoever_receives_a_document_has_nothing_to_say_against_it(
    name: str, faults_of: Callable[[bytes], list[str]]
) -> None:
    assert faults_of(invoice_xml(GOOD[name])) == []


def _with(pattern: str, after: str) -> bytes:
    xml, count = re.subn(pattern, after, invoice_xml(invoice([PACKAGE])).decode("utf-8"))
    assert count
    return xml.encode("utf-8")


BAD = {
    "a total that is too high": ("GrandTotalAmount>119.88", "GrandTotalAmount>120.88", "BR-CO-15"),
    "an amount due that is not the total": ("PayableAmount>119.88", "PayableAmount>120.88", "BR-CO-16"),
    "another sum of the lines": ("<ram:LineTotalAmount>100.74", "<ram:LineTotalAmount>101.74", "BR-CO-13"),
    "tax of another rate": ("ApplicablePercent>19", "ApplicablePercent>7", "BR-CO-17"),
    "a price below zero": ("ChargeAmount>100.74", "ChargeAmount>-100.74", "BR-27"),
    "a seller without a number": (r"(?s)<ram:SpecifiedTax.*</ram:SpecifiedTaxRegistration>", "", "BR-S-02"),
    "a line without a name": ("Hosting-Paket L, Grundpreis", "", "BR-25"),
    "an element that nobody knows": ("<ram:DirectDebitMandateID>.*", "<ram:X/>", "ELEMENT_CONTENT"),
    "a country that is none": ("CountryID>DE", "CountryID>XY", "FX-SCH-A-000568"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_rules_find_what_is_wrong(name: str, faults_of: Callable[[bytes], list[str]]) -> None:
    before, after, rule = BAD[name]
    found = faults_of(_with(before, after))
    assert found, found
    assert any(rule in fault for fault in found), found


def _values(document: InvoiceDocument, tag: str) -> list[str]:
    tree = etree.fromstring(invoice_xml(document))
    return [(each.text or "").strip() for each in tree.iter(f"{{*}}{tag}")]


def test_a_debit_names_mandate_and_creditor_and_no_account() -> None:
    document = invoice()
    assert _values(document, "TypeCode")[0] == "380"
    assert "59" in _values(document, "TypeCode")
    assert _values(document, "DirectDebitMandateID") == [DEBIT.mandate]
    assert _values(document, "CreditorReferenceID") == [SELLER.creditor_id]
    assert _values(document, "IBANID") == []


def test_a_transfer_names_our_account_and_when_it_is_due() -> None:
    document = invoice(debit=None, due_on=dt.date(2026, 3, 18))
    assert "58" in _values(document, "TypeCode")
    assert _values(document, "IBANID") == [SELLER.iban]
    assert _values(document, "BICID") == [SELLER.bic]
    assert _values(document, "DueDateDateTime") == [""]
    assert "20260318" in _values(document, "DateTimeString")
    assert _values(document, "CreditorReferenceID") == []


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment() -> None:
    document = credit_note()
    assert _values(document, "TypeCode")[0] == DocumentKind.CREDIT_NOTE
    assert _values(document, "IssuerAssignedID") == ["R-2026-000123"]
    assert _values(document, "SpecifiedTradeSettlementPaymentMeans") == []
    assert _values(document, "DuePayableAmount") == ["119.88"]


def test_a_credited_line_has_a_quantity_below_zero_and_a_price_above() -> None:
    document = invoice([PACKAGE, Item("Gutschrift", -119)])
    assert _values(document, "BilledQuantity") == ["1", "-1"]
    assert _values(document, "ChargeAmount") == ["100.74", "1.00"]
    assert _values(document, "LineTotalAmount") == ["100.74", "-1.00", "99.74"]


def test_the_buyer_is_known_by_the_customer_number() -> None:
    names = etree.fromstring(invoice_xml(invoice())).find(".//{*}BuyerTradeParty")
    assert [names.findtext(f"{{*}}{tag}") for tag in ("ID", "Name")] == ["100234", COMPANY.name]
    assert names.findtext("{*}DefinedTradeContact/{*}PersonName") == COMPANY.person


LINE = invoice([PACKAGE]).lines[0]


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, quantity=2),
        replace(LINE, quantity=-1),
        replace(LINE, net_cents=-1),
        replace(LINE, rate=0),
    ],
)
def test_a_line_that_cannot_be_written_rightly_is_a_bug(line: DocumentLine) -> None:
    with pytest.raises(ValueError, match=r"neither charged nor credited|untaxed"):
        invoice_xml(replace(invoice([PACKAGE]), lines=(line,)))


@pytest.mark.parametrize("name", [name for name, text in HOSTILE.items() if text and not unprintable(text)])
def test_whatever_can_be_printed_is_told_to_machines_as_it_is(name: str) -> None:
    text = HOSTILE[name]
    document = invoice([Item(text, 100, details=text)], buyer=replace(COMPANY, name=text))
    tree = etree.fromstring(invoice_xml(document))
    assert tree.findtext(".//{*}BuyerTradeParty/{*}Name") == text
    assert tree.findtext(".//{*}SpecifiedTradeProduct/{*}Description") == text


ITEMS = st.lists(
    st.builds(Item, st.just("Leistung"), st.integers(-50_000, 500_000), st.sampled_from((7, 19))),
    min_size=1,
    max_size=12,
)


@given(ITEMS)
def test_sums_are_sums_whatever_is_charged(items: list[Item]) -> None:
    document = invoice(items, debit=None)
    tree = etree.fromstring(invoice_xml(document))

    def amounts(tag: str) -> list[Decimal]:
        return [Decimal(each.text) for each in tree.iter(f"{{*}}{tag}")]

    *lines, line_total = amounts("LineTotalAmount")
    (tax_total,) = amounts("TaxTotalAmount")
    assert sum(lines) == line_total == sum(amounts("BasisAmount"))
    assert sum(amounts("CalculatedAmount")) == tax_total
    assert [line_total] == amounts("TaxBasisTotalAmount")
    assert [line_total + tax_total] == amounts("GrandTotalAmount") == [Decimal(document.gross_cents) / 100]
    prices, quantities = amounts("ChargeAmount"), amounts("BilledQuantity")
    assert min(prices) >= 0
    assert [price * quantity for price, quantity in zip(prices, quantities, strict=True)] == lines
