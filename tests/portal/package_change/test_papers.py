"""What customers have in hand of a package change: on paper and by mail, in their language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import NotFound, OwesInvoice
from portal.paging import PageRequest
from storage.models.contracts import ActKind
from storage.models.products import Resource
from tests.portal.documents.test_pdf import printed
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import ANNA, bill, came_back
from tests.portal.package_change.steps import MEDIUM, Hosting, go_to

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House


def paper(hosting: Hosting, act_id: int, folder: Path) -> str:
    """The text of a confirmation, wherever its lines are broken."""
    content = hosting.house.portal.contract_acts.paper(hosting.access, act_id)
    return " ".join(printed(content, folder).split())


def order(hosting: Hosting, code: str) -> int:
    """Order a change; gives the act's id."""
    return hosting.house.portal.package_change.order(hosting.access, hosting.plan(code), PASSWORD).act_id


def test_an_upgrade_is_confirmed_with_price_quotas_and_what_the_next_invoice_will_have(
    house: House, tmp_path: Path
) -> None:
    go_to(house, dt.date(2026, 7, 1))
    hosting = Hosting(house)
    act_id = order(hosting, "l")
    told = paper(hosting, act_id, tmp_path)
    for words in (
        "Bestätigung Ihres Paketwechsels",
        "Ihr Paket beispiel.de ist seit dem 01.07.2026 Hosting L; vorher war es Hosting M.",
        "59,88 € für 12 Monate",
        "Ab 01.07.2026",
        "119,88 € für 12 Monate",
        "50, bisher 25",
        "Auf Ihrer nächsten Rechnung",
        "01.07.2026 – 31.12.2026: 60,43 €",
        "−30,19 €",
        "30,24 €",
        "V-00000001",
    ):
        assert words in told
    message = house.messages(hosting.customer)[-1]
    read = house.portal.contract_acts.told(hosting.access, act_id)
    assert (read.title, read.text) == (message.subject, message.body)
    assert "Zusammen: 30,24" in message.body


def test_what_is_not_billed_yet_is_said_to_cost_nothing_extra(house: House, tmp_path: Path) -> None:
    hosting = Hosting(house, started_on=dt.date(2026, 11, 22), billed_until=None)
    assert "Es wird nichts zusätzlich berechnet" in paper(hosting, order(hosting, "l"), tmp_path)


def test_a_downgrade_and_taking_it_back_are_confirmed_in_the_customers_language(
    house: House, tmp_path: Path
) -> None:
    hosting = Hosting(house)
    house.change(hosting.customer, language="en")
    told = paper(hosting, order(hosting, "s"), tmp_path)
    for words in (
        "Confirmation of the package change that you ordered",
        "That holds from 1 Jan 2027 on. Until 31 Dec 2026 you can retract it.",
        "From 1 Jan 2027",
        "€23.88 for 12 months",
        "5, before that 25",
        "not included, before that 5",
    ):
        assert words in told
    act_id = house.portal.package_change.retract(hosting.access, hosting.package.id, PASSWORD)
    assert "You retracted the change of your package beispiel.de to Hosting S. It stays Hosting M." in paper(
        hosting, act_id, tmp_path
    )
    acts = house.portal.contract_acts.page(hosting.access, PageRequest(descending=True)).rows
    assert [(act.kind, act.has_paper) for act in acts] == [
        (ActKind.DOWNGRADE_RETRACTED, True),
        (ActKind.DOWNGRADE_ORDERED, True),
    ]


def test_an_upgrade_says_what_it_cancels_and_both_stand_on_record(hosting: Hosting, tmp_path: Path) -> None:
    order(hosting, "s")
    told = paper(hosting, order(hosting, "l"), tmp_path)
    assert "Der Wechsel zu Hosting S, den Sie bestellt hatten, entfällt damit." in told


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("de", "Ihr Paket wurde gewechselt", "ist seit dem 01.01.2027 Hosting S, wie Sie es bestellt haben."),
        ("en", "Your package was changed", "is Hosting S since 1 Jan 2027, as you ordered."),
        ("fr", "Your package was changed", "is Hosting S since 1 Jan 2027, as you ordered."),
    ],
)
def test_what_happens_on_the_day_is_told_without_a_paper(
    hosting: Hosting, language: str, subject: str, words: str
) -> None:
    house = hosting.house
    order(hosting, "s")
    house.change(hosting.customer, language=language)
    go_to(house, dt.date(2027, 1, 1))
    house.portal.operator.due.run(ANNA)
    message = house.messages(hosting.customer)[-1]
    assert message.subject == subject
    assert words in message.body
    assert "Kundenpasswort" not in message.body  # nobody did this
    access = house.access(hosting.customer)
    [act, _ordered] = house.portal.contract_acts.page(access, PageRequest(descending=True)).rows
    assert (act.kind, act.has_paper) == (ActKind.DOWNGRADED, False)
    with pytest.raises(NotFound):
        house.portal.contract_acts.paper(access, act.id)
    assert house.portal.contract_acts.told(access, act.id).title == subject


def test_nobody_reads_what_somebody_else_was_told(hosting: Hosting) -> None:
    act_id = order(hosting, "l")
    stranger = hosting.house.customer()
    with pytest.raises(NotFound):
        hosting.house.portal.contract_acts.told(hosting.house.access(stranger), act_id)


def test_the_invoice_that_must_be_settled_first_is_named(house: House) -> None:
    hosting = Hosting(house, started_on=dt.date(2026, 11, 22), billed_until=None)
    bill(house)
    came_back(house, "MS03")
    hosting.access = house.access(hosting.customer)
    with pytest.raises(OwesInvoice) as refused:
        hosting.plan("l")
    assert refused.value.number == "R-2026-000001"


def test_the_offer_says_which_product_is_pending(hosting: Hosting) -> None:
    assert hosting.house.portal.package_change.offer(hosting.access, hosting.package.id).pending_code == ""
    order(hosting, "s")
    assert hosting.house.portal.package_change.offer(hosting.access, hosting.package.id).pending_code == "s"
    assert hosting.contract.becomes_product_id == hosting.small.id


def test_sizes_stand_in_the_units_people_know(hosting: Hosting, tmp_path: Path) -> None:
    sizes = {Resource.WEBSPACE: 2_560_000, Resource.MAIL_STORAGE: 512}
    hosting.house.product(MEDIUM | sizes, code="x", name="Hosting X", rank=2000)
    told = paper(hosting, order(hosting, "x"), tmp_path)
    assert "2.500 GB, bisher 5 GB" in told
    assert "512 MB, bisher 5 GB" in told
