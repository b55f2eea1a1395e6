"""When the database fails: a sentence, and nothing half-done."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from portal.errors import ChangedMeanwhile, Conflict, Unavailable
from portal.paging import PageRequest
from portal.problems import sentence, told
from storage import database
from storage.database import open_engine
from storage.errors import DatabaseProblem, Duplicate, Problem, Stale
from storage.work import Storage
from tests.portal.house import CountingHasher, House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

    from portal.access import CustomerAccess
    from storage.models.customers import Customer
    from storage.sealing import Keyring
    from tests.portal.house import SettableClock

BUSY = "The database is busy at the moment. Nothing was changed; please try again in a few seconds."
READ_ONLY = "The database can only be read at the moment. Nothing was changed."
FULL = "There is no room left to save anything. Nothing was changed."
OUT_OF_REACH = "The database cannot be reached at the moment. Nothing was changed."


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_a_sentence(problem: Problem) -> None:
    said = sentence(DatabaseProblem(problem, "/srv/{portal}.db"))
    assert said[0].isupper() or said.startswith("/srv/{portal}.db")
    assert said.endswith((".", "/srv/{portal}.db"))
    assert said.replace("/srv/{portal}.db", "").isprintable()
    assert "{place}" not in said
    assert problem.name not in said


def test_no_two_problems_are_told_alike() -> None:
    assert len({sentence(DatabaseProblem(problem, "x")) for problem in Problem}) == len(Problem)


@pytest.mark.parametrize(
    ("reported", "kind", "said"),
    [
        (DatabaseProblem(Problem.LOCKED), Unavailable, BUSY),
        (DatabaseProblem(Problem.READ_ONLY), Unavailable, READ_ONLY),
        (DatabaseProblem(Problem.FULL), Unavailable, FULL),
        (DatabaseProblem(Problem.UNREACHABLE), Unavailable, OUT_OF_REACH),
        (
            Stale(),
            ChangedMeanwhile,
            "Somebody changed the same data a moment ago. Nothing was changed; please save again.",
        ),
        (
            Duplicate("uq"),
            Conflict,
            "The same was saved a moment ago, so nothing was changed. F5 shows it.",
        ),
    ],
)
def test_what_storage_reports_the_customer_reads(
    reported: Exception, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind) as caught, told():
        raise reported
    assert str(caught.value) == said
    assert caught.value.__cause__ is reported


@pytest.mark.parametrize("bug", [ValueError("a bug"), IntegrityError("INSERT", {}, Exception())])
def test_a_bug_stays_a_bug(bug: Exception) -> None:
    with pytest.raises(type(bug)) as caught, told():
        raise bug
    assert caught.value is bug


# While saving.


def storage_of(url: URL, keyring: Keyring) -> Storage:
    return Storage(open_engine(url), keyring)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a lock gives up soon."""
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)


def save(house: House, access: CustomerAccess) -> object:
    seen = house.portal.customers.show(access).address
    return house.portal.customers.change_address(access, seen.model_copy(update={"town": "Bonn"}), seen)


def nothing_was_saved(house: House, jutta: Customer) -> bool:
    return (house.stored(jutta).town, house.messages(jutta), house.actions()) == ("Köln", [], ["signed in"])


@contextmanager
def locked(storage: Storage, customer: Customer) -> Iterator[None]:
    """Somebody else is writing meanwhile, and does not come to an end."""
    with storage.writing() as work:
        work.customers.by_number(customer.number, to_change=True)
        yield


@pytest.mark.usefixtures("impatient")
def test_while_somebody_else_writes_saving_is_refused_and_works_again_later(
    database_url: URL, keyring: Keyring, clock: SettableClock
) -> None:
    storage, other = storage_of(database_url, keyring), storage_of(database_url, keyring)
    house = House(storage, clock, CountingHasher())
    jutta = house.customer()
    access = house.signed_in(jutta)
    with locked(other, jutta), pytest.raises(Unavailable) as caught:
        save(house, access)
    assert str(caught.value) == BUSY
    assert nothing_was_saved(house, jutta)
    save(house, access)
    assert house.stored(jutta).town == "Bonn"
    other.close()
    storage.close()


@pytest.mark.usefixtures("impatient")
def test_while_somebody_else_writes_reading_goes_on(
    database_url: URL, keyring: Keyring, clock: SettableClock
) -> None:
    storage, other = storage_of(database_url, keyring), storage_of(database_url, keyring)
    house = House(storage, clock, CountingHasher())
    jutta = house.customer()
    house.package(jutta)
    access = house.signed_in(jutta)
    clock.forward(minutes=5)
    with locked(other, jutta):
        assert house.portal.customers.show(access).number == jutta.number
        assert len(house.portal.packages.page(access, PageRequest()).rows) == 1
    other.close()
    storage.close()


@contextmanager
def every_connection(
    house: House, prepare: Callable[[Any], None], undo: Callable[[Any], None]
) -> Iterator[None]:
    """Something is done to each connection that is taken from the pool, and undone when it comes back."""

    def taken(connection: Any, _record: object, _proxy: object) -> None:
        prepare(connection)

    def returned(connection: Any, _record: object) -> None:
        if connection is not None:
            undo(connection)

    engine = house.storage._reading
    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", returned)  # codespell:ignore checkin
    try:
        yield
    finally:
        event.remove(engine, "checkout", taken)
        event.remove(engine, "checkin", returned)  # codespell:ignore checkin


def make_read_only(connection: Any) -> None:
    if hasattr(connection, "pgconn"):
        connection.read_only = True
    else:
        connection.execute("PRAGMA query_only = ON")


def make_writable(connection: Any) -> None:
    if hasattr(connection, "pgconn"):
        connection.read_only = None
    else:
        connection.execute("PRAGMA query_only = OFF")


def test_a_database_that_became_read_only_can_be_read_but_not_written(house: House, jutta: Customer) -> None:
    access = house.signed_in(jutta)
    house.clock.forward(minutes=5)
    with every_connection(house, make_read_only, make_writable):
        assert house.portal.customers.show(access).number == jutta.number
        with pytest.raises(Unavailable) as saving:
            save(house, access)
        with pytest.raises(Unavailable) as signing_in:
            house.signed_in(jutta)
        assert str(saving.value) == str(signing_in.value) == READ_ONLY
    assert nothing_was_saved(house, jutta)
    save(house, access)


def test_a_full_disk_saves_nothing(sqlite_url: URL, keyring: Keyring, clock: SettableClock) -> None:
    storage = storage_of(sqlite_url, keyring)
    house = House(storage, clock, CountingHasher())
    jutta = house.customer()
    access = house.signed_in(jutta)
    seen = house.portal.customers.show(access)
    long_ones = [f"anna{number}@{'x' * 60}.{'y' * 60}.{'z' * 60}.example.org" for number in range(2)]
    house.change(jutta, email=long_ones[0], invoice_email=long_ones[1])
    seen = house.portal.customers.show(access)

    def no_more_pages(connection: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    def as_many_as_wanted(connection: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    def save_until_full() -> None:
        for number in range(200):
            town = f"{'Bonn ' * 15}{number}"
            now = house.portal.customers.show(access).address
            house.portal.customers.change_address(access, now.model_copy(update={"town": town}), now)

    with every_connection(house, no_more_pages, as_many_as_wanted), pytest.raises(Unavailable) as caught:
        save_until_full()
    assert str(caught.value) == FULL
    told_, changes = len(house.messages(jutta)), house.actions().count("address changed")
    assert told_ == changes
    if not changes:
        assert house.portal.customers.show(access) == seen
    save(house, access)
    assert house.stored(jutta).town == "Bonn"
    storage.close()


def test_a_connection_that_is_lost_while_saving_leaves_nothing_behind(
    postgresql_url: URL, keyring: Keyring, clock: SettableClock
) -> None:
    storage, other = storage_of(postgresql_url, keyring), storage_of(postgresql_url, keyring)
    house = House(storage, clock, CountingHasher())
    jutta = house.customer()
    access = house.signed_in(jutta)
    lost = threading.Event()

    def lose_it(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO messages") and not lost.is_set():
            lost.set()
            backend = connection.connection.dbapi_connection.info.backend_pid
            with other.writing() as work:
                work._session.execute(text(f"SELECT pg_terminate_backend({backend})"))

    event.listen(storage._reading, "before_cursor_execute", lose_it)
    with pytest.raises(Unavailable) as caught:
        save(house, access)
    assert lost.is_set()
    assert str(caught.value).startswith(OUT_OF_REACH)
    assert nothing_was_saved(house, jutta)
    save(house, access)
    assert house.stored(jutta).town == "Bonn"
    other.close()
    storage.close()


def test_a_mistake_in_the_middle_of_a_use_case_undoes_its_beginning(
    house: House, jutta: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = house.signed_in(jutta)

    def broken(*_values: object) -> None:
        raise DatabaseProblem(Problem.FULL)

    monkeypatch.setattr("portal.customers.notices.tell", broken)
    with pytest.raises(Unavailable, match=FULL):
        save(house, access)
    assert nothing_was_saved(house, jutta)
