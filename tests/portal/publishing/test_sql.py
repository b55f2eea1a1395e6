"""SQL for databases and their users, run against the PostgreSQL of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from portal.databases.verifiers import verifier_for
from storage.models.databases import Database
from storage.models.packages import PackageState
from storage.models.products import Dialect
from tests.portal.house import MASTER_PASSWORD
from tests.portal.publishing.press import SCRAM, Press, database, told

if TYPE_CHECKING:
    from storage.models.packages import Package
    from tests.portal.publishing.database_server import DatabaseServer

PASSWORD = "Birke Teller Ozean Igel"


def test_postgresql_makes_databases_with_their_users_however_often_it_is_told(
    press: Press, package: Package, server: DatabaseServer
) -> None:
    name = f"p{package.id}_blog"
    press.add(database(package, "blog", verifier=verifier_for(Dialect.POSTGRESQL, PASSWORD)))
    assert press.publish().counts.databases == 1
    server.run(press.path("sql/postgresql.sql"))
    assert server.users() == {name: True}
    with server.connection(name, name) as connection:
        connection.execute("CREATE TABLE own (id int)")
        row = connection.execute(
            "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (name, False)
    server.run(press.path("sql/postgresql.sql"))
    with server.connection(name, name) as connection:
        assert connection.execute("SELECT count(*) FROM own").fetchone() == (0,)


def test_nobody_gets_into_the_database_of_another_package(
    press: Press, package: Package, server: DatabaseServer
) -> None:
    other = press.house.package(press.house.customer(), "fremd.example")
    press.add(database(package, "blog"), database(other, "blog"))
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        server.connection(f"p{other.id}_blog", f"p{package.id}_blog")


def test_the_server_keeps_the_verifier_of_whichever_password_opens_it(
    press: Press, server: DatabaseServer
) -> None:
    master = verifier_for(Dialect.POSTGRESQL, MASTER_PASSWORD)
    package = press.house.package(
        press.house.customer(), "musterfrau.de", database_verifiers={"postgresql": master}
    )
    press.add(database(package, "own"), database(package, "master", uses_master=True, verifier=None))
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    assert server.verifier(f"p{package.id}_own") == SCRAM
    assert server.verifier(f"p{package.id}_master") == master


def test_a_user_without_password_or_of_a_suspended_package_signs_in_no_more(
    press: Press, package: Package, server: DatabaseServer
) -> None:
    press.add(
        database(package, "own"),
        database(package, "none", verifier=None),
        database(package, "m", uses_master=True),
    )
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    assert server.users() == {
        f"p{package.id}_own": True,
        f"p{package.id}_none": False,
        f"p{package.id}_m": False,
    }
    press.house.change(package, state=PackageState.SUSPENDED)
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    assert set(server.users().values()) == {False}
    assert server.verifier(f"p{package.id}_own") is None
    press.house.change(package, state=PackageState.ACTIVE)
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    assert server.users()[f"p{package.id}_own"]


def test_the_user_of_a_database_that_is_gone_signs_in_no_more(
    press: Press, package: Package, server: DatabaseServer
) -> None:
    other = press.house.package(press.house.customer(), "fremd.example")
    press.add(database(package, "blog"), database(other, "blog"))
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    with press.house.storage.writing() as work:
        for found in work._session.query(Database).all():
            work._session.delete(found)
        work.commit()
    press.publish("musterfrau.de", press.folder.parent / "one")
    server.run(press.folder.parent / "one" / "sql" / "postgresql.sql")
    assert server.users() == {f"p{package.id}_blog": False, f"p{other.id}_blog": True}
    press.publish()
    server.run(press.path("sql/postgresql.sql"))
    assert set(server.users().values()) == {False}


@pytest.mark.parametrize(
    "verifier", ["geheim", "md5" + "0" * 32, f"{SCRAM}'; DROP ROLE portal; --", f"{SCRAM}\n", "*" + "0" * 40]
)
def test_what_is_no_verifier_never_becomes_a_password(
    press: Press, package: Package, server: DatabaseServer, verifier: str
) -> None:
    press.add(database(package, "blog", verifier=verifier))
    assert told(press.publish()) == {("database", f"p{package.id}_blog")}
    server.run(press.path("sql/postgresql.sql"))
    assert server.users() == {}


def test_a_database_of_another_name_than_the_packages_is_left_out(
    press: Press, package: Package, server: DatabaseServer
) -> None:
    own = f"p{package.id}_"
    odd = ("", "A", '"; DROP ROLE portal; --', "a'b", "a\\b", "a\n\\! touch /tmp/x", "ä", "`a`")
    names = ["portal", "postgres", f"p{package.id + 1}_blog", *(f"{own}{each}" for each in odd)]
    press.add(*(database(package, "x", name=name) for name in names))
    assert told(press.publish()) == {("database", name) for name in names}
    server.run(press.path("sql/postgresql.sql"))
    assert server.users() == {}


def test_mariadb_gets_the_verifier_that_the_portal_keeps_sealed(press: Press, package: Package) -> None:
    verifier = verifier_for(Dialect.MARIADB, PASSWORD)
    name = f"p{package.id}_blog"
    with press.house.storage.writing() as work:
        sealed = work.databases.kept(Dialect.MARIADB, verifier, package.id, name)
    press.add(
        database(package, "blog", dialect=Dialect.MARIADB, verifier=sealed),
        database(package, "none", dialect=Dialect.MARIADB, verifier=None),
    )
    assert press.publish().left_out == ()
    assert press.lines("sql/mariadb.sql") == [
        "SET NAMES utf8mb4;",
        f"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4;",
        f"CREATE USER IF NOT EXISTS `{name}`@`%` ACCOUNT LOCK;",
        f"ALTER USER `{name}`@`%` IDENTIFIED VIA mysql_native_password USING '{verifier}' ACCOUNT UNLOCK;",
        f"GRANT ALL PRIVILEGES ON `p{package.id}\\_blog`.* TO `{name}`@`%`;",
        f"CREATE DATABASE IF NOT EXISTS `p{package.id}_none` CHARACTER SET utf8mb4;",
        f"CREATE USER IF NOT EXISTS `p{package.id}_none`@`%` ACCOUNT LOCK;",
        f"ALTER USER `p{package.id}_none`@`%` ACCOUNT LOCK;",
        f"GRANT ALL PRIVILEGES ON `p{package.id}\\_none`.* TO `p{package.id}_none`@`%`;",
    ]


def test_a_verifier_that_does_not_open_is_left_out(press: Press, package: Package) -> None:
    press.add(database(package, "blog", dialect=Dialect.MARIADB, verifier="*" + "0" * 40))
    assert told(press.publish()) == {("database", f"p{package.id}_blog")}
