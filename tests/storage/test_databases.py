"""Verifiers of database passwords: those that are quick to try are sealed for their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.models.databases import Database
from storage.models.products import Dialect
from storage.sealing import SealBroken
from storage.work import Storage
from tests.factories import Scope, add_customer, add_package

if TYPE_CHECKING:
    from storage.models.packages import Package
    from storage.sealing import Keyring
    from storage.work import Work

FAST, SLOW = "*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4", "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"


def add(work: Work, package: Package, name: str, dialect: Dialect, verifier: str) -> Database:
    kept = work.databases.kept(dialect, verifier, package.id, name)
    database = Database(package_id=package.id, name=name, dialect=dialect, uses_master=False, verifier=kept)
    work.administration.add(database)
    return database


@pytest.fixture
def package(storage: Storage) -> Package:
    """A package with a database of each dialect, and a master password for both."""
    with storage.writing() as work:
        added = add_package(work, add_customer(work))
        add(work, added, "fast", Dialect.MARIADB, FAST)
        add(work, added, "slow", Dialect.POSTGRESQL, SLOW)
        added.database_verifiers = {
            "mariadb": work.databases.kept(Dialect.MARIADB, FAST, added.id),
            "postgresql": work.databases.kept(Dialect.POSTGRESQL, SLOW, added.id),
        }
        work.commit()
    return added


def opened(storage: Storage, package: Package) -> set[str | None]:
    """All verifiers, as they are published."""
    with storage.reading() as work:
        stored = work._session.get_one(type(package), package.id)
        found = work.administration.every(Database, Scope(package_id=package.id))
        verifiers = {work.databases.verifier_of(each, stored) for each in found}
        for each in found:
            each.uses_master = True
            verifiers.add(work.databases.verifier_of(each, stored))
        return verifiers


def kept(storage: Storage, package: Package) -> list[str]:
    """All verifiers, as they stand in the database."""
    with storage.reading() as work:
        stored = work._session.get_one(type(package), package.id)
        found = work.administration.every(Database, Scope(package_id=package.id))
        return [each.verifier or "" for each in found] + list((stored.database_verifiers or {}).values())


def test_what_is_quick_to_try_is_sealed_and_opened_for_publishing(storage: Storage, package: Package) -> None:
    assert [value for value in kept(storage, package) if value.startswith(("*", "SCRAM"))] == [SLOW, SLOW]
    assert opened(storage, package) == {FAST, SLOW}


def test_a_sealed_verifier_opens_nowhere_else(storage: Storage, package: Package) -> None:
    with storage.writing() as work:
        other = add_package(work, add_customer(work))
        [fast, *_others] = work.administration.every(Database, Scope(package_id=package.id))
        moved = Database(
            package_id=other.id, name="x", dialect=Dialect.MARIADB, uses_master=False, verifier=fast.verifier
        )
        work.administration.add(moved)
        with pytest.raises(SealBroken):
            work.databases.verifier_of(moved, other)
        renamed = Database(
            package_id=package.id,
            name="x2",
            dialect=Dialect.MARIADB,
            uses_master=False,
            verifier=fast.verifier,
        )
        with pytest.raises(SealBroken):
            work.databases.verifier_of(renamed, package)


def test_a_database_that_comes_back_from_a_backup_opens_though_its_id_is_new(
    storage: Storage, package: Package
) -> None:
    with storage.writing() as work:
        [fast, *_others] = work.administration.every(Database, Scope(package_id=package.id))
        work.administration.remove(fast)
        again = Database(
            package_id=package.id, name="fast", dialect=Dialect.MARIADB, uses_master=False,
            verifier=fast.verifier,
        )  # fmt: skip
        work.administration.add(again)
        assert work.databases.verifier_of(again, package) == FAST


def test_a_new_key_seals_all_of_them_anew(storage: Storage, package: Package, keyring: Keyring) -> None:
    rotated = keyring.rotated()
    before = kept(storage, package)
    with storage.writing() as work:
        assert work.databases.reseal(rotated) == 2
        work.commit()
    after = kept(storage, package)
    assert sum(value.startswith(f"{rotated.current}.") for value in after) == 2
    assert {value for value in before if value in after} == {SLOW}
    assert opened(Storage(storage._reading, rotated), package) == {FAST, SLOW}


def test_seals_that_do_not_open_are_found_by_their_package(storage: Storage, package: Package) -> None:
    with storage.reading() as work:
        assert list(work.databases.broken_seals()) == []
    with storage.writing() as work:
        [fast, *_others] = work.administration.every(Database, Scope(package_id=package.id))
        fast.verifier = (fast.verifier or "").swapcase()
        work.commit()
    with storage.reading() as work:
        assert list(work.databases.broken_seals()) == [package.id]


def test_a_database_without_a_password_has_no_verifier(storage: Storage, package: Package) -> None:
    with storage.reading() as work:
        for dialect in Dialect:
            own = Database(package_id=package.id, name="x", dialect=dialect, uses_master=False)
            assert work.databases.verifier_of(own, package) is None
        package.database_verifiers = None
        master = Database(package_id=package.id, name="x", dialect=Dialect.MARIADB, uses_master=True)
        assert work.databases.verifier_of(master, package) is None
