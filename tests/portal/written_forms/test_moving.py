"""Domain transfer of single domains: into a package of somebody else, with what hangs on them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput
from portal.written_forms import ContactRole, FormState
from storage.models.contracts import ActKind
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.portal.invoices.steps import ANNA
from tests.portal.written_forms.steps import (
    acts,
    contacts,
    domain_called,
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


def town(house: House) -> tuple[Customer, Package, Customer, Package]:
    """Jutta with two domains, Karol with one."""
    jutta = house.customer()
    karol = house.customer(first_name="Karol", last_name="Łęcki", email="karol@lecki.example")
    product = house.product(QUOTAS)
    source = house.package(jutta, "juttas.example", of=product, domains=["zweite.example"])
    target = house.package(karol, "karols.example", of=product)
    return jutta, source, karol, target


def test_a_domain_moves_and_nobody_pays_a_fee(house: House) -> None:
    jutta, source, karol, target = town(house)
    about = transfer(source, domain_called(house, "zweite.example"))
    number = received(house, house.access(jutta), about)
    house.portal.operator.forms.accept(ANNA, number, to=karol.number, package="karols.example")
    assert domain_called(house, "zweite.example").package_id == target.id
    assert domain_called(house, "juttas.example").package_id == source.id
    assert contacts(house, "zweite.example")[ContactRole.HOLDER].name == jutta.name
    assert contacts(house, "juttas.example") == {}
    assert waiting(house, jutta.id) == waiting(house, karol.id) == []
    assert subjects(house, jutta)[-1] == "zweite.example: übertragen"
    assert "Ihrem Paket karols.example" in house.messages(karol)[-1].body
    assert acts(house, karol.id) == ["domain transferred"]
    assert "operator anna" in {entry.actor for entry in house.audit() if "domain" in entry.action}


def test_the_package_must_be_named_and_theirs(house: House) -> None:
    jutta, source, karol, _target = town(house)
    about = transfer(source, domain_called(house, "zweite.example"))
    number = received(house, house.access(jutta), about)
    for package in (None, "juttas.example", "nowhere.example"):
        with pytest.raises(InvalidInput, match=r"by --package; they have: karols\.example"):
            house.portal.operator.forms.accept(ANNA, number, to=karol.number, package=package)
    assert row(house, number).state is FormState.RECEIVED


def test_without_room_it_is_refused_with_the_figures(house: House) -> None:
    jutta, source, karol, _target = town(house)
    small = house.product({Resource.DOMAINS: 1})
    house.package(karol, "small.example", of=small)
    about = transfer(source, domain_called(house, "zweite.example"))
    number = received(house, house.access(jutta), about)
    with pytest.raises(Conflict, match=r"small\.example: 2 domains instead of 1\. If it stays so"):
        house.portal.operator.forms.accept(ANNA, number, to=karol.number, package="small.example")


def test_on_its_day_it_moves_or_is_rejected_with_the_figures(house: House) -> None:
    jutta, source, karol, target = town(house)
    about = transfer(source, domain_called(house, "zweite.example"))
    number = received(house, house.access(jutta), about)
    day = dt.date(2026, 12, 1)
    house.portal.operator.forms.accept(ANNA, number, day, to=karol.number, package="karols.example")
    house.clock.moment = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    assert house.portal.operator.due.run(ANNA).done == {ActKind.DOMAIN_TRANSFERRED: 1}
    assert domain_called(house, "zweite.example").package_id == target.id


def test_splits_that_the_partner_before_ordered_do_not_come(house: House) -> None:
    from portal.splitting.models import SplitWish

    jutta, source, karol, _target = town(house)
    other = house.package(jutta, "andere.example", of=house.product(QUOTAS), domains=["vierte.example"])
    access = house.access(jutta)
    day = dt.date(2026, 12, 10)
    for start, name, end in ((source, "zweite.example", other), (other, "vierte.example", source)):
        wish = SplitWish(
            package_id=start.id,
            domain_ids=(domain_called(house, name).id,),
            target_id=end.id,
            on=day,
        )
        seen = house.portal.splitting.plan(access, wish)
        house.portal.splitting.order(access, seen, "Lampe Ziegel Fluss Marder")
    number = received(house, access, transfer(source))
    house.portal.operator.forms.accept(ANNA, number, to=karol.number)
    assert acts(house, jutta.id).count("split cancelled") == 2
    house.clock.moment = dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC)
    assert not house.portal.operator.due.run(ANNA).done
    assert domain_called(house, "vierte.example").package_id == other.id
