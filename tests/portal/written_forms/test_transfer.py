"""Domain transfer: a package gets another contract partner, and each pays for their own days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotAllowed, NotFound, PortalError
from portal.written_forms import ContactRole, FormState
from storage.models.contracts import ActKind
from storage.models.customers import CustomerState
from storage.models.packages import Contract, PackageState
from storage.models.services import AdditionalService
from tests.portal.house import MASTER_PASSWORD, PACKAGE_PASSWORD, REFUSED
from tests.portal.invoices.steps import ANNA, TODAY, bill, invoices
from tests.portal.written_forms.steps import (
    acts,
    contacts,
    numbered,
    received,
    row,
    subjects,
    transfer,
    waiting,
)

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House


def contract_of(house: House, package: Package) -> Contract:
    with house.storage.reading() as work:
        return work._session.get_one(Contract, package.id)


def both(house: House) -> tuple[Customer, Customer]:
    """Who gives and who gets; they pay by transfer."""
    return house.customer(), house.customer(
        first_name="Karol", last_name="Łęcki", email="karol@lecki.example"
    )


def test_a_package_belongs_to_its_new_partner_with_everything_in_it(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(
        jutta, "juttas.example", password=PACKAGE_PASSWORD, master=MASTER_PASSWORD, domains=["zweite.example"]
    )
    access = house.access(jutta)
    webmaster = house.package_access("juttas.example")
    inside = house.portal.packages.open(access, package.id)
    number = received(house, access, transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    stored = house.stored_package(package)
    assert stored.customer_id == karol.id
    assert (stored.password_hash, stored.master_password_hash) == (None, None)
    assert stored.revision == package.revision + 1
    for gone in (inside, webmaster):
        with pytest.raises(NotAllowed):
            house.portal.packages.overview(gone)
    with pytest.raises(PortalError, match=REFUSED):
        house.package_access("juttas.example")
    house.portal.customers.show(access)  # the customer who gave it stays signed in
    with pytest.raises(NotFound):
        house.portal.packages.open(access, package.id)
    assert house.portal.packages.open(house.access(karol), package.id).package_id == package.id
    for name in ("juttas.example", "zweite.example"):
        assert contacts(house, name)[ContactRole.HOLDER].name == jutta.name
    assert acts(house, jutta.id)[-2:] == ["form accepted", "domain transferred"]
    assert acts(house, karol.id) == ["domain transferred"]
    assert subjects(house, jutta)[-1] == "juttas.example: übertragen"
    assert subjects(house, karol)[-1] == "juttas.example: an Sie übertragen"
    assert karol.name not in "".join(message.body for message in house.messages(jutta))


def test_each_pays_for_their_own_days_exact_to_the_cent(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta, agreed={"billed_until": dt.date(2026, 12, 31)})
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    share = 656  # 59.88 for 40 of 365 days, from 22 November to 31 December
    assert waiting(house, jutta.id) == [("Gutschrift Webhosting M", -share)]
    assert waiting(house, karol.id) == [("Webhosting M", share)]
    bill(house, dt.date(2027, 1, 1))
    assert [each.total_cents for each in invoices(house, house.access(jutta))] == [-share]
    assert [each.total_cents for each in invoices(house, house.access(karol))] == [share + 5988]


def test_what_was_not_billed_yet_is_set_aside_for_who_had_the_package(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta)
    house.package(jutta, "other.example")
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert waiting(house, jutta.id) == [("Webhosting M", 5988), ("Gutschrift Webhosting M", -656)]
    assert waiting(house, karol.id) == [("Webhosting M", 656)]
    assert contract_of(house, package).billed_until == dt.date(2026, 12, 31)
    bill(house)
    assert [each.total_cents for each in invoices(house, house.access(jutta))] == [2 * 5988 - 656]


def test_on_the_first_day_of_a_period_nothing_is_shared(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta, agreed={"billed_until": TODAY - dt.timedelta(days=1)})
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert waiting(house, jutta.id) == waiting(house, karol.id) == []


def test_several_periods_that_were_billed_ahead_are_shared_one_by_one(house: House) -> None:
    jutta, karol = both(house)
    monthly = {"started_on": dt.date(2026, 1, 31), "billing_months": 1, "price_cents": 999}
    package = house.package(jutta, agreed=monthly | {"billed_until": dt.date(2026, 12, 30)})
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    given, got = waiting(house, jutta.id), waiting(house, karol.id)
    assert [-cents for _text, cents in given] == [cents for _text, cents in got] == [290, 999]


def test_a_pending_downgrade_does_not_come(house: House) -> None:
    jutta, karol = both(house)
    smaller = house.product({}, name="S", rank=1)
    package = house.package(
        jutta, agreed={"becomes_product_id": smaller.id, "becomes_on": dt.date(2027, 1, 1)}
    )
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert contract_of(house, package).becomes_on is None
    assert "downgrade cancelled" in acts(house, jutta.id)


def test_whoever_the_form_names_gets_it_unless_another_is_named(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta)
    number = received(house, house.access(jutta), transfer(package), customer_number=karol.number)
    house.portal.operator.forms.accept(ANNA, number)
    assert house.stored_package(package).customer_id == karol.id


def test_who_gets_it_must_be_a_customer_who_can(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta)
    number = received(house, house.access(jutta), transfer(package))
    care = house.portal.operator.forms
    with pytest.raises(InvalidInput, match="To which customer number"):
        care.accept(ANNA, number)
    with pytest.raises(NotFound, match="There is no customer with the number 99999999"):
        care.accept(ANNA, number, to="99999999")
    with pytest.raises(Conflict, match=rf"under the customer number {jutta.number} already.*forms reject"):
        care.accept(ANNA, number, to=jutta.number)
    house.change(karol, state=CustomerState.LOCKED)
    with pytest.raises(Conflict, match="is locked or closed"):
        care.accept(ANNA, number, to=karol.number)
    assert row(house, number).state is FormState.RECEIVED


def test_what_happened_since_the_printing_is_said_with_the_way_out(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta, "juttas.example")
    number = received(house, house.access(jutta), transfer(package))
    house.change(package, state=PackageState.ENDED)
    with pytest.raises(Conflict) as caught:
        house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert caught.value.message == (
        "juttas.example has ended. If it stays so: “customer-login admin forms reject F-2026-000001 --reason"
        " …”."
    )


def test_on_its_day_it_happens_or_is_rejected_with_the_reason(house: House) -> None:
    jutta, karol = both(house)
    packages = [
        house.package(jutta, f"{name}.example", agreed={"billed_until": dt.date(2026, 12, 31)})
        for name in "ab"
    ]
    care = house.portal.operator.forms
    access, day = house.access(jutta), dt.date(2026, 12, 1)
    for package in packages:
        care.accept(ANNA, received(house, access, transfer(package)), day, to=karol.number)
    house.change(house.stored_package(packages[1]), state=PackageState.ENDED)
    house.clock.moment = dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
    report = house.portal.operator.due.run(ANNA)
    assert report.done == {ActKind.DOMAIN_TRANSFERRED: 1, ActKind.FORM_REJECTED: 1}
    assert house.stored_package(packages[0]).customer_id == karol.id
    assert house.stored_package(packages[1]).customer_id == jutta.id
    assert waiting(house, karol.id) == [("Webhosting M", 509)]  # 31 of 365 days
    rejected = row(house, "F-2026-000002")
    assert (rejected.state, rejected.reason) == (FormState.REJECTED, "b.example has ended.")
    assert "b.example has ended." in house.messages(jutta)[-1].body


def test_after_a_handover_it_still_goes_where_it_was_promised(house: House) -> None:
    from tests.portal.written_forms.steps import HANDOVER

    jutta, karol = both(house)
    package = house.package(jutta)
    access = house.access(jutta)
    care = house.portal.operator.forms
    later = received(house, access, transfer(package))
    care.accept(ANNA, later, dt.date(2026, 12, 1), to=karol.number)
    care.accept(ANNA, received(house, access, HANDOVER))
    house.clock.moment = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    house.portal.operator.due.run(ANNA)
    assert house.stored_package(package).customer_id == karol.id
    assert numbered(house, jutta.number).name == "Karol Łęcki"


def test_additional_services_go_along_and_are_shared_likewise(house: House) -> None:
    jutta, karol = both(house)
    package = house.package(jutta, agreed={"billed_until": dt.date(2026, 12, 31)})
    with house.storage.writing() as work:
        work._session.add_all(
            AdditionalService(
                package_id=package.id,
                name=name,
                ordered_at=house.clock.now(),
                started_on=dt.date(2026, 11, 1),
                minimum_months=1,
                notice_months=1,
                billing_months=1,
                price_cents=300,
                billed_until=billed,
            )
            for name, billed in (("Backup+", dt.date(2026, 11, 30)), ("Virenschutz", None))
        )
        work.commit()
    number = received(house, house.access(jutta), transfer(package))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert sorted(waiting(house, jutta.id)) == [
        ("Gutschrift Backup+", -90),  # 9 of 30 days
        ("Gutschrift Virenschutz", -90),
        ("Gutschrift Webhosting M", -656),
        ("Virenschutz", 300),
    ]
    assert sorted(waiting(house, karol.id)) == [("Backup+", 90), ("Virenschutz", 90), ("Webhosting M", 656)]
    bill(house, dt.date(2026, 12, 1))
    [invoice] = invoices(house, house.access(karol))
    assert invoice.total_cents == 90 + 90 + 656 + 2 * 300
