from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound, StatementError

from storage.errors import Duplicate
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.factories import (
    IBAN,
    NOON,
    OTHER_IBAN,
    Scope,
    add_customer,
    add_package,
    customer,
    domain,
    mandate,
)

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from storage.work import Storage


def test_a_customer_sees_nobody_but_themselves(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work, first_name="Karl")
        work.commit()
    with storage.reading() as work:
        assert work.customers.owned_by(Scope(jutta.id)).first_name == "Jutta"
        assert work.customers.owned_by(Scope(karl.id), to_change=True).first_name == "Karl"
        with pytest.raises(NoResultFound):
            work.customers.owned_by(Scope(karl.id + 1))


def test_a_number_finds_its_customer_and_an_unknown_one_nobody(storage: Storage) -> None:
    with storage.writing() as work:
        added = add_customer(work, number="00000017")
        assert work.customers.by_number("00000017") is added
        assert work.customers.by_number("00000017", to_change=True) is added
        assert work.customers.by_number("17") is None
        assert work.customers.by_number("") is None


def test_umlauts_and_any_other_letters_come_back_as_they_were(storage: Storage) -> None:
    typed = "Łódź, Ὀδυσσεύς, 東京 👩‍🚀, O'Hara; DROP TABLE customers --"
    with storage.writing() as work:
        number = add_customer(work, company=typed).number
        work.commit()
    with storage.reading() as work:
        found = work.customers.by_number(number)
    assert found is not None
    assert found.name == typed


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "1234567"},
        {"number": "123456789"},
        {"telephone": "", "mobile": ""},
        {"street": None},
        {"email": None},
        {"since": None},
    ],
    ids=str,
)
def test_the_database_itself_refuses(storage: Storage, wrong: dict[str, Any]) -> None:
    with pytest.raises((IntegrityError, StatementError)), storage.writing() as work:
        work.customers.add(customer(**wrong))


@pytest.mark.parametrize(
    "wrong", [{"kind": "robot"}, {"state": "asleep"}, {"payment_method": "cash"}], ids=str
)
def test_words_that_are_no_state_are_refused(storage: Storage, wrong: dict[str, str]) -> None:
    with pytest.raises(StatementError), storage.writing() as work:
        work.customers.add(customer(**wrong))


def test_a_mobile_alone_is_enough(storage: Storage) -> None:
    with storage.writing() as work:
        add_customer(work, telephone="", telephone_typed="", mobile="+491701234567")
        work.commit()


def test_a_company_goes_by_its_own_name() -> None:
    assert customer(company="Müller & Söhne OHG").name == "Müller & Söhne OHG"
    assert customer(company="").name == "Jutta Müller-Lüdenscheidt"


def test_an_entity_is_never_printed_with_its_values() -> None:
    assert "Jutta" not in repr(customer())
    assert "jutta" not in str(customer())


# What belongs to a customer.


def test_packages_that_ended_are_not_counted(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        for state in PackageState:
            add_package(work, jutta, state=state)
        add_package(work, karl)
        work.commit()
    with storage.reading() as work:
        assert work.customers.count_packages(Scope(jutta.id)) == 2
        assert work.customers.count_packages(Scope(karl.id)) == 1
        assert work.customers.count_packages(Scope(karl.id + 1)) == 0


def test_a_customers_domains_are_those_of_their_own_packages_that_live(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        first = add_package(work, jutta, main_domain="jutta.example")
        add_package(work, jutta, main_domain="zweite.example")
        add_package(work, karl, main_domain="karl.example")
        work.domains.add(domain(first.id, name="vorbei.example", state=DomainState.ENDED))
        work.domains.add(domain(first.id, name="gekündigt.example", ascii_name="xn--gekndigt-n4a.example"))
        work.commit()
    own = {"jutta.example", "zweite.example", "xn--gekndigt-n4a.example"}
    with storage.reading() as work:
        assert set(work.customers.domain_names(Scope(jutta.id))) == own
        assert work.customers.has_domain(Scope(jutta.id), ["other.example", "zweite.example"])
        assert not work.customers.has_domain(Scope(jutta.id), ["karl.example"])
        assert not work.customers.has_domain(Scope(jutta.id), ["vorbei.example"])
        assert not work.customers.has_domain(Scope(jutta.id), [])


# Mandates.


def test_a_mandate_keeps_the_iban_for_the_bank_only(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        work.customers.add_mandate(mandate(jutta.id), IBAN)
        work.commit()
    with storage.reading() as work:
        found = work.customers.active_mandate(Scope(jutta.id))
        assert found is not None
        assert IBAN not in str(vars(found))
        assert work.customers.iban_of(found) == IBAN


def test_equal_accounts_are_found_by_their_fingerprint(storage: Storage) -> None:
    with storage.reading() as work:
        assert work.customers.iban_digest(IBAN) == work.customers.iban_digest(IBAN)
        assert work.customers.iban_digest(IBAN) != work.customers.iban_digest(OTHER_IBAN)


def test_another_customers_mandate_is_nobodys(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        work.customers.add_mandate(mandate(jutta.id), IBAN)
        work.commit()
    with storage.reading() as work:
        assert work.customers.active_mandate(Scope(karl.id)) is None


def test_a_new_mandate_may_begin_when_the_old_one_is_revoked(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        old = work.customers.add_mandate(mandate(jutta.id), IBAN)
        work.customers.revoke(old, NOON)
        new = work.customers.add_mandate(mandate(jutta.id), OTHER_IBAN)
        work.commit()
    with storage.reading() as work:
        found = work.customers.active_mandate(Scope(jutta.id))
        assert found is not None
        assert found.id == new.id
        assert work.customers.iban_of(found) == OTHER_IBAN


def test_two_active_mandates_are_refused(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        work.customers.add_mandate(mandate(jutta.id), IBAN)
        work.customers.add_mandate(mandate(karl.id), IBAN)
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.customers.add_mandate(mandate(jutta.id), OTHER_IBAN)


def test_a_mandates_reference_is_used_once_and_in_capitals(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        work.customers.add_mandate(mandate(jutta.id, reference="CL-A"), IBAN)
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.customers.add_mandate(mandate(karl.id, reference="CL-A"), IBAN)
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.customers.add_mandate(mandate(karl.id, reference="cl-a"), IBAN)


# Moments.


def test_a_moment_comes_back_in_utc_to_the_microsecond(storage: Storage) -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    signed = dt.datetime(2026, 11, 18, 0, 30, 0, 123456, tzinfo=berlin)
    with storage.writing() as work:
        jutta = add_customer(work)
        work.customers.add_mandate(mandate(jutta.id, signed_at=signed), IBAN)
        work.commit()
    with storage.reading() as work:
        found = work.customers.active_mandate(Scope(jutta.id))
    assert found is not None
    assert found.signed_at == signed
    assert found.signed_at.isoformat() == "2026-11-17T23:30:00.123456+00:00"
    assert found.revoked_at is None


def test_a_moment_without_a_time_zone_is_a_bug(storage: Storage) -> None:
    with pytest.raises(StatementError, match="without a time zone"), storage.writing() as work:
        jutta = add_customer(work)
        naive = dt.datetime(2026, 11, 18, 12)  # noqa: DTZ001 - that is the point
        work.customers.add_mandate(mandate(jutta.id, signed_at=naive), IBAN)


def test_each_change_counts_the_version_up(storage: Storage) -> None:
    with storage.writing() as work:
        added: Customer = add_customer(work)
        work.commit()
        assert added.version == 1
        added.town = "Bonn"
        work.commit()
        assert added.version == 2
        work.commit()
        assert added.version == 2
