from __future__ import annotations

from dataclasses import replace

import pytest

from portal.documents.reading import cells, invoice_text
from tests.portal.documents.samples import COMPANY, DEBIT, ITEMS, PERSON, SELLER, Item, credit_note, invoice

LONG = replace(COMPANY, name="Gesellschaft für Feinmechanik und mehr " * 5, street="x" * 150)

DOCUMENTS = {
    "usual": invoice(),
    "English": invoice([*ITEMS, Item("E-book", 1070, 7)], language="en", buyer=PERSON, debit=None),
    "credit note": credit_note(),
    "long": invoice([Item("y" * 200, 123_456_789, details="z" * 253)], buyer=LONG, debit=None),
}

SHOWN = """\
Nordlicht Hosting GmbH · Speicherstraße 17 · 20457 Hamburg

Rechnung R-2026-000123

An                 Müller & Söhne Feinkost GmbH
                   Łukasz Žižka
                   Hinterhaus, 2. Stock
                   Große Bäckerstraße 4
                   04109 Leipzig
Rechnungsnummer    R-2026-000123
Rechnungsdatum     04.03.2026
Kundennummer       100234
Leistungszeitraum  01.03.2026 – 28.02.2027
Einzug am          11.03.2026

Pos.  Leistung                                         Menge  USt.     Netto
────────────────────────────────────────────────────────────────────────────
   1  Hosting-Paket L, Grundpreis                          1  19 %  100,74 €
      feinkost-mueller.example
      01.03.2026 – 28.02.2027
   2  Domain feinkost-mueller.de                           1  19 %    9,98 €
      Verlängerung um ein Jahr
      01.03.2026 – 28.02.2027
   3  Domain söhne.example                                 1  19 %   12,57 €
      01.03.2026 – 28.02.2027
   4  Gutschrift Hosting-Paket M bis zum Wechsel          −1  19 %  −19,71 €
      feinkost-mueller.example
      01.03.2026 – 31.05.2026
────────────────────────────────────────────────────────────────────────────
                                      Satz     Netto  Umsatzsteuer    Brutto
                                      19 %  103,58 €       19,68 €  123,26 €
                                                   Rechnungsbetrag  123,26 €

SEPA-Lastschrift
Wir ziehen 123,26 € am 11.03.2026 von Ihrem Konto ein. Bitte sorgen Sie für
Deckung.
Konto            DE89 •••• 3000 · Commerzbank
Mandatsreferenz  M-100234-1
Gläubiger-ID     DE98ZZZ09999999999

Tel. +49 40 555 0170 · rechnung@nordlicht.example · www.nordlicht.example
Amtsgericht Hamburg HRB 98765 · Vertreten durch Jördis Petersen, Özgür
Yılmaz · USt-IdNr. DE123456788
Deutsche Kreditbank Berlin · IBAN DE02 1203 0000 0000 2020 51 · BIC
BYLADEM1001 · Gläubiger-ID DE98ZZZ09999999999
"""


def test_an_invoice_reads_as_it_is_printed() -> None:
    assert "\n".join(invoice_text(invoice(), 76)) + "\n" == SHOWN


@pytest.mark.parametrize("width", [60, 61, 76, 100])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_line_fits(name: str, width: int) -> None:
    lines = invoice_text(DOCUMENTS[name], width)
    assert max(map(cells, lines)) == width
    assert not any(line != line.rstrip() and line.strip() == "" for line in lines)
    assert "\N{NO-BREAK SPACE}" not in "".join(lines)


def test_a_terminal_that_is_too_narrow_gets_what_sixty_columns_would() -> None:
    assert invoice_text(invoice(), 20) == invoice_text(invoice(), 60)


def test_nothing_is_left_out_of_what_is_long() -> None:
    joined = "".join("".join(invoice_text(DOCUMENTS["long"], 60)).split())
    for text in ("z" * 253, "x" * 150, LONG.name.replace(" ", "")):
        assert text in joined
    # Between its pieces stands the amount.
    assert joined.count("y") >= 200


def test_a_credit_note_says_what_it_corrects_and_where_the_money_goes() -> None:
    text = "\n".join(invoice_text(credit_note(language="en"), 80))
    assert "Credit note R-2026-000140\nfor invoice R-2026-000123 of 4 Mar 2026" in text
    assert "We credit €119.88 to your customer account." in text
    assert DEBIT.mandate not in text


def test_whoever_transfers_reads_where_to() -> None:
    text = "\n".join(invoice_text(invoice(debit=None), 80))
    assert "bis zum 18.03.2026" in text
    for fact in ("IBAN              DE02 1203", f"Empfänger         {SELLER.name}", "R-2026-000123"):
        assert fact in text


def test_characters_take_the_columns_that_terminals_give_them() -> None:
    assert [cells(text) for text in ("abc", "e\u0301", "日本", "")] == [3, 1, 4, 0]
