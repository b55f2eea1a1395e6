"""Every act that is confirmed leaves the same on paper, by mail and on record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.contract_acts.recording import put_on_record
from portal.documents.confirmation import Section, Told, confirmation_pdf
from portal.errors import NotFound
from portal.invoices.papers import buyer_of, writer_of
from portal.paging import PageRequest
from portal.settings import Settings
from storage.models.contracts import ActKind, ContractAct
from tests.portal.documents.test_pdf import printed
from tests.programs import ran

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.customers import Customer
    from tests.portal.house import House

TOLD = Told(
    "Bestätigung Ihrer Kündigung",
    "Sie haben Ihr Paket beispiel.de gekündigt.",
    (Section("Was damit endet", (("Domain", "beispiel.de"), ("Postfächer", "4 · 1,2 GB"))),),
)


def confirmed(house: House, customer: Customer, told: Told = TOLD, details: str = "beispiel.de") -> int:
    act = ContractAct(
        customer_id=customer.id,
        kind=ActKind.TERMINATED,
        at=house.clock.now(),
        effective_on=dt.date(2026, 12, 31),
        details=details,
    )
    with house.storage.writing() as work:
        act_id = put_on_record(work, house.settings, customer, act, told)
        work.commit()
    return act_id


def test_details_that_are_too_long_are_cut(house: House) -> None:
    customer = house.customer()
    confirmed(house, customer, details="ä" * 501)
    [act] = house.portal.contract_acts.page(house.access(customer), PageRequest()).rows
    assert act.details == "ä" * 500


def test_paper_and_message_say_what_was_done_and_when_it_was_received(house: House, tmp_path: Path) -> None:
    customer = house.customer()
    access = house.access(customer)
    act_id = confirmed(house, customer)
    paper = printed(house.portal.contract_acts.paper(access, act_id), tmp_path)
    for words in (
        "Bestätigung Ihrer Kündigung",
        "Sie haben Ihr Paket beispiel.de gekündigt.",
        "Was damit endet",
        "4 · 1,2 GB",
        "22.11.2026, 14:05 Uhr",
        customer.number,
        "V-00000001",
        "Musterhost GmbH",
    ):
        assert words in paper
    [message] = house.messages(customer)
    assert message.subject == TOLD.title
    assert "Domain: beispiel.de\nPostfächer: 4 · 1,2 GB" in message.body
    assert "Vorgang V-00000001" in message.body
    [act] = house.portal.contract_acts.page(access, PageRequest()).rows
    assert (act.kind, act.domain, act.details, act.has_paper) == (
        ActKind.TERMINATED,
        "",
        "beispiel.de",
        True,
    )


def test_nobody_else_gets_the_paper(house: House) -> None:
    act_id = confirmed(house, house.customer())
    stranger = house.access(house.customer())
    with pytest.raises(NotFound):
        house.portal.contract_acts.paper(stranger, act_id)
    assert not house.portal.contract_acts.page(stranger, PageRequest()).rows


def test_a_name_that_the_type_lacks_is_printed_in_latin_letters(house: House, tmp_path: Path) -> None:
    customer = house.customer(first_name="明", last_name="李")
    told = Told("Bestätigung", "Paket 例.example\nDanach \x1b]0;x", (Section("A\x07", (("B\n", "C\x9b"),)),))
    paper = printed(
        house.portal.contract_acts.paper(house.access(customer), confirmed(house, customer, told)), tmp_path
    )
    assert "Ming Li" in paper
    assert "Paket Li .example" in paper
    assert "Danach ?]0;x" in paper
    assert "A?" in paper


def test_control_characters_that_got_into_a_name_are_question_marks(house: House, tmp_path: Path) -> None:
    customer = house.customer()
    told = Told("Bestätigung", "Paket \x1b]52;c\x07.example\nZweite Zeile")
    paper = printed(
        house.portal.contract_acts.paper(house.access(customer), confirmed(house, customer, told)), tmp_path
    )
    assert "Paket ?]52;c?.example\n" in paper


def test_a_provider_who_has_said_nothing_of_themselves_confirms_by_its_brand(
    house: House, tmp_path: Path
) -> None:
    customer = house.customer()
    received = dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    writer = writer_of(Settings(brand="Musterhost"))
    told = Told(
        "Confirmation", "Word " * 3000, (Section("Rows", tuple((f"Row {n}", "x") for n in range(90))),)
    )
    made = [
        confirmation_pdf(told, "en", writer, buyer_of(customer), customer.number, "V-00000001", received)
        for _time in range(2)
    ]
    assert made[0] == made[1]
    paper = printed(made[0], tmp_path)
    assert "Musterhost" in paper
    assert "Row 89" in paper
    assert "Page 1 of 6" in paper
    assert "IBAN" not in paper
    assert "No syntax or stream encoding errors found" in ran("qpdf", "--check", tmp_path / "document.pdf")
