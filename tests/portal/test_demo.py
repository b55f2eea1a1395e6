from __future__ import annotations

import datetime as dt
import subprocess
import sys
from contextlib import contextmanager
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, select

from portal.access import CustomerAccess, PackageAccess
from portal.customers.address import Address
from portal.customers.bank import BankData, bank_of
from portal.customers.email import EmailAddresses
from portal.customers.telephone import TelephoneNumbers, e164
from portal.demo import credentials, crowd, names, packages, people
from portal.demo.build import SEED, fill, open_demo
from portal.demo.build import settings as demo_settings
from portal.demo.catalogue import BY_CODE, CATALOGUE, smaller_than
from portal.demo.credentials import DEMO_CREDENTIALS, DemoLogin
from portal.domain_names import ascii_name, unicode_name
from portal.errors import Conflict, NotAllowed, Unavailable
from portal.opening import open_portal
from portal.packages import PackageState, Resource
from portal.paging import PageRequest
from portal.places import config_folder
from portal.portal import Portal
from portal.terms import end_after_notice, last_day_of_period, last_day_of_term
from portal.text import clean
from storage.database import database_url as url_of
from storage.database import engine_for, open_engine
from storage.models.customers import Customer, Mandate
from storage.models.domains import Domain, DomainKind, DomainState
from storage.models.packages import Contract, Package
from storage.sealing import Keyring
from storage.work import Storage
from tests.factories import add_package
from tests.portal.house import HOME, REFUSED, SettableClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Row

    from portal.demo.packages import DemoPackage

TODAY = dt.date(2026, 11, 22)
"""The day of the pictures."""

UNLIKE = {"iban_sealed", "iban_digest", "token", "event"}
"""Columns that depend on the key, which is another for each demo, or on chance."""

LOGINS = (*credentials.CUSTOMER_LOGINS, *credentials.PACKAGE_LOGINS, credentials.DESIGN_MASTER)


@contextmanager
def opened(folder: Path, *how: Any) -> Iterator[Portal]:
    portal = open_demo(folder, TODAY, *how, clock=SettableClock())
    try:
        yield portal
    finally:
        portal.close()


@contextmanager
def reopened(folder: Path) -> Iterator[Portal]:
    """The portal on a demo that was made before; what is sealed in it stays sealed."""
    engine = open_engine(url_of(str(folder / "demo.db")))
    portal = Portal(Storage(engine, Keyring.new()), demo_settings(), SettableClock())
    try:
        yield portal
    finally:
        portal.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The small demo on the day of the pictures; nobody in it is changed."""
    with opened(tmp_path_factory.mktemp("demo")) as portal:
        yield portal


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for the key."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return config_folder()


def customer(portal: Portal, login: DemoLogin) -> CustomerAccess:
    access = portal.sign_in.as_customer(login.name, login.password, HOME).access
    assert isinstance(access, CustomerAccess)
    return access


def total(portal: Portal, login: DemoLogin) -> int | None:
    return portal.packages.page(customer(portal, login), PageRequest(limit=1, count=True)).total


# Opening it.


def test_the_database_is_the_owners_alone_and_sound(tmp_path: Path) -> None:
    with opened(tmp_path):
        modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        assert modes == {False: 0o600, True: 0o700}
    open_engine(url_of(str(tmp_path / "demo.db"))).dispose()


def test_it_is_never_written_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "letters.db"
    path.write_text("Dear Sir or Madam")
    with pytest.raises(Conflict, match=r"letters\.db"):
        open_demo(tmp_path, TODAY, keep=path)
    assert path.read_text() == "Dear Sir or Madam"
    assert list(tmp_path.iterdir()) == [path]


def test_a_kept_demo_opens_again_with_the_installations_key(configuration: Path, tmp_path: Path) -> None:
    for name in ("first.db", "second.db"):
        with opened(tmp_path, "small", tmp_path / "kept" / name):
            pass
    key = configuration / "seal.key"
    assert key.stat().st_mode & 0o777 == 0o600
    for name in ("first.db", "second.db"):
        assert not (tmp_path / "kept" / f"{name}-wal").exists()
        again = open_portal(str(tmp_path / "kept" / name), clock=SettableClock())
        shown = again.customers.show(customer(again, credentials.ERIKA))
        assert shown.mandate is not None
        assert shown.mandate.masked_iban == "DE89 •••• •••• 3000"
        with again._means.storage.reading() as work:
            assert not list(work.customers.broken_seals())
        again.close()


def test_a_demo_that_is_not_kept_makes_no_key(configuration: Path, tmp_path: Path) -> None:
    with opened(tmp_path):
        assert not configuration.exists()


def test_without_the_key_no_half_is_left(configuration: Path, tmp_path: Path) -> None:
    configuration.mkdir(parents=True)
    key = configuration / "seal.key"
    key.write_text("{}")
    key.chmod(0o600)
    with pytest.raises(Unavailable, match=r"seal\.key"):
        open_demo(tmp_path, TODAY, keep=tmp_path / "kept" / "demo.db")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match=r"file/demo\.db"):
        open_demo(tmp_path, TODAY, keep=tmp_path / "file" / "demo.db")


# Who can sign in.


@pytest.mark.parametrize("login", LOGINS, ids=str)
def test_each_verifier_fits_and_is_made_with_todays_parameters(login: DemoLogin) -> None:
    hasher = PasswordHasher()
    assert hasher.verify(login.verifier, login.password)
    assert not hasher.check_needs_rehash(login.verifier)


def test_what_the_login_screen_shows_costs_no_import() -> None:
    program = (
        "import sys, portal.demo.credentials as c; print(*c.DEMO_CREDENTIALS, sep='\\n');"
        " print({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'pydantic', 'argon2'})"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout.splitlines() == [
        "10012345 / demo-customer-2026",
        "musterfrau-design.de / demo-package-2026",
        "set()",
    ]


def test_the_lines_fit_into_the_box_of_a_small_terminal() -> None:
    assert max(len(f"demo: {line}") for line in DEMO_CREDENTIALS) <= 60


@pytest.mark.parametrize(
    "login",
    [credentials.ERIKA, credentials.AGENCY, credentials.BY_TRANSFER, credentials.AUSTRIAN],
    ids=str,
)
def test_customers_sign_in(demo: Portal, login: DemoLogin) -> None:
    signed_in = demo.sign_in.as_customer(login.name, login.password, HOME)
    assert isinstance(signed_in.access, CustomerAccess)
    assert signed_in.number == login.name


@pytest.mark.parametrize("login", credentials.PACKAGE_LOGINS, ids=str)
def test_packages_sign_in(demo: Portal, login: DemoLogin) -> None:
    signed_in = demo.sign_in.as_package(login.name, login.password, HOME)
    assert isinstance(signed_in.access, PackageAccess)
    assert signed_in.name == login.name
    assert demo.packages.overview(signed_in.access).has_password


def test_the_locked_customer_and_a_master_password_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as demo:
        locked, master = credentials.LOCKED, credentials.DESIGN_MASTER
        with pytest.raises(NotAllowed, match=REFUSED):
            demo.sign_in.as_customer(locked.name, locked.password, HOME)
        with pytest.raises(NotAllowed, match=REFUSED):
            demo.sign_in.as_package(master.name, master.password, HOME)
        with pytest.raises(NotAllowed, match=REFUSED):
            demo.sign_in.as_package("verein-sonnenhof.de", credentials.DESIGN.password, HOME)


# What they see.


def test_erikas_five_packages_are_those_of_the_pictures(demo: Portal) -> None:
    page = demo.packages.page(customer(demo, credentials.ERIKA), PageRequest(count=True))
    assert page.total == 5
    seen = {
        view.main_domain: (
            view.product,
            view.has_start,
            [(figure.resource.value, figure.used, figure.allowed) for figure in view.figures],
        )
        for view in page.rows
    }
    assert seen == {
        "altes-projekt.com": ("PowerWeb Starter", False, [("domains", 1, 2), ("mailboxes", 1, 10)]),
        "musterfrau-design.de": (
            "PowerWeb Plus",
            False,
            [("domains", 3, 5), ("mailboxes", 14, 50), ("databases", 3, 10)],
        ),
        "shop.musterfrau.de": ("Webshop Basic", True, [("products", 182, None), ("new-orders", 7, None)]),
        "verein-sonnenhof.de": ("PowerWeb Starter", False, [("domains", 1, 2), ("mailboxes", 4, 10)]),
        "wanderblog.org": (
            "Homepage Builder",
            True,
            [("pages", 12, None), ("unpublished-changes", 2, None)],
        ),
    }
    assert all(view.state is PackageState.ACTIVE for view in page.rows)
    future = {
        view.main_domain: (view.ends_on, view.becomes, view.becomes_on)
        for view in page.rows
        if view.ends_on or view.becomes
    }
    assert future == {
        "altes-projekt.com": (dt.date(2026, 12, 31), None, None),
        "verein-sonnenhof.de": (None, "Mini", dt.date(2027, 2, 1)),
    }


def test_erika_pays_by_debit_from_her_second_account(demo: Portal) -> None:
    shown = demo.customers.show(customer(demo, credentials.ERIKA))
    assert shown.mandate is not None
    assert (shown.mandate.masked_iban, shown.mandate.bank_name) == ("DE89 •••• •••• 3000", "Commerzbank")
    with demo._means.storage.reading() as work:
        mandates = work._session.scalars(
            select(Mandate).join(Customer).where(Customer.number == shown.number)
        )
        first, second = sorted(mandates, key=lambda mandate: mandate.signed_at)
    assert first.revoked_at == second.signed_at
    assert second.revoked_at is None


def test_the_agency_has_300_packages_of_all_kinds(demo: Portal) -> None:
    access = customer(demo, credentials.AGENCY)
    page = demo.packages.page(access, PageRequest(limit=1000, count=True))
    assert page.total == len(page.rows) == 300
    assert {view.product for view in page.rows} == {product.name for product in CATALOGUE}
    assert {view.state for view in page.rows} == set(PackageState)
    assert any(not view.main_domain.isascii() for view in page.rows)
    assert any(view.becomes for view in page.rows)
    assert any(view.ends_on and view.state is PackageState.ACTIVE for view in page.rows)
    assert any(view.figures[0].used > 1 for view in page.rows if view.figures[0].resource is Resource.DOMAINS)


def test_the_large_demo_adds_10_000_packages_and_changes_nothing_else(tmp_path: Path) -> None:
    small, large = contents(tmp_path / "small", "small"), contents(tmp_path / "large", "large")
    for table, rows in small.items():
        if table not in NUMBERED:
            assert large[table][: len(rows)] == rows, table
    everybody = {row.id for row in small["customers"]}
    assert issued(small, everybody) == issued(large, everybody)
    assert len(large["invoices"]) - len(small["invoices"]) > 100_000
    assert len(large["packages"]) - len(small["packages"]) == 10_000
    assert len(large["customers"]) - len(small["customers"]) == 1
    found = {row.main_domain for row in large["packages"]}
    assert len(found) == len(large["packages"])
    with reopened(tmp_path / "large") as demo:
        assert total(demo, credentials.RESELLER) == 10_000


NUMBERED = {
    "invoices",
    "invoice_lines",
    "ledger_entries",
    "collections",
    "number_series",
    "parties",
    "messages",
    "deliveries",
}
"""What is numbered by its day, be it of one customer or another."""


def issued(demo: dict[str, list[Row[Any]]], customers: set[int]) -> list[tuple[Any, ...]]:
    """What these customers were invoiced, without the numbers."""
    told = attrgetter("customer_id", "issued_on", "gross_cents", "balance_cents", "due_on", "attempts")
    return sorted(tuple(map(str, told(row))) for row in demo["invoices"] if row.customer_id in customers)


def test_it_is_the_same_demo_all_day(tmp_path: Path) -> None:
    assert contents(tmp_path / "once", "small") == contents(tmp_path / "again", "small")


def contents(folder: Path, size: Any) -> dict[str, list[Row[Any]]]:
    """All that is in a new demo, table by table."""
    folder.mkdir()
    open_demo(folder, TODAY, size).close()
    engine = engine_for(url_of(str(folder / "demo.db")))
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        everything = {
            name: list(
                connection.execute(
                    select(*(column for column in table.columns if column.name not in UNLIKE)).order_by(
                        *table.primary_key
                    )
                )
            )
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return everything


# What is stored, on either database.


@pytest.fixture
def filled(storage: Storage) -> Storage:
    fill(storage, TODAY, "small")
    return storage


def test_all_that_is_stored_could_have_been_entered(filled: Storage) -> None:
    with filled.reading() as work:
        customers = work._session.scalars(select(Customer)).all()
        assert len(customers) == 6
        for one in customers:
            assert_enterable(one)
        for mandate in work._session.scalars(select(Mandate)):
            iban = work.customers.iban_of(mandate)
            data = BankData(account_holder=mandate.account_holder, iban=iban)
            bank = bank_of(iban)
            assert bank is not None
            assert (data.account_holder, data.iban) == (mandate.account_holder, iban)
            assert (mandate.bank_name, mandate.bic) == (bank.name, bank.bic)
            assert (mandate.iban_first, mandate.iban_last) == (iban[:4], iban[-4:])
        for domain in work._session.scalars(select(Domain)):
            assert domain.ascii_name == ascii_name(domain.name)
            assert domain.name == unicode_name(domain.ascii_name)


def assert_enterable(one: Customer) -> None:
    """What is stored of a customer is just what our own forms would make of it."""
    address = Address(
        country=one.country,
        street=one.street,
        house_number=one.house_number,
        addition=one.addition,
        postcode=one.postcode,
        town=one.town,
    )
    numbers = TelephoneNumbers(
        region=one.country, telephone=one.telephone_typed, mobile=one.mobile_typed, fax=one.fax_typed
    )
    emails = EmailAddresses(email=one.email, invoice_email=one.invoice_email)
    for name, value in (*address, *emails):
        assert getattr(one, name) == value
    for name in ("telephone", "mobile", "fax"):
        typed = getattr(numbers, name)
        assert typed == getattr(one, f"{name}_typed")
        assert getattr(one, name) == e164(typed, one.country)
    for text in (one.first_name, one.last_name, one.company):
        assert text == clean(text)


def test_nothing_in_it_contradicts_itself(filled: Storage) -> None:
    with filled.reading() as work:
        assert work.packages.without_their_main_domain() == []
        assert list(work.customers.broken_seals()) == []
        assert work.audit.first_break() is None
        versions = select(Customer.version).union_all(select(Package.version), select(Contract.version))
        assert set(work._session.scalars(versions)) == {1}


def test_work_goes_on_after_it(filled: Storage) -> None:
    with filled.writing() as work:
        owner = work.customers.by_number(credentials.AGENCY.name)
        assert owner is not None
        owner.town = "Altona"
        added = add_package(work, owner, main_domain="neu-und-frei.de")
        work.commit()
    with filled.reading() as work:
        found = work.packages.by_serving_domain("neu-und-frei.de")
        assert found is not None
        assert found[0].id == added.id


# Any day.

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2099, 12, 31))


@given(DAYS)
@example(dt.date(2028, 2, 29))
@example(dt.date(2026, 12, 31))
@example(dt.date(2027, 1, 1))
@example(dt.date(2027, 3, 31))
@settings(max_examples=60)
def test_the_dates_fit_on_any_day(today: dt.date) -> None:
    by_name = {
        person(today)[0].number: (person(today), of(today))
        for person, of in (
            (people.erika, packages.of_erika),
            (people.agency, packages.of_agency),
            (people.locked, packages.of_locked),
            (people.by_transfer, packages.of_by_transfer),
            (people.austrian, packages.of_austrian),
            (people.reseller, lambda _today: ()),
        )
    }
    random = Random(SEED)  # noqa: S311 - nothing secret
    some = names.businesses(random)[:150]
    for (one, accounts), thought_up in by_name.values():
        assert one.since < today
        for account in accounts:
            assert one.since <= account.signed_on < (account.revoked_on or today) <= today
        for package in thought_up:
            assert_plausible(package, one.since, today)
        if one.number in {credentials.AGENCY.name, credentials.RESELLER.name}:
            for package in crowd.packages(some, one.since, today, random):
                assert_plausible(package, one.since, today)


def assert_plausible(package: DemoPackage, since: dt.date, today: dt.date) -> None:
    """The package could have come about under our rules."""
    product, future = BY_CODE[package.product], package.future
    assert since <= package.started_on < today
    main, *others = package.domains
    assert main.kind is DomainKind.MAIN
    assert all(domain.kind is not DomainKind.MAIN for domain in others)
    assert all(since <= domain.registered_on < today for domain in package.domains)
    assert_fits(package)
    ended = package.state is PackageState.ENDED
    assert all((domain.state is DomainState.ENDED) == ended for domain in package.domains)
    assert (future.terminated_at is None) == (future.ends_on is None)
    if future.terminated_at is not None and future.ends_on is not None:
        received = future.terminated_at.date()
        assert package.started_on <= received < today
        assert future.ends_on >= end_after_notice(package.started_on, product.minimum_months, 1, received)
        assert (future.ends_on < today) == ended
    assert (future.becomes is None) == (future.becomes_on is None)
    if future.becomes_on is not None:
        assert future.ends_on is None
        last = future.becomes_on - dt.timedelta(days=1)
        assert last >= last_day_of_term(package.started_on, product.minimum_months)
        assert last == last_day_of_period(package.started_on, product.billing_months, last)
        assert last >= today


def assert_fits(package: DemoPackage) -> None:
    """Nothing is fuller than the product allows, nor than what it is going to become."""
    product = BY_CODE[package.product]
    ladder = [product]
    while package.future.becomes and ladder[-1].code != package.future.becomes:
        smaller = smaller_than(ladder[-1])
        assert smaller is not None
        ladder.append(smaller)
    for each in ladder:
        assert len(package.domains) <= each.quotas[Resource.DOMAINS]
        for resource, used in package.usage.items():
            assert used <= each.quotas.get(resource, used)
    additional = [domain for domain in package.domains if domain.kind is DomainKind.ADDITIONAL]
    assert package.usage.get(Resource.ADDITIONAL_DOMAINS, 0) == len(additional)


@given(DAYS)
@example(dt.date(2028, 2, 29))
@example(dt.date(2027, 12, 31))
def test_erikas_futures_are_always_a_few_weeks_away(today: dt.date) -> None:
    changing, ending = packages.of_erika(today)[-2:]
    assert changing.future.becomes_on is not None
    assert ending.future.ends_on is not None
    assert 28 <= (ending.future.ends_on - today).days <= 61
    assert 58 <= (changing.future.becomes_on - today).days <= 92
