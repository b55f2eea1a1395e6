"""Both logins, and the one refusal."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from portal.access import CustomerAccess, PackageAccess
from portal.errors import NotAllowed, PortalError
from portal.passwords import NO_PASSWORD, Passwords
from portal.settings import SignInSettings
from portal.sign_in import credentials, service
from storage.models.customers import CustomerState
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import PackageState
from tests.hostile import HOSTILE
from tests.portal.house import HOME, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG, CountingHasher

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from portal.sign_in import SignedIn
    from storage.models.customers import Customer
    from tests.portal.house import House

# With customer number and customer password.


def test_a_customer_signs_in_with_number_and_password(house: House, portal: Portal, jutta: Customer) -> None:
    signed_in = portal.sign_in.as_customer(jutta.number, PASSWORD, HOME)
    assert (signed_in.number, signed_in.name) == (jutta.number, "Jutta Müller-Lüdenscheidt")
    assert isinstance(signed_in.access, CustomerAccess)
    assert portal.customers.show(signed_in.access).number == jutta.number
    assert [(entry.actor, entry.action) for entry in house.audit()] == [(f"customer {jutta.id}", "signed in")]


def test_a_company_is_greeted_by_its_name(house: House, portal: Portal) -> None:
    company = house.customer(company="Müller & Söhne GmbH")
    assert portal.sign_in.as_customer(company.number, PASSWORD, HOME).name == "Müller & Söhne GmbH"


def test_blanks_in_the_number_do_not_count(portal: Portal, jutta: Customer) -> None:
    number = jutta.number
    for typed in (f"{number[:2]} {number[2:5]} {number[5:]}", f"  {number}\t", f"\u00a0{number}"):
        assert portal.sign_in.as_customer(typed, PASSWORD, HOME).number == number


def test_the_password_counts_to_the_last_blank_and_capital(portal: Portal, jutta: Customer) -> None:
    for almost in (PASSWORD.lower(), f"{PASSWORD} ", PASSWORD[:-1]):
        with pytest.raises(NotAllowed):
            portal.sign_in.as_customer(jutta.number, almost, HOME)


def test_the_same_umlaut_typed_in_two_ways_is_the_same_password(house: House, portal: Portal) -> None:
    kurt = house.customer("Müde Krähen überall hier")
    portal.sign_in.as_customer(kurt.number, "Mu\u0308de Kra\u0308hen u\u0308berall hier", HOME)


# With a domain and the package password.


@pytest.mark.parametrize(
    "typed",
    [
        "müßig-söhne.de",
        "MÜßIG-SÖHNE.DE",
        "mu\u0308ßig-so\u0308hne.de",
        "xn--mig-shne-qya8u7b.de",
        "XN--MIG-SHNE-QYA8U7B.DE",
        "müßig-söhne.de.",
        "müßig-söhne。de。",
        "  müßig-söhne.de ",
    ],
)
def test_a_webmaster_signs_in_with_the_domain_in_any_spelling(
    house: House, portal: Portal, jutta: Customer, typed: str
) -> None:
    package = house.package(jutta, "müßig-söhne.de", password=PACKAGE_PASSWORD)
    signed_in = portal.sign_in.as_package(typed, PACKAGE_PASSWORD, HOME)
    assert isinstance(signed_in.access, PackageAccess)
    assert signed_in.access.package_id == package.id
    assert not signed_in.access.by_owner
    assert (signed_in.number, signed_in.name) == ("", "müßig-söhne.de")
    assert portal.packages.overview(signed_in.access).main_domain == "müßig-söhne.de"


def test_ss_is_another_domain_than_sharp_s(house: House, jutta: Customer) -> None:
    house.package(jutta, "straße.de", password=PACKAGE_PASSWORD)
    other = house.package(jutta, "strasse.de", password=PACKAGE_PASSWORD)
    access = house.package_access("strasse.de")
    assert access.package_id == other.id


@pytest.mark.parametrize("kind", [DomainKind.INCLUDED, DomainKind.ADDITIONAL])
def test_any_active_domain_of_the_package_will_do(
    house: House, portal: Portal, jutta: Customer, kind: DomainKind
) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD)
    house.domain(package, "zweite.example", kind=kind)
    signed_in = portal.sign_in.as_package("zweite.example", PACKAGE_PASSWORD, HOME)
    assert signed_in.name == package.main_domain


def test_a_suspended_package_can_still_be_looked_after(house: House, jutta: Customer) -> None:
    package = house.package(jutta, password=PACKAGE_PASSWORD, state=PackageState.SUSPENDED)
    assert house.package_access(package.main_domain).package_id == package.id


def test_a_name_that_ended_elsewhere_signs_in_where_it_lives_now(house: House, jutta: Customer) -> None:
    before = house.package(jutta, password=PACKAGE_PASSWORD)
    house.ended_domain(before, "umgezogen.example")
    now = house.package(jutta, "umgezogen.example", password=PACKAGE_PASSWORD)
    assert house.package_access("umgezogen.example").package_id == now.id


# The one refusal.

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
    "terminated domain": domain_in_state(DomainState.TERMINATED),
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


# What happens while the password is verified.


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
        house.access(jutta)
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
    house.access(jutta)
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
    access = house.access(jutta)
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
        lambda _round: house.access(jutta),
        lambda _round: house.access(jutta, source="198.51.100.7"),
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
