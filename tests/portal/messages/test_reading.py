from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.contract_acts.recording import put_on_record
from portal.documents.confirmation import Told
from portal.errors import NotFound
from portal.messages import MessageKind
from portal.paging import PageRequest
from storage.models.contracts import ActKind, ContractAct
from tests.portal.invoices.steps import bill, payer

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.messages import MessageView
    from storage.models.customers import Customer
    from tests.portal.house import House

NEWEST_FIRST = PageRequest(descending=True, count=True)


def tell(house: House, customer: Customer, subject: str, body: str = "Text") -> None:
    with house.storage.writing() as work:
        work.messages.queue(customer.id, f"event {subject}", customer.email, subject, body, house.clock.now())
        work.commit()
    house.clock.forward(seconds=1)


def listed(house: House, access: CustomerAccess, text: str = "") -> list[MessageView]:
    request = PageRequest(descending=True, filter=text)
    return list(house.portal.messages.page(access, request).rows)


def test_the_newest_comes_first_and_what_was_not_opened_is_marked(house: House, jutta: Customer) -> None:
    access = house.access(jutta)
    for subject in ("Erste", "Zweite", "Dritte"):
        tell(house, jutta, subject)
    first, second, third = listed(house, access)[::-1]
    assert [view.subject for view in (first, second, third)] == ["Erste", "Zweite", "Dritte"]
    opened = house.portal.messages.read(access, second.id)
    assert (opened.view, opened.body, opened.addresses) == (second, "Text", [jutta.email])
    assert [view.is_unread for view in listed(house, access)] == [True, False, True]
    assert house.portal.messages.count_unread(access) == 2
    assert not house.portal.messages.read(access, second.id).view.is_unread


def test_what_came_while_one_looked_stays_unread_when_all_are_taken_as_read(
    house: House, jutta: Customer
) -> None:
    access = house.access(jutta)
    tell(house, jutta, "Gesehen")
    shown = listed(house, access)
    tell(house, jutta, "Kam eben")
    assert house.portal.messages.mark_all_read(access, shown[0].id) == 1
    assert house.portal.messages.mark_all_read(access, shown[0].id) == 0
    assert [(view.subject, view.is_unread) for view in listed(house, access)] == [
        ("Kam eben", True),
        ("Gesehen", False),
    ]


def test_the_filter_finds_subjects_and_texts(house: House, jutta: Customer) -> None:
    access = house.access(jutta)
    tell(house, jutta, "Ihre Rechnung R-2026-000007", "59,88 €")
    tell(house, jutta, "Ihre Anschrift", "Neue ÜBERWEISUNG an 100% Müller_Söhne")
    assert [view.subject for view in listed(house, access, "r-2026")] == ["Ihre Rechnung R-2026-000007"]
    assert [view.subject for view in listed(house, access, "überweisung")] == ["Ihre Anschrift"]
    assert [view.subject for view in listed(house, access, "100%")] == ["Ihre Anschrift"]
    assert listed(house, access, "müllerxsöhne") == []


def test_another_customers_message_is_not_there(house: House, jutta: Customer) -> None:
    tell(house, jutta, "Nur für Jutta")
    [own] = listed(house, house.access(jutta))
    stranger = house.access(house.customer())
    for use in (house.portal.messages.read, house.portal.messages.paper):
        with pytest.raises(NotFound):
            use(stranger, own.id)
    assert house.portal.messages.mark_all_read(stranger, own.id) == 0
    assert house.portal.messages.page(stranger, NEWEST_FIRST).total == 0
    assert [view.is_unread for view in listed(house, house.access(jutta))] == [True]


def test_the_document_of_an_invoice_is_the_invoice(house: House) -> None:
    customer = payer(house)
    house.package(customer)
    bill(house)
    access = house.access(customer)
    [message] = listed(house, access)
    assert (message.kind, message.has_paper) == (MessageKind.INVOICE, True)
    paper = house.portal.messages.paper(access, message.id)
    assert paper.name == "Rechnung-R-2026-000001.pdf"
    assert paper.content == house.portal.invoices.pdf(access, 1).content


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Bestaetigung-V-00000001.pdf"), ("en", "confirmation-V-00000001.pdf"), ("fr", "confirmation-V-")],
)
def test_the_document_of_an_act_is_its_confirmation(house: House, language: str, name: str) -> None:
    customer = house.customer(language=language)
    act = ContractAct(
        customer_id=customer.id,
        kind=ActKind.TERMINATED,
        at=house.clock.now(),
        effective_on=dt.date(2026, 12, 31),
    )
    with house.storage.writing() as work:
        act_id = put_on_record(work, house.settings, customer, act, Told("Ende", "Alles endet."))
        work.commit()
    access = house.access(customer)
    [message] = listed(house, access)
    assert (message.kind, message.has_paper) == (MessageKind.CONTRACT, True)
    paper = house.portal.messages.paper(access, message.id)
    assert paper.name.startswith(name)
    assert paper.content == house.portal.contract_acts.paper(access, act_id)


def test_a_message_without_a_document_says_so(house: House, jutta: Customer) -> None:
    access = house.access(jutta)
    tell(house, jutta, "Ihre Anschrift")
    [message] = listed(house, access)
    assert not message.has_paper
    with pytest.raises(NotFound, match="No document goes with this message"):
        house.portal.messages.paper(access, message.id)


def test_opening_the_list_takes_as_many_statements_whatever_there_is(house: House, jutta: Customer) -> None:
    access = house.access(jutta)
    counts = []
    for _round in range(2):
        for number in range(30):
            tell(house, jutta, f"Nr. {house.clock.now()} {number}")
        with house.statements() as statements:
            house.portal.messages.page(access, NEWEST_FIRST)
            house.portal.messages.count_unread(access)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Ihre Anschrift wurde geändert."), ("en", "was changed.")]
)
def test_customers_are_told_in_their_language(house: House, language: str, said: str) -> None:
    customer = house.customer(language=language)
    access = house.access(customer)
    seen = house.portal.customers.show(access).address
    house.portal.customers.change_address(access, seen.model_copy(update={"town": "Bonn"}), seen)
    [told] = house.messages(customer)
    assert said in told.body
    assert told.language == language
