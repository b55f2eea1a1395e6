"""The operator's check and the new key know of the sealed verifiers, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from portal.access import OperatorAccess
from portal.opening import locate, open_storage
from portal.operator.database import check_database, migrate_database, rotate_key
from storage.models.databases import Database
from storage.models.products import Dialect
from tests.factories import add_customer, add_package
from tests.portal.house import SettableClock

if TYPE_CHECKING:
    from pathlib import Path

    from portal.opening import Place

ANNA = OperatorAccess("anna")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An installation with one sealed verifier."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    where = locate()
    migrate_database(ANNA, where, SettableClock())
    storage = open_storage(where)
    with storage.writing() as work:
        package = add_package(work, add_customer(work))
        work.administration.add(
            Database(
                package_id=package.id,
                name="p1_shop",
                dialect=Dialect.MARIADB,
                uses_master=False,
                verifier=work.databases.kept(Dialect.MARIADB, "*6C89", package.id, "p1_shop"),
            )
        )
        work.commit()
    storage.close()
    return where


def test_a_new_key_seals_verifiers_anew(place: Place) -> None:
    assert rotate_key(ANNA, place, SettableClock()) == 1
    assert verifiers_told(place) == []


def test_a_verifier_that_does_not_open_is_told_by_its_package(place: Place) -> None:
    assert verifiers_told(place) == []
    storage = open_storage(place)
    with storage.writing() as work:
        work._session.execute(text("UPDATE databases SET name = 'p1_other'"))
        work.commit()
    storage.close()
    assert verifiers_told(place) == ["Database passwords of 1 package cannot be opened: 1."]


def verifiers_told(place: Place) -> list[str]:
    return [
        finding.reason for finding in check_database(place, SettableClock()) if finding.what == "verifiers"
    ]
