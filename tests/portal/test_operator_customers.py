from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.access import OperatorAccess
from portal.errors import Conflict, InvalidInput, NotAllowed, NotFound
from portal.operator.new_customer import NewCustomer
from portal.passwords import NO_PASSWORD, judge, new_password
from portal.validation import checked
from storage.models.customers import CustomerKind, CustomerState
from tests.factories import IBAN, mandate
from tests.portal.house import HOME, PACKAGE_PASSWORD, PASSWORD, House

if TYPE_CHECKING:
    from portal.operator.customers import CustomerCare
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import SettableClock

ANNA = OperatorAccess("anna")


@pytest.fixture
def care(portal: Portal) -> CustomerCare:
    return portal.operator.customers


def new(**changes: Any) -> NewCustomer:
    values: dict[str, Any] = {
        "type": "consumer",
        "first_name": "Karl",
        "last_name": "Söhnlein",
        "address": {
            "country": "DE",
            "street": "Mörikestraße",
            "house_number": "8",
            "postcode": "01067",
            "town": "Dresden",
        },
        "telephones": {"mobile": "0171 2345678"},
        "emails": {"email": "karl@example.org"},
    }
    return checked(NewCustomer, values | changes)


def debit(**changes: Any) -> dict[str, Any]:
    return {"account_holder": "Karl Söhnlein", "iban": IBAN} | changes


# Adding.


def test_a_new_customer_signs_in_with_the_password_that_was_shown(
    care: CustomerCare, portal: Portal, house: House
) -> None:
    given = care.add(ANNA, new(), "20000001")
    assert given.number == "20000001"
    assert portal.sign_in.as_customer("20000001", given.password, HOME).name == "Karl Söhnlein"
    assert given.password not in repr(given)
    assert given.password not in house.everything()


def test_without_a_number_a_free_one_is_found(care: CustomerCare, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("portal.operator.new_customer.secrets.randbelow", lambda _below: next(drawn))
    monkeypatch.setattr("portal.operator.customers.new_password", lambda: PASSWORD)
    assert care.add(ANNA, new()).number == "10000007"
    assert care.add(ANNA, new()).number == "10000008"


def test_when_no_number_is_found_free_nothing_goes_on_for_ever(
    care: CustomerCare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operator.new_customer.secrets.randbelow", lambda _below: 7)
    monkeypatch.setattr("portal.operator.customers.new_password", lambda: PASSWORD)
    care.add(ANNA, new())
    with pytest.raises(Conflict, match="No free customer number"):
        care.add(ANNA, new())


def test_a_taken_number_is_refused(care: CustomerCare, jutta: Customer, house: House) -> None:
    with pytest.raises(Conflict, match=f"{jutta.number} is taken"):
        care.add(ANNA, new(), jutta.number)
    assert house.stored(jutta).first_name == "Jutta"
    assert house.audit() == []


def test_a_mandate_comes_with_the_customer(care: CustomerCare, house: House) -> None:
    care.add(ANNA, new(bank_data=debit()), "20000001")
    care.add(ANNA, new(bank_data=debit(reference="M-17", signed_on="2020-07-01")), "20000002")
    with house.storage.reading() as work:
        first, second = work.customers._all_mandates()
        assert work.customers.iban_of(second) == IBAN
    assert first.reference.startswith("M-20000001-")
    assert first.signed_at == house.clock.now()
    assert (second.reference, second.signed_at) == ("M-17", dt.datetime(2020, 7, 1, 10, tzinfo=dt.UTC))
    with pytest.raises(Conflict, match="reference is taken"):
        care.add(ANNA, new(bank_data=debit(reference="m-17")), "20000003")


def test_days_that_have_been_are_not_in_the_future(care: CustomerCare) -> None:
    late = new(since="2026-11-23", bank_data=debit(signed_on="2026-11-24"))
    with pytest.raises(InvalidInput) as caught:
        care.add(ANNA, late)
    assert set(caught.value.problems) == {"since", "bank_data.signed_on"}
    care.add(ANNA, new(since="2026-11-22"))


def test_numbers_are_those_of_the_addresss_country() -> None:
    address = new().address.model_dump() | {"country": "at", "postcode": "1070"}
    assert new(address=address, telephones={"telephone": "01 5237373"}).telephones.region == "AT"
    given = new(address=address, telephones={"telephone": "030 1234567", "region": "DE"})
    assert given.telephones.region == "DE"


# Showing.


def test_a_customer_is_shown_masked_with_what_is_going_on(
    care: CustomerCare, house: House, jutta: Customer, clock: SettableClock
) -> None:
    house.package(jutta, "jutta-strickt.de", password=PACKAGE_PASSWORD)
    with house.storage.writing() as work:
        work.customers.add_mandate(mandate(jutta.id), IBAN)
        work.commit()
    house.access(jutta)
    seen = clock.now()
    clock.forward(minutes=5)
    house.package_access("jutta-strickt.de")
    shown = care.show(ANNA, jutta.number)
    assert (shown.id, shown.kind, shown.state) == (jutta.id, CustomerKind.CONSUMER, CustomerState.ACTIVE)
    assert (shown.sessions, shown.last_seen, shown.has_password) == (2, seen, True)
    assert (shown.customer.name, shown.customer.packages) == ("Jutta Müller-Lüdenscheidt", 1)
    assert shown.customer.mandate is not None
    assert shown.customer.mandate.masked_iban == "DE89 •••• •••• 3000"
    assert IBAN[4:-4] not in repr(shown)
    clock.forward(hours=1)
    assert care.show(ANNA, jutta.number).sessions == 0


def test_who_never_had_a_password_or_a_session_is_shown_so(care: CustomerCare, house: House) -> None:
    shown = care.show(ANNA, house.customer(password_hash=NO_PASSWORD).number)
    assert (shown.has_password, shown.sessions, shown.last_seen) == (False, 0, None)


# Locking.


def test_a_locked_customer_is_out_and_stays_out(
    care: CustomerCare, house: House, jutta: Customer, portal: Portal
) -> None:
    house.package(jutta, "jutta-strickt.de", password=PACKAGE_PASSWORD)
    access, webmaster = house.access(jutta), house.package_access("jutta-strickt.de")
    assert care.lock(ANNA, jutta.number).state is CustomerState.LOCKED
    with pytest.raises(NotAllowed):
        portal.customers.show(access)
    with pytest.raises(NotAllowed):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    with pytest.raises(NotAllowed):
        portal.sign_in.as_package("jutta-strickt.de", PACKAGE_PASSWORD, HOME)
    assert care.unlock(ANNA, jutta.number).state is CustomerState.ACTIVE
    with pytest.raises(NotAllowed):
        portal.customers.show(access)  # unlocking brings no session back
    with pytest.raises(NotAllowed):
        portal.packages.overview(webmaster)
    house.access(jutta)


def test_locking_twice_and_unlocking_who_is_not_locked_are_refused(
    care: CustomerCare, jutta: Customer, house: House
) -> None:
    with pytest.raises(Conflict, match="is not locked"):
        care.unlock(ANNA, jutta.number)
    care.lock(ANNA, jutta.number)
    with pytest.raises(Conflict, match="is locked already"):
        care.lock(ANNA, jutta.number)
    closed = house.customer(state=CustomerState.CLOSED)
    for act in (care.lock, care.unlock):
        with pytest.raises(Conflict, match="has ended"):
            act(ANNA, closed.number)


# A new password.


def test_a_reset_password_is_the_only_one_that_fits(
    care: CustomerCare, house: House, jutta: Customer, portal: Portal
) -> None:
    house.package(jutta, "jutta-strickt.de", password=PACKAGE_PASSWORD)
    access, webmaster = house.access(jutta), house.package_access("jutta-strickt.de")
    given = care.reset_password(ANNA, jutta.number)
    assert given.number == jutta.number
    with pytest.raises(NotAllowed):
        portal.customers.show(access)
    with pytest.raises(NotAllowed):
        portal.packages.overview(webmaster)
    with pytest.raises(NotAllowed):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    house.signed_in(jutta, given.password)
    assert given.password not in house.everything()
    [message] = house.messages(jutta)
    assert message.address == jutta.email
    assert "Kundenservice hat Ihnen ein neues Kundenpasswort gegeben" in message.body


def test_made_passwords_keep_the_rule_and_differ() -> None:
    made = {new_password(["Musterhost", "Jutta"]) for _time in range(20)}
    assert len(made) == 20
    assert all(len(password) == 23 and not judge(password, []).problem for password in made)


# Who did it.


def test_every_act_is_in_the_log_with_the_operators_name(care: CustomerCare, house: House) -> None:
    given = care.add(ANNA, new())
    care.show(ANNA, given.number)
    care.lock(OperatorAccess("bert"), given.number)
    care.unlock(ANNA, given.number)
    care.reset_password(ANNA, given.number)
    assert [(entry.actor, entry.action) for entry in house.audit()] == [
        ("operator anna", "customer added"),
        ("operator anna", "customer shown"),
        ("operator bert", "customer locked"),
        ("operator anna", "customer unlocked"),
        ("operator anna", "password reset"),
    ]
    assert len({entry.customer_id for entry in house.audit()}) == 1


@pytest.mark.parametrize("act", ["show", "lock", "unlock", "reset_password"])
@pytest.mark.parametrize("number", ["99999999", "", "1", "x" * 1000, "2000000\u0663"])
def test_who_is_not_there_is_not_found(care: CustomerCare, house: House, act: str, number: str) -> None:
    with pytest.raises(NotFound):
        getattr(care, act)(ANNA, number)
    assert house.audit() == []
