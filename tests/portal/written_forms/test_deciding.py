"""Holders, rejections, and the order of the steps."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotFound
from portal.written_forms import ContactRole, FormState
from storage.models.contracts import ActKind
from storage.models.domains import DomainState
from tests.portal.invoices.steps import ANNA, TODAY
from tests.portal.written_forms.steps import (
    HANDOVER,
    accepted,
    acts,
    change,
    contacts,
    domain_called,
    forms,
    nobody,
    printed,
    received,
    row,
    subjects,
)

if TYPE_CHECKING:
    from tests.portal.house import House


# Holders.


def test_a_domain_gets_another_holder_and_the_contract_stays(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example")
    access = house.access(jutta)
    accepted(house, access, change(package, domain_called(house, "juttas.example")))
    holder = contacts(house, "juttas.example")[ContactRole.HOLDER]
    assert (holder.name, holder.town, holder.email, holder.since) == (
        "Karol Łęcki", "Berlin", "karol@lecki.example", TODAY,
    )  # fmt: skip
    assert house.stored_package(package).customer_id == jutta.id
    assert acts(house, jutta.id)[-1] == "holder changed"
    assert subjects(house, jutta)[-1] == "juttas.example: Änderung des Domaininhabers"
    assert "Karol Łęcki. Bisher: Jutta Müller-Lüdenscheidt" in house.messages(jutta)[-1].body
    [shown] = house.portal.written_forms.package(access, package.id).domains
    assert (shown.holder, shown.is_partner) == ("Karol Łęcki", False)
    again = printed(house, access, change(package, domain_called(house, "juttas.example")), nobody())
    assert again.present == "Karol Łęcki"


def test_an_admin_c_is_the_holder_until_there_is_another(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.it")
    domain = domain_called(house, "juttas.it")
    access = house.access(jutta)
    accepted(house, access, change(package, domain), last_name="Inhaber")
    form = printed(house, access, change(package, domain, ContactRole.ADMIN_C), nobody())
    assert form.present == "Karol Inhaber"
    house.portal.written_forms.withdraw(access, form.id)
    accepted(house, access, change(package, domain, ContactRole.ADMIN_C), last_name="Verwalter")
    found = contacts(house, "juttas.it")
    assert {role: contact.name for role, contact in found.items()} == {
        ContactRole.HOLDER: "Karol Inhaber",
        ContactRole.ADMIN_C: "Karol Verwalter",
    }


def test_a_holder_must_be_known_whole(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example")
    about = change(package, domain_called(house, "juttas.example"))
    form = printed(house, house.access(jutta), about, nobody())
    care = house.portal.operator.forms
    care.received(ANNA, form.number)
    with pytest.raises(InvalidInput) as caught:
        care.accept(ANNA, form.number)
    assert {"first_name", "last_name", "street", "email"} <= set(caught.value.problems)


def test_moving_house_does_not_change_a_domains_holder(house: House) -> None:
    jutta = house.customer()
    house.package(jutta, "juttas.example")
    access = house.access(jutta)
    seen = house.portal.customers.show(access).address
    house.portal.customers.change_address(access, seen.model_copy(update={"town": "Bonn"}), seen)
    assert contacts(house, "juttas.example")[ContactRole.HOLDER].town == "Köln"


def test_a_domain_that_went_meanwhile_is_said_with_the_way_out(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example", domains=["weg.example"])
    domain = domain_called(house, "weg.example")
    number = received(house, house.access(jutta), change(package, domain))
    with house.storage.writing() as work:
        work._session.get_one(type(domain), domain.id).state = DomainState.ENDED
        work.commit()
    with pytest.raises(Conflict, match=r"is not in the package juttas\.example any more\. If it stays so"):
        house.portal.operator.forms.accept(ANNA, number)
    house.portal.operator.forms.reject(ANNA, number, "The domain is gone")
    assert row(house, number).state is FormState.REJECTED


# Rejections.


def test_a_rejection_tells_its_reason_and_changes_nothing(house: House) -> None:
    jutta = house.customer()
    access = house.access(jutta)
    number = received(house, access, HANDOVER)
    house.portal.operator.forms.reject(ANNA, number, "  Die zweite   Unterschrift fehlt ")
    [form] = forms(house, access)
    assert (form.state, form.reason) == (FormState.REJECTED, "Die zweite Unterschrift fehlt.")
    assert house.stored(jutta).name == jutta.name
    assert acts(house, jutta.id) == ["form printed", "form received", "form rejected"]
    assert "Die zweite Unterschrift fehlt." in house.messages(jutta)[-1].body
    assert house.actions()[-1] == "form rejected"
    assert house.audit()[-1].actor == "operator anna"
    assert received(house, access, HANDOVER) == "F-2026-000002"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 500, "a\u202eb"])
def test_a_rejection_needs_a_reason_that_can_be_told(house: House, reason: str) -> None:
    number = received(house, house.access(house.customer()), HANDOVER)
    with pytest.raises(InvalidInput):
        house.portal.operator.forms.reject(ANNA, number, reason)
    assert row(house, number).state is FormState.RECEIVED


def test_what_waits_for_its_day_can_still_be_rejected_what_was_done_cannot(house: House) -> None:
    jutta = house.customer()
    access = house.access(jutta)
    care = house.portal.operator.forms
    waits = accepted(house, access, HANDOVER, TODAY + dt.timedelta(days=3)).form
    care.reject(ANNA, waits.number, "Beide haben es sich anders überlegt.")
    house.clock.forward(days=4)
    assert not house.portal.operator.due.run(ANNA).done
    done = accepted(house, house.access(jutta), HANDOVER).form
    with pytest.raises(Conflict, match="F-2026-000002 is accepted already"):
        care.reject(ANNA, done.number, "Zu spät.")


# Steps in their order.


def test_steps_are_taken_once_and_in_their_order(house: House) -> None:
    access = house.access(house.customer())
    care = house.portal.operator.forms
    form = printed(house, access, HANDOVER, nobody())
    for attempt in (lambda: care.accept(ANNA, form.number), lambda: care.reject(ANNA, form.number, "Nein.")):
        with pytest.raises(Conflict, match="is only printed"):
            attempt()
    assert care.received(ANNA, form.number.lower()).received_at == house.clock.now()
    with pytest.raises(Conflict, match="was received already"):
        care.received(ANNA, form.number)
    care.reject(ANNA, form.number, "Nein.")
    for attempt in (
        lambda: care.received(ANNA, form.number),
        lambda: care.accept(ANNA, form.number),
        lambda: care.reject(ANNA, form.number, "Nein."),
    ):
        with pytest.raises(Conflict, match="was rejected"):
            attempt()
    other = printed(house, access, HANDOVER, nobody())
    house.portal.written_forms.withdraw(access, other.id)
    with pytest.raises(Conflict, match="was withdrawn"):
        care.received(ANNA, other.number)


def test_a_number_that_nobody_printed_is_not_found(house: House) -> None:
    care = house.portal.operator.forms
    for attempt in (
        lambda: care.received(ANNA, "F-2026-000009"),
        lambda: care.accept(ANNA, "F-2026-000009"),
        lambda: care.reject(ANNA, "F-2026-000009", "Nein."),
    ):
        with pytest.raises(NotFound, match="There is no form with the number F-2026-000009"):
            attempt()


def test_what_is_killed_before_its_end_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    jutta = house.customer()
    house.package(jutta, "juttas.example")
    number = received(house, house.access(jutta), HANDOVER)
    before = house.everything()

    def stop(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.operator.forms.FormCare._note", stop)
    with pytest.raises(KeyboardInterrupt):
        house.portal.operator.forms.accept(ANNA, number)
    assert house.everything() == before
    monkeypatch.undo()
    assert house.portal.operator.forms.accept(ANNA, number).partner_number


def test_a_change_on_its_day_is_counted_as_such(house: House) -> None:
    jutta = house.customer()
    package = house.package(jutta, "juttas.example")
    about = change(package, domain_called(house, "juttas.example"))
    accepted(house, house.access(jutta), about, TODAY + dt.timedelta(days=1))
    assert contacts(house, "juttas.example") == {}
    house.clock.forward(days=1)
    assert house.portal.operator.due.run(ANNA).done == {ActKind.HOLDER_CHANGED: 1}
    assert contacts(house, "juttas.example")[ContactRole.HOLDER].name == "Karol Łęcki"
