"""The email by which visitors order: what their mail program opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.domain_names import ascii_name
from portal.webshop.catalogue.ordering import LONGEST
from portal.webshop.models import OptionSettings
from storage.models.webshop import OptionKind
from tests.portal.webshop.front import OrderMail
from tests.portal.webshop.test_catalogue import EVIL

if TYPE_CHECKING:
    from tests.portal.webshop.front import Front


def order(front: Front, address: str = "/products/T-1.html") -> OrderMail:
    """The order that a page of the catalogue opens."""
    front.publish()
    [link] = front.page(address).iterfind(".//a[@class='order']")
    return OrderMail(link.get("href"))


def test_a_product_is_ordered_with_number_price_and_lines_to_fill_in(front: Front) -> None:
    mail = order(front)
    assert (mail.to, mail.subject) == ("tee@tee.example", "Bestellung T-1")
    assert mail.lines == [
        "Ich bestelle zahlungspflichtig bei Teehaus Jutta:",
        "",
        "Artikel: T-1, Green tea",
        "Einzelpreis: 10,00 €",
        "Anzahl: 1",
        "",
        "Versand: Parcel (4,90 €)",
        "Zahlung: Transfer (kostenlos)",
        "",
        "Name: ",
        "Straße und Hausnummer: ",
        "PLZ und Ort: ",
        "Land: ",
        "Telefon (freiwillig): ",
        "",
        "Anmerkung: ",
        "",
        "AGB und Widerrufsbelehrung habe ich gelesen:",
        "https://tee.example/terms/",
        "https://tee.example/withdrawal/",
    ]


def test_it_speaks_the_language_of_the_shop(front: Front) -> None:
    front.change_settings(language="en")
    mail = order(front)
    assert mail.subject == "Order T-1"
    assert mail.lines[:4] == [
        "I order from Teehaus Jutta, with obligation to pay:",
        "",
        "Product: T-1, Green tea",
        "Price of one: €10.00",
    ]


def test_the_form_of_several_products_can_be_copied_too(front: Front) -> None:
    mail = order(front, "/order/")
    assert (mail.subject, mail.lines.count("Artikelnummer: ")) == ("Bestellung", 3)
    copied = front.page("/order/").findtext(".//pre")
    assert copied.rstrip("\n").split("\n") == mail.lines
    assert "tee@tee.example" in front.says("/order/")


def test_one_of_several_kinds_is_to_be_chosen_and_a_link_never_gets_too_long(front: Front) -> None:
    def offer(name: str, cents: int) -> None:
        option = OptionSettings(kind=OptionKind.SHIPPING, name=name, price_cents=cents)
        front.portal.shop_options.add(front.access, option)

    offer("Pick-up", 0)
    assert "Versand (bitte eines stehen lassen): Pick-up (kostenlos) / Parcel (4,90 €)" in order(front).lines
    for place in range(20):
        offer(f"By messenger {place} of the town, in the evening", 900)
    mail = order(front)
    assert "Versand: " in mail.lines
    [link] = front.page("/products/T-1.html").iterfind(".//a[@class='order']")
    assert len(link.get("href")) <= LONGEST


@pytest.mark.parametrize(
    "typed",
    [EVIL, "a&cc=evil@example.org&bcc=x", "a?b#c%0D%0ABcc: x", "50 % Rabatt + mehr; = Äpfel/Birnen 🍵"],
)
def test_nothing_that_is_typed_becomes_another_field_of_the_mail(front: Front, typed: str) -> None:
    front.change_settings(name=typed)
    front.product("E-1", typed, stock=1)
    mail = order(front, "/products/E-1.html")
    assert mail.lines[0] == f"Ich bestelle zahlungspflichtig bei {' '.join(typed.split())}:"
    assert mail.lines[2] == f"Artikel: E-1, {typed}"


def test_the_address_is_one_that_every_mail_program_knows(front: Front) -> None:
    front.change_settings(email="o'neil+tee&mehr@müßig-söhne.de")
    assert order(front).to == f"o'neil+tee&mehr@{ascii_name('müßig-söhne.de')}"
