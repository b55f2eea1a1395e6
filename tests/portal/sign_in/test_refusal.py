"""The one refusal: one sentence, one time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias

import pytest

from portal.errors import NotAllowed
from portal.passwords import NO_PASSWORD
from portal.settings import SignInSettings
from portal.sign_in import service
from storage.models.customers import CustomerState
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.hostile import HOSTILE
from tests.portal.house import HOME, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from portal.sign_in import SignedIn
    from storage.models.customers import Customer
    from tests.portal.house import House

Attempt: TypeAlias = "Callable[[], SignedIn]"


def wrong_number(house: House) -> Attempt:
    house.customer()
    return lambda: house.portal.sign_in.as_customer("99999999", PASSWORD, HOME)


def wrong_password(house: House) -> Attempt:
    number = house.customer().number
    return lambda: house.portal.sign_in.as_customer(number, WRONG, HOME)


def no_number_at_all(house: House) -> Attempt:
    return lambda: house.portal.sign_in.as_customer("", PASSWORD, HOME)


def letters_for_a_number(house: House) -> Attempt:
    return lambda: house.portal.sign_in.as_customer("customer", PASSWORD, HOME)


def a_number_in_other_digits(house: House) -> Attempt:
    number = house.customer().number
    arabic = "".join(chr(0x0660 + int(digit)) for digit in number)
    return lambda: house.portal.sign_in.as_customer(arabic, PASSWORD, HOME)


def locked_account(house: House) -> Attempt:
    number = house.customer(state=CustomerState.LOCKED).number
    return lambda: house.portal.sign_in.as_customer(number, PASSWORD, HOME)


def closed_account(house: House) -> Attempt:
    number = house.customer(state=CustomerState.CLOSED).number
    return lambda: house.portal.sign_in.as_customer(number, PASSWORD, HOME)


def no_customer_password(house: House) -> Attempt:
    number = house.customer(password_hash=NO_PASSWORD).number
    return lambda: house.portal.sign_in.as_customer(number, NO_PASSWORD, HOME)


def spoilt_verifier(house: House) -> Attempt:
    number = house.customer(password_hash="$argon2id$spoilt").number
    return lambda: house.portal.sign_in.as_customer(number, PASSWORD, HOME)


def package_password_for_the_customer(house: House) -> Attempt:
    owner = house.customer()
    house.package(owner, password=PACKAGE_PASSWORD)
    return lambda: house.portal.sign_in.as_customer(owner.number, PACKAGE_PASSWORD, HOME)


def unknown_domain(house: House) -> Attempt:
    return lambda: house.portal.sign_in.as_package("unbekannt.example", PACKAGE_PASSWORD, HOME)


def no_domain_at_all(house: House) -> Attempt:
    return lambda: house.portal.sign_in.as_package("", PACKAGE_PASSWORD, HOME)


def no_package_password(house: House) -> Attempt:
    house.package(house.customer(), "ohne.example")
    return lambda: house.portal.sign_in.as_package("ohne.example", PACKAGE_PASSWORD, HOME)


def empty_password_where_none_is_set(house: House) -> Attempt:
    house.package(house.customer(), "ohne.example")
    return lambda: house.portal.sign_in.as_package("ohne.example", "", HOME)


def wrong_package_password(house: House) -> Attempt:
    house.package(house.customer(), "meine.example", password=PACKAGE_PASSWORD)
    return lambda: house.portal.sign_in.as_package("meine.example", WRONG, HOME)


def master_password(house: House) -> Attempt:
    house.package(house.customer(), "meine.example", password=PACKAGE_PASSWORD, master=NEW_PASSWORD)
    return lambda: house.portal.sign_in.as_package("meine.example", NEW_PASSWORD, HOME)


def customer_password_for_the_package(house: House) -> Attempt:
    house.package(house.customer(), "meine.example", password=PACKAGE_PASSWORD)
    return lambda: house.portal.sign_in.as_package("meine.example", PASSWORD, HOME)


def ended_package(house: House) -> Attempt:
    house.package(house.customer(), "vorbei.example", password=PACKAGE_PASSWORD, state=PackageState.ENDED)
    return lambda: house.portal.sign_in.as_package("vorbei.example", PACKAGE_PASSWORD, HOME)


def package_of_a_locked_account(house: House) -> Attempt:
    owner = house.customer(state=CustomerState.LOCKED)
    house.package(owner, "meine.example", password=PACKAGE_PASSWORD)
    return lambda: house.portal.sign_in.as_package("meine.example", PACKAGE_PASSWORD, HOME)


def domain_in_state(state: DomainState) -> Callable[[House], Attempt]:
    def prepared(house: House) -> Attempt:
        package = house.package(house.customer(), "meine.example", password=PACKAGE_PASSWORD)
        house.domain(package, "zweite.example", state=state)
        return lambda: house.portal.sign_in.as_package("zweite.example", PACKAGE_PASSWORD, HOME)

    return prepared


def subdomain(house: House) -> Attempt:
    house.package(house.customer(), "meine.example", password=PACKAGE_PASSWORD)
    return lambda: house.portal.sign_in.as_package("www.meine.example", PACKAGE_PASSWORD, HOME)


REFUSALS: dict[str, Callable[[House], Attempt]] = {
    "wrong number": wrong_number,
    "wrong password": wrong_password,
    "no number at all": no_number_at_all,
    "letters for a number": letters_for_a_number,
    "a number in other digits": a_number_in_other_digits,
    "locked account": locked_account,
    "closed account": closed_account,
    "no customer password": no_customer_password,
    "spoilt verifier": spoilt_verifier,
    "package password for the customer": package_password_for_the_customer,
    "unknown domain": unknown_domain,
    "no domain at all": no_domain_at_all,
    "no package password": no_package_password,
    "empty password where none is set": empty_password_where_none_is_set,
    "wrong package password": wrong_package_password,
    "master password": master_password,
    "customer password for the package": customer_password_for_the_package,
    "ended package": ended_package,
    "package of a locked account": package_of_a_locked_account,
    "ordered domain": domain_in_state(DomainState.ORDERED),
    "ended domain": domain_in_state(DomainState.ENDED),
    "subdomain": subdomain,
}


class Stopwatch:
    """Stands for the `time` of the sign-in: passes only while somebody sleeps or argon2 computes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        monkeypatch.setattr(service, "time", SimpleNamespace(monotonic=lambda: self.passed, sleep=self.sleep))

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.passed += seconds


@pytest.mark.parametrize("case", REFUSALS)
def test_every_refusal_is_one_sentence_after_one_computation_in_one_time(
    house: House, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    attempt = REFUSALS[case](house)
    sessions_before = house.everything().count("sessions: ")
    watch = Stopwatch(monkeypatch)
    unhurried = house.settings.model_copy(update={"sign_in": SignInSettings(failure_seconds=0.6)})
    monkeypatch.setattr(house, "settings", unhurried)
    monkeypatch.setattr(house, "portal", house.restarted())
    house.hasher.computations = 0
    with pytest.raises(NotAllowed) as caught:
        attempt()
    assert (str(caught.value), caught.value.field) == (REFUSED, None)
    assert house.hasher.computations == 1
    assert watch.passed == pytest.approx(0.6)
    assert house.everything().count("sessions: ") == sessions_before
    assert house.audit() == []


@pytest.mark.parametrize(("argon2_takes", "refused_after"), [(0.25, 0.6), (0.9, 0.9)])
def test_the_time_of_argon2_is_part_of_the_wait(
    house: House,
    jutta: Customer,
    monkeypatch: pytest.MonkeyPatch,
    argon2_takes: float,
    refused_after: float,
) -> None:
    watch = Stopwatch(monkeypatch)
    monkeypatch.setattr(house.hasher, "_count", lambda: watch.sleep(argon2_takes))
    unhurried = house.settings.model_copy(update={"sign_in": SignInSettings(failure_seconds=0.6)})
    monkeypatch.setattr(house, "settings", unhurried)
    with pytest.raises(NotAllowed):
        house.restarted().sign_in.as_customer(jutta.number, WRONG, HOME)
    assert watch.passed == pytest.approx(refused_after)


def test_the_refusal_waits_without_holding_the_database(
    house: House, jutta: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[str] = []

    def write_meanwhile(_seconds: float) -> None:
        house.change(jutta, town=f"Bonn {len(wrote)}")
        wrote.append(house.stored(jutta).town)

    original = house.hasher.verify

    def change_the_password_meanwhile(verifier: str | bytes, password: str | bytes) -> bool:
        fits = original(verifier, password)
        house.change(jutta, password_hash=house.hasher.hash(NEW_PASSWORD), credential_version=2)
        return fits

    monkeypatch.setattr(service, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=write_meanwhile))
    monkeypatch.setattr(house.hasher, "verify", change_the_password_meanwhile)
    with pytest.raises(NotAllowed, match=REFUSED):
        house.portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert wrote == ["Bonn 0"]


def test_whatever_is_typed_is_refused_like_a_wrong_password(
    house: House, portal: Portal, jutta: Customer
) -> None:
    for typed in HOSTILE.values():
        house.clock.forward(hours=1)
        with pytest.raises(NotAllowed) as by_number:
            portal.sign_in.as_customer(typed, typed, HOME)
        with pytest.raises(NotAllowed) as by_domain:
            portal.sign_in.as_package(typed, typed, HOME)
        with pytest.raises(NotAllowed) as by_password:
            portal.sign_in.as_customer(jutta.number, typed, HOME)
        assert {str(by_number.value), str(by_domain.value), str(by_password.value)} == {REFUSED}


def test_a_strange_place_is_a_place_like_any_other(portal: Portal, jutta: Customer) -> None:
    for source in ("", "x" * 10_000, "ro\x00ot\x1b[2J", "b\udcfccher", "2001:db8::1%eth0"):
        assert portal.sign_in.as_customer(jutta.number, PASSWORD, source).number == jutta.number
