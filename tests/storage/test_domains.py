from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import Duplicate
from storage.models.domains import DomainKind, DomainState
from storage.paging import PageRequest
from storage.repositories.domains import DomainRow
from tests.factories import Scope, add_customer, add_package, domain

if TYPE_CHECKING:
    from storage.work import Storage


def test_a_package_shows_its_own_domains(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        first = add_package(work, jutta, main_domain="a.example")
        add_package(work, jutta, main_domain="b.example")
        work.domains.add(domain(first.id, name="müßig.example", ascii_name="xn--mig-hoa5n.example"))
        work.commit()
    with storage.reading() as work:
        page = work.domains.page_of(Scope(package_id=first.id), PageRequest(count=True))
    registered = dt.date(2026, 1, 1)
    assert [(row.name, row.ascii_name, row.kind) for row in page.rows] == [
        ("a.example", "a.example", DomainKind.MAIN),
        ("müßig.example", "xn--mig-hoa5n.example", DomainKind.INCLUDED),
    ]
    assert all(isinstance(row, DomainRow) for row in page.rows)
    assert {(row.state, row.registered_on) for row in page.rows} == {(DomainState.ACTIVE, registered)}
    assert page.total == 2


@pytest.mark.parametrize("typed", ["MÜSSIG", "xn--MIG", "ßig.", "müßig"])
def test_a_domain_is_found_by_either_of_its_names_in_any_case(storage: Storage, typed: str) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work), main_domain="a.example")
        work.domains.add(domain(hers.id, name="müßig.example", ascii_name="xn--mig-hoa5n.example"))
        work.domains.add(domain(hers.id, name="müssig.example", ascii_name="xn--mssig-kva.example"))
        work.commit()
    with storage.reading() as work:
        page = work.domains.page_of(Scope(package_id=hers.id), PageRequest(filter=typed))
    assert [row.name for row in page.rows] == ["müssig.example" if "SS" in typed else "müßig.example"]


@pytest.mark.parametrize("state", [DomainState.ORDERED, DomainState.ACTIVE, DomainState.TERMINATED])
def test_a_living_name_is_there_once_in_all_packages(storage: Storage, state: DomainState) -> None:
    with storage.writing() as work:
        one, other = add_package(work, add_customer(work)), add_package(work, add_customer(work))
        work.domains.add(domain(one.id, name="beliebt.example", state=state))
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.domains.add(domain(other.id, name="beliebt.example"))
        work.commit()


def test_a_name_that_ended_may_come_again_and_end_again(storage: Storage) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work))
        for state in (DomainState.ENDED, DomainState.ENDED, DomainState.ACTIVE):
            work.domains.add(domain(hers.id, name="wieder.example", state=state))
        work.commit()
    with storage.reading() as work:
        page = work.domains.page_of(Scope(package_id=hers.id), PageRequest(filter="wieder", sort="state"))
    assert [row.state for row in page.rows] == ["active", "ended", "ended"]


def test_an_ended_name_does_not_come_back_to_life_beside_another(storage: Storage) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work))
        old = domain(hers.id, name="wieder.example", state=DomainState.ENDED)
        work.domains.add(old)
        work.domains.add(domain(hers.id, name="wieder.example"))
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.domains.add(old)
        old.state = DomainState.ACTIVE
        work.commit()


def test_a_package_has_one_main_domain_and_any_number_of_others(storage: Storage) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work))
        for kind in (DomainKind.INCLUDED, DomainKind.INCLUDED, DomainKind.ADDITIONAL):
            work.domains.add(domain(hers.id, kind=kind))
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.domains.add(domain(hers.id, kind=DomainKind.MAIN))
        work.commit()


def test_a_domain_without_a_package_is_refused(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.domains.add(domain(package_id=4711))
        work.commit()
