"""What happens while a password is verified, and afterwards."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

import pytest

from portal.errors import NotAllowed, PortalError
from portal.passwords import Passwords
from portal.sign_in import credentials
from storage.models.customers import CustomerState
from tests.portal.house import HOME, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG, CountingHasher

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


def change_password(house: House, customer: Customer) -> None:
    house.change(customer, password_hash=house.hasher.hash(NEW_PASSWORD), credential_version=2)


def lock(house: House, customer: Customer) -> None:
    house.change(customer, state=CustomerState.LOCKED)


@pytest.mark.parametrize("meanwhile", [change_password, lock])
def test_what_changes_while_the_password_is_verified_refuses_it(
    house: House,
    portal: Portal,
    jutta: Customer,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: Callable[[House, Customer], None],
) -> None:
    original = house.hasher.verify

    def slow(verifier: str | bytes, password: str | bytes) -> bool:
        fits = original(verifier, password)
        meanwhile(house, jutta)
        return fits

    monkeypatch.setattr(house.hasher, "verify", slow)
    with pytest.raises(NotAllowed, match=REFUSED):
        portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert "sessions: " not in house.everything()


# Older parameters.


@pytest.mark.parametrize("login", ["customer", "package"])
def test_a_right_password_is_hashed_anew_when_the_parameters_have_changed(house: House, login: str) -> None:
    jutta = house.customer()
    package = house.package(jutta, password=PACKAGE_PASSWORD)
    before = (jutta.password_hash, package.password_hash)
    house.hasher = CountingHasher(time_cost=2)
    house.portal = house.restarted()
    if login == "customer":
        house.signed_in(jutta)
    else:
        house.package_access(package.main_domain)
    customer_hash, package_hash = (
        house.stored(jutta).password_hash,
        house.stored_package(package).password_hash,
    )
    now = (customer_hash, package_hash)
    renewed, other = (0, 1) if login == "customer" else (1, 0)
    assert now[other] == before[other]
    assert now[renewed] != before[renewed]
    assert not house.hasher.check_needs_rehash(now[renewed] or "")
    versions = (house.stored(jutta).credential_version, house.stored_package(package).credential_version)
    assert versions == (1, 1)
    house.signed_in(jutta)
    house.package_access(package.main_domain)


def test_a_wrong_password_renews_nothing(house: House, jutta: Customer) -> None:
    house.hasher = CountingHasher(time_cost=2)
    with pytest.raises(NotAllowed):
        house.restarted().sign_in.as_customer(jutta.number, WRONG, HOME)
    assert house.stored(jutta).password_hash == jutta.password_hash


def test_two_who_sign_in_at_once_while_the_hash_is_renewed_both_get_in(house: House, jutta: Customer) -> None:
    together = threading.Barrier(2, timeout=20)

    class Together(CountingHasher):
        def verify(self, verifier: str | bytes, password: str | bytes) -> Literal[True]:
            fits = super().verify(verifier, password)
            together.wait()
            return fits

    house.hasher = Together(time_cost=2)
    portal = house.restarted()
    numbers, errors = [], []

    def sign_in(source: str) -> None:
        try:
            numbers.append(portal.sign_in.as_customer(jutta.number, PASSWORD, source).number)
        except PortalError as error:
            errors.append(error)

    threads = [threading.Thread(target=sign_in, args=(f"192.0.2.{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert numbers == [jutta.number] * 2


def test_signing_in_and_changing_data_at_the_same_time_never_block_each_other(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.signed_in(jutta)
    errors: list[PortalError] = []

    def work(act: Callable[[int], object]) -> None:
        try:
            for round_ in range(8):
                act(round_)
        except PortalError as error:
            errors.append(error)

    def move(round_: int) -> None:
        seen = portal.customers.show(access).address
        portal.customers.change_address(access, seen.model_copy(update={"town": f"Bonn {round_}"}), seen)

    acts: list[Callable[[int], object]] = [
        lambda _round: house.signed_in(jutta),
        lambda _round: house.signed_in(jutta, source="198.51.100.7"),
        move,
    ]
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert house.stored(jutta).town == "Bonn 7"
    assert house.actions().count("signed in") == 17


# Keeping quiet.


def test_accesses_and_credentials_do_not_show_what_they_hold(
    house: House, portal: Portal, jutta: Customer
) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD)
    signed_in = portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    webmaster = portal.sign_in.as_package(package.main_domain, PACKAGE_PASSWORD, HOME)
    with house.storage.reading() as work:
        found = credentials.of_customer(work, jutta.number)
    shown = f"{signed_in!r} {webmaster!r} {found!r} {jutta!r} {package!r}"
    for secret in (
        signed_in.access.session_id,
        webmaster.access.session_id,
        jutta.password_hash,
        package.password_hash or "?",
    ):
        assert secret not in shown


def test_a_portal_without_wishes_uses_argon2id_as_its_makers_advise() -> None:
    verifier = Passwords().hash(PASSWORD)
    assert verifier.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
