"""Products from a file: what is recognised, what is refused, and all or nothing."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput
from portal.paging import PageRequest
from storage.models.products import Resource

if TYPE_CHECKING:
    from portal.webshop.importing import ProductImportPreview
    from tests.portal.webshop.steps import Shop

SAMPLE = Path(__file__).parents[3] / "docs" / "sample-products.csv"

HEAD = "number,name,text,price,tax,stock,category,on_sale,picture\n"


def preview(shop: Shop, content: str | bytes) -> ProductImportPreview:
    data = content.encode() if isinstance(content, str) else content
    return shop.portal.shop_import.preview(shop.access, data)


def problems(shop: Shop, line: str) -> list[tuple[int, str, str]]:
    found = preview(shop, f"{HEAD}{line}\n").problems
    return [(each.line, each.field, each.sentence) for each in found]


def listed(shop: Shop) -> dict[str, tuple[str, int, int, int, str]]:
    return {
        row.settings.number: (
            row.settings.name,
            row.settings.price_cents,
            row.settings.tax_rate,
            row.settings.stock,
            row.category,
        )
        for row in shop.portal.shop_products.page(shop.access, PageRequest()).page.rows
    }


def test_a_file_adds_and_changes_and_makes_categories(shop: Shop) -> None:
    content = HEAD + 'T-1,Green tea,,11.50,7,20,Tea,yes,\nT-2,"Tea, black",Strong,9,7%,5,Tea,no,tea.png\n'
    seen = preview(shop, content)
    assert (seen.added, seen.changed, seen.unchanged, seen.categories) == (1, 1, 0, ("Tea",))
    assert seen.good
    assert listed(shop) == {"T-1": ("Green tea", 1000, 7, 10, "")}
    assert shop.portal.shop_import.run(shop.access, content.encode()) == 2
    assert listed(shop) == {
        "T-1": ("Green tea", 1150, 7, 20, "Tea"),
        "T-2": ("Tea, black", 900, 7, 5, "Tea"),
    }
    assert shop.used(Resource.PRODUCTS) == 2
    again = preview(shop, content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert shop.portal.shop_import.run(shop.access, content.encode()) == 0


def test_what_a_file_leaves_out_stays(shop: Shop) -> None:
    assert shop.portal.shop_import.run(shop.access, b"number;stock\nT-1;3\n") == 1
    assert listed(shop) == {"T-1": ("Green tea", 1000, 7, 3, "")}


def test_encoding_and_delimiter_are_recognised_and_said(shop: Shop) -> None:
    lines = [["number", "name", "price"], ["T-2", "Grüner Tee", "12.90"]]
    encodings = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "latin-1": "Latin-1", "cp1252": "Latin-1"}
    for encoding, delimiter in product(encodings, ",;"):
        content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
        seen = preview(shop, content)
        assert (seen.encoding, seen.delimiter) == (encodings[encoding], delimiter)
        assert seen.first == ("T-2 Grüner Tee",)
        shop.portal.shop_import.run(shop.access, content)
        assert listed(shop)["T-2"][:2] == ("Grüner Tee", 1290)


WRONG = {
    "T-2,Tee,,1,19.0,1,,,": ("tax", "The tax rate is a whole number of percent: 19, 7, 0."),
    'T-2,Tee,,1,"19,0",1,,,': ("tax", "The tax rate is a whole number of percent: 19, 7, 0."),
    "T-2,Tee,,-1,19,1,,,": ("price", "A price cannot be negative."),
    "T-2,Tee,,1.999,19,1,,,": ("price", "A price has two decimals at most, such as 24.90."),
    "T-2,Tee,,1,19,ten,,,": ("stock", "This must be a whole number, such as 10."),
    "T-2,,,1,19,1,,,": ("name", "Please fill in this field."),
    "T-2,Tee,,,19,1,,,": ("price", "Please fill in this field."),
    "T-2,Tee,,1,19,1,,perhaps,": ("on_sale", "This must be yes or no."),
    "T-2,Tee,,1,19,1,,,../x.png": ("picture", "This is no name of a file in the folder of images."),
    "T-2,T\x1bee,,1,19,1,,,": ("name", "Character U+001B cannot be used here. Please remove it."),
    f"T-2,Tee,,1,19,1,{'x' * 201},,": ("category", "This is too long: 200 characters at most."),
    "T-2,Tee,,1,19,1,,,,more": ("", "There are more values than columns in this line."),
}
"""Lines with the column and the sentence of what is wrong."""


def test_what_is_wrong_is_told_by_line_and_column(shop: Shop) -> None:
    for line, problem in WRONG.items():
        assert problems(shop, line) == [(2, *problem)]
        with pytest.raises(InvalidInput, match=r"^Line 2"):
            shop.portal.shop_import.run(shop.access, f"{HEAD}{line}\n".encode())
    assert set(listed(shop)) == {"T-1"}


def test_one_wrong_line_keeps_all_others_out(shop: Shop) -> None:
    content = f"{HEAD}T-7,Good,,1,19,1,New,,\nT-8,Bad,,ten,19,1,,,\n".encode()
    with pytest.raises(InvalidInput, match="Line 3, price: A price is written like this"):
        shop.portal.shop_import.run(shop.access, content)
    assert set(listed(shop)) == {"T-1"}
    assert shop.portal.shop_categories.choices(shop.access) == ()


def test_the_sample_file_is_taken_in(shop: Shop) -> None:
    content = SAMPLE.read_bytes()
    seen = preview(shop, content)
    assert (seen.added, seen.delimiter, seen.problems) == (6, ";", ())
    assert shop.portal.shop_import.run(shop.access, content) == 6
    assert listed(shop)["TE-01"] == ("Grüner Tee, 100 g", 890, 7, 40, "Tee")


def test_a_number_stands_in_a_file_once(shop: Shop) -> None:
    assert problems(shop, "T-2,Tee,,1,19,1,,,\nT-2,Tee,,2,19,1,,,") == [
        (3, "number", "This number stands in line 2 already.")
    ]


NO_TABLE = {
    b"": "The first line must name the columns",
    b"number,name\n": "There is no product in this file",
    b"number,colour\nT-2,red\n": "The first line must name the columns",
    b"number,number\nT-2,T-3\n": "names a column twice",
    "number\nT-2\n".encode("utf-16"): "This is no text in UTF-8",
}


def test_what_is_no_table_is_refused(shop: Shop) -> None:
    for content, sentence in NO_TABLE.items():
        with pytest.raises(InvalidInput, match=sentence):
            preview(shop, content)


def test_an_export_comes_back_the_same_and_runs_no_formula(shop: Shop) -> None:
    for number, name in enumerate(('=HYPERLINK("http://x")', "+1", "-1", "@x", 'A "quoted", one')):
        shop.product(f"F-{number}", name, text="One\nTwo", tax_rate=0)
    exported = shop.portal.shop_import.export(shop.access)
    for cell in ("'=HYPERLINK", "'+1", "'-1", "'@x"):
        assert cell in exported.decode("utf-8-sig")
    before = listed(shop)
    assert preview(shop, exported).unchanged == 6
    with shop.house.storage.writing() as work:
        for product, _category in list(work.webshop.all_products(shop.access)):
            work.webshop.remove(work._session.merge(product))
        work.commit()
    assert shop.portal.shop_import.run(shop.access, exported) == 6
    assert listed(shop) == before
