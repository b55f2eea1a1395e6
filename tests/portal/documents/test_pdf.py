from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from portal.documents.pdf import invoice_pdf
from portal.documents.xml import invoice_xml
from portal.errors import InvalidInput
from tests.portal.documents.samples import COMPANY, DEBIT, ISSUED, PACKAGE, SELLER, Item, credit_note, invoice
from tests.programs import ran

MANY = invoice([replace(PACKAGE, text=f"Hosting-Paket {number}") for number in range(1, 61)])

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invoice of several lines."""
    path = tmp_path_factory.mktemp("paper") / "invoice.pdf"
    path.write_bytes(invoice_pdf(invoice()))
    return path


@pytest.fixture
def opened(paper: Path) -> pikepdf.Pdf:
    return pikepdf.open(paper)


@pytest.fixture(scope="module")
def long_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invoice of sixty lines."""
    path = tmp_path_factory.mktemp("paper") / "long.pdf"
    path.write_bytes(invoice_pdf(MANY))
    return path


def text_of(path: Path, *options: str) -> str:
    return ran("pdftotext", "-layout", *options, path, "-")


def printed(document: bytes, folder: Path) -> str:
    path = folder / "document.pdf"
    path.write_bytes(document)
    return text_of(path)


def test_programs_that_read_pdf_find_nothing_wrong(paper: Path, long_paper: Path) -> None:
    for path in (paper, long_paper):
        assert "No syntax or stream encoding errors found" in ran("qpdf", "--check", path)


def test_every_letter_comes_with_its_font(paper: Path) -> None:
    _, _, *fonts = ran("pdffonts", paper).splitlines()
    assert len(fonts) == 2
    for font in fonts:
        assert "IBMPlexSans" in font
        embedded, subset, unicode = font.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def widths_in(said: pikepdf.Object) -> dict[int, int]:
    """Widths by code: of one code and those that follow it, or of a range of codes (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, int] = {}
    parts = list(said)
    while parts:
        first, second, *parts = parts
        if isinstance(second, pikepdf.Array):
            widths.update({code: int(width) for code, width in enumerate(second, int(first))})
        else:
            width, *parts = parts
            widths.update(dict.fromkeys(range(int(first), int(second) + 1), int(width)))
    return widths


def test_letters_are_as_wide_as_the_document_says(opened: pikepdf.Pdf) -> None:
    fonts = opened.pages[0].Resources.Font
    assert len(fonts) == 2
    for font in fonts.values():
        (descendant,) = font.DescendantFonts
        drawn = TTFont(BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        glyphs = descendant.CIDToGIDMap.read_bytes()
        order, metrics = drawn.getGlyphOrder(), drawn["hmtx"].metrics
        assert drawn["head"].unitsPerEm == 1000
        said = widths_in(descendant.W)
        assert len(said) > 20
        # Code 0 stands for what a font lacks, and is never written.
        for code, width in list(said.items())[1:]:
            glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
            assert metrics[order[glyph]][0] == width


def test_it_says_that_it_is_pdf_a_and_carries_an_invoice(opened: pikepdf.Pdf) -> None:
    metadata = etree.fromstring(opened.Root.Metadata.read_bytes().strip())
    assert metadata.findtext(f".//{PDFAID}part") == "3"
    assert metadata.findtext(f".//{PDFAID}conformance") == "B"
    assert metadata.findtext(f".//{DC}title//{RDF}li") == "Rechnung R-2026-000123"
    assert metadata.findtext(f".//{DC}creator//{RDF}li") == SELLER.name
    facts = {name: metadata.findtext(f".//{FX}{name}") for name in ("DocumentType", "DocumentFileName")}
    assert facts == {"DocumentType": "INVOICE", "DocumentFileName": "factur-x.xml"}
    assert metadata.findtext(f".//{FX}ConformanceLevel") == "EN 16931"
    assert metadata.findtext(f".//{FX}Version") == "1.0"
    # Every property that PDF/A does not know is explained.
    explained = {str(each.text) for each in metadata.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    assert explained == {etree.QName(each).localname for each in metadata.iter(f"{FX}*")}
    assert opened.open_metadata().pdfa_status == "3B"


def test_a_reader_that_must_show_the_same_in_fifty_years_can(opened: pikepdf.Pdf) -> None:
    root = opened.Root
    assert opened.pdf_version == "1.7"
    assert not opened.is_encrypted
    assert "/Info" not in opened.trailer
    first, second = opened.trailer.ID
    assert bytes(first) == bytes(second)
    assert len(bytes(first)) == 16
    assert root.Lang == "de"
    (intent,) = root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert set(root.Names.keys()) == {"/EmbeddedFiles"}
    assert isinstance(root.OpenAction, pikepdf.Array)
    assert "/AA" not in root
    assert "/AcroForm" not in root
    for page in opened.pages:
        assert not {"/Annots", "/AA"} & set(page.obj.keys())
        assert page.Group.CS == "/DeviceRGB"
        assert not {"/XObject", "/ExtGState", "/Shading"} & set(page.Resources.keys())
        operators = {str(each.operator) for each in pikepdf.parse_content_stream(page)}
        assert operators <= {
            "BT",
            "ET",
            "Td",
            "Tf",
            "Tj",
            "RG",
            "G",
            "rg",
            "g",
            "q",
            "Q",
            "w",
            "J",
            "m",
            "l",
            "S",
        }


def test_machines_find_the_same_invoice_inside(opened: pikepdf.Pdf) -> None:
    (file,) = opened.Root.AF
    name, same = opened.Root.Names.EmbeddedFiles.Names
    assert name == file.F == file.UF == "factur-x.xml"
    assert same.objgen == file.objgen
    assert file.AFRelationship == "/Alternative"
    assert file.EF.F.Subtype == "/text/xml"
    assert file.EF.F.Params.ModDate == "D:20260304000000Z"
    assert file.EF.F.read_bytes() == invoice_xml(invoice())
    assert file.EF.F.Params.Size == len(invoice_xml(invoice()))


def test_people_read_all_that_law_wants_on_an_invoice(paper: Path) -> None:
    text = " ".join(text_of(paper).split())
    for part in (
        *("Rechnung R-2026-000123", "04.03.2026", "100234", "01.03.2026 – 28.02.2027"),
        *(SELLER.name, SELLER.street, "20457 Hamburg", SELLER.vat_id, SELLER.register, SELLER.directors),
        *(COMPANY.name, COMPANY.person, COMPANY.street, COMPANY.addition, "04109 Leipzig"),
        "Hosting-Paket L, Grundpreis 01.03.2026 – 28.02.2027 1 19 % 100,74 €",
        "Domain söhne.example",
        "−1 19 % −19,71 €",
        "19 % 103,58 € 19,68 € 123,26 €",
        "Rechnungsbetrag 123,26 €",
        "Wir ziehen 123,26 € am 11.03.2026 von Ihrem Konto ein.",
        *(DEBIT.mandate, SELLER.creditor_id, DEBIT.masked_iban),
        "Seite 1 von 1",
    ):
        assert part in text, text


def test_a_credit_note_says_what_it_corrects(tmp_path: Path) -> None:
    text = printed(invoice_pdf(credit_note()), tmp_path)
    assert "Rechnungskorrektur R-2026-000123" not in text
    assert "Rechnungskorrektur R-2026-000140" in text
    assert "zur Rechnung R-2026-000123 vom 04.03.2026" in text
    text = printed(invoice_pdf(credit_note(language="en")), tmp_path)
    assert "Credit note R-2026-000140" in text
    assert "for invoice R-2026-000123 of 4 Mar 2026" in text


def test_other_languages_get_english_and_the_file_says_so(tmp_path: Path) -> None:
    document = invoice_pdf(invoice(language="fr", debit=None))
    text = printed(document, tmp_path)
    assert "Please transfer €123.26 to our account by 18 Mar 2026." in text
    assert pikepdf.open(BytesIO(document)).Root.Lang == "en-GB"


def test_sixty_lines_stand_on_several_pages_that_each_say_which(long_paper: Path) -> None:
    pages = text_of(long_paper).rstrip("\f").split("\f")
    assert len(pages) == len(pikepdf.open(long_paper).pages) == 4
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} von 4" in page
        assert SELLER.vat_id in page
    starts = [line.split()[:3] for page in pages for line in page.splitlines() if "Hosting-Paket" in line]
    assert starts == [[str(number), "Hosting-Paket", str(number)] for number in range(1, 61)]
    for before, after in pairwise(pages):
        *_, leaving = (line.split() for line in before.splitlines() if "Übertrag" in line)
        arriving, *_ = (line.split() for line in after.splitlines() if "Übertrag" in line)
        assert leaving == arriving
        assert "Leistung" in after


@pytest.mark.parametrize(
    "name",
    ["Łukasz Žižka", "Đỗ Thị Ngọc Ánh", "Ґанна Ўладзімірава", "Ελευθέριος Ιωάννου", "Þóra Æsa Þórðardóttir"],
)
def test_names_come_out_as_they_went_in(name: str, tmp_path: Path) -> None:
    assert name in printed(invoice_pdf(invoice([PACKAGE], buyer=replace(COMPANY, name=name))), tmp_path)


def test_what_cannot_be_printed_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"U\+65E5 \(日\)"):
        invoice_pdf(invoice(buyer=replace(COMPANY, name="日本")))
    with pytest.raises(InvalidInput, match=r"^U\+001B cannot"):
        invoice_pdf(invoice([Item("\x1b[2J", 100)]))
    with pytest.raises(InvalidInput, match=r"^U\+000A cannot"):
        invoice_pdf(invoice([Item("a\nb", 100)]))


WRITTEN_ELSEWHERE = """
import hashlib
from tests.portal.documents.samples import invoice
from portal.documents.pdf import invoice_pdf
print(hashlib.sha256(invoice_pdf(invoice())).hexdigest())
"""


def test_the_same_invoice_is_the_same_file_wherever_and_whenever_it_is_written(paper: Path) -> None:
    bytes_here = invoice_pdf(invoice())
    assert bytes_here == paper.read_bytes()
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANGUAGE": "de"}
    there = subprocess.run(
        [sys.executable, "-c", WRITTEN_ELSEWHERE],
        env=env,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert there.stdout.strip() == hashlib.sha256(bytes_here).hexdigest()


def test_a_file_tells_when_it_was_issued_and_of_no_other_day(paper: Path, opened: pikepdf.Pdf) -> None:
    metadata = opened.Root.Metadata.read_bytes().decode("utf-8")
    assert metadata.count("2026-03-04T00:00:00+00:00") == 2
    today = dt.datetime.now(dt.UTC).date()
    assert today != ISSUED
    assert f"{today:%Y%m%d}".encode() not in paper.read_bytes()
