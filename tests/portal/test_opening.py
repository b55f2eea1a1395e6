from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from portal.access import OperatorAccess
from portal.errors import Conflict, InvalidInput, Unavailable
from portal.opening import load_key, locate, make_key, open_portal, open_storage
from portal.operator.database import backup_database, check_database, migrate_database, rotate_key
from storage.migrate import migrate
from storage.migrations import HEAD
from storage.sealing import Keyring
from tests.factories import IBAN, OTHER_IBAN, Scope, add_customer, add_package, mandate
from tests.portal.house import SettableClock

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from portal.opening import Place
    from storage.work import Work

ANNA = OperatorAccess("anna")
CLOCK = SettableClock()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything of the user's is in the test's own folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings" / "portal.toml"
    path.parent.mkdir()
    return path


@pytest.fixture
def place() -> Place:
    """An installation of this user, just made."""
    where = locate()
    migrate_database(ANNA, where, CLOCK)
    return where


@pytest.fixture
def elsewhere(database_url: URL) -> Place:
    """An installation on either kind of database."""
    where = locate(database_url.render_as_string(hide_password=False))
    make_key(where.key_file)
    return where


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def tamper(where: Place, *statements: str) -> None:
    storage = open_storage(where)
    with storage.writing() as work:
        for statement in statements:
            work._session.execute(text(statement))
        work.commit()
    storage.close()


def actions(where: Place) -> list[tuple[str, str]]:
    storage = open_storage(where)
    with storage.reading() as work:
        found = [(entry.actor, entry.action) for entry in work.audit.entries()]
    storage.close()
    return found


# Where things are.


def test_without_a_word_all_is_in_the_users_folders(home: Path) -> None:
    where = locate()
    assert where.file == home / "data" / "customer-login" / "portal.db"
    assert where.key_file == home / "config" / "customer-login" / "seal.key"


def test_the_command_line_comes_before_the_environment_before_the_settings(
    settings: Path, tmp_path: Path
) -> None:
    settings.write_text('database = "of-settings.db"\nkey_file = "keys/seal.key"\nbrand = "Musterhost"\n')
    environ = {"CUSTOMER_LOGIN_SETTINGS": str(settings)}
    assert locate(None, None, environ).file == settings.parent / "of-settings.db"
    environ["CUSTOMER_LOGIN_DATABASE"] = str(tmp_path / "of-environment.db")
    assert locate(None, None, environ).file == tmp_path / "of-environment.db"
    where = locate(str(tmp_path / "of-arguments.db"), None, environ)
    assert where.file == tmp_path / "of-arguments.db"
    assert where.key_file == settings.parent / "keys" / "seal.key"
    assert where.settings.brand == "Musterhost"
    other = tmp_path / "other.toml"
    other.write_text("")
    assert locate(None, other, {"CUSTOMER_LOGIN_SETTINGS": str(settings)}).settings.brand == ""


def test_settings_that_were_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"There is no settings file .*nowhere\.toml"):
        locate(None, tmp_path / "nowhere.toml")
    with pytest.raises(InvalidInput, match="cannot be read"):
        locate(None, tmp_path)


@pytest.mark.parametrize(
    "database", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "a b://", "://"]
)
def test_what_is_no_database_is_told(database: str) -> None:
    with pytest.raises(InvalidInput, match="A database is given as"):
        locate(database)


@pytest.mark.parametrize(
    "url", ["postgresql://portal:canary@localhost/portal", "postgres://localhost/portal?password=canary"]
)
def test_a_password_is_refused_where_others_could_see_it(url: str, settings: Path) -> None:
    for place, environ in ((url, {}), (None, {"CUSTOMER_LOGIN_DATABASE": url})):
        with pytest.raises(InvalidInput, match=r"\.pgpass") as caught:
            locate(place, None, environ)
        assert "canary" not in str(caught.value)
    settings.write_text(f'database = "{url}"\n')
    settings.chmod(0o644)
    with pytest.raises(InvalidInput, match="chmod 600") as caught:
        locate(None, settings)
    assert "canary" not in str(caught.value)
    settings.chmod(0o600)
    where = locate(None, settings)
    assert where.file is None
    assert "canary" not in where.name + repr(where)


# Opening.


def test_without_a_database_the_way_on_is_told_and_nothing_is_made(home: Path) -> None:
    with pytest.raises(Unavailable, match=r"no database at .*portal\.db yet.* demo.* admin migrate"):
        open_portal()
    assert list(home.iterdir()) == []


def test_an_installation_opens_once_it_was_made(place: Place) -> None:
    portal = open_portal()
    assert portal.settings == place.settings
    portal.close()


def test_a_database_without_its_key_does_not_open(place: Place) -> None:
    place.key_file.unlink()
    for act in (open_portal, lambda: migrate_database(ANNA, place, CLOCK)):
        with pytest.raises(Unavailable, match=r"seal\.key is missing"):
            act()
    assert not place.key_file.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]", b'{"keys": 1}'])
def test_another_file_is_no_key(place: Place, content: bytes) -> None:
    place.key_file.write_bytes(content)
    with pytest.raises(Unavailable, match="is not a key file"):
        open_portal()


def test_a_key_that_others_can_read_is_not_used(place: Place) -> None:
    place.key_file.chmod(0o640)
    with pytest.raises(Unavailable, match="chmod 600"):
        open_portal()


def test_a_folder_is_no_key(place: Place) -> None:
    place.key_file.unlink()
    place.key_file.mkdir(mode=0o700)
    with pytest.raises(Unavailable, match="cannot be read: Is a directory"):
        open_portal()


# Making and migrating.


def test_a_new_installation_is_its_owners_alone() -> None:
    before = os.umask(0)
    try:
        done = migrate_database(ANNA, locate(), CLOCK)
    finally:
        os.umask(before)
    where = locate()
    assert where.file is not None
    assert (done.before, done.now, done.backup, done.new_key) == (None, HEAD, None, where.key_file)
    assert [mode(path) for path in (where.file, where.key_file)] == [0o600, 0o600]
    assert [mode(path.parent) for path in (where.file, where.key_file)] == [0o700, 0o700]
    assert list(where.key_file.parent.iterdir()) == [where.key_file]
    assert actions(where) == [("operator anna", "database migrated")]


def test_migrating_what_is_up_to_date_changes_nothing(place: Place) -> None:
    done = migrate_database(ANNA, place, CLOCK)
    assert (done.before, done.backup, done.new_key) == (HEAD, None, None)
    assert len(actions(place)) == 1


def test_an_older_database_is_copied_before_it_changes(place: Place) -> None:
    migrate(place.url, revision="0001")
    with pytest.raises(Unavailable, match="older version"):
        open_portal()
    done = migrate_database(ANNA, place, CLOCK)
    assert (done.before, done.now) == ("0001", HEAD)
    assert done.backup is not None
    assert done.backup.name == "portal-20261122T130500Z.backup.db"
    assert mode(done.backup) == 0o600
    open_portal().close()


def test_a_key_that_is_there_serves_a_second_database(place: Place, tmp_path: Path) -> None:
    key = place.key_file.read_bytes()
    done = migrate_database(ANNA, locate(str(tmp_path / "second.db")), CLOCK)
    assert (done.before, done.new_key) == (None, None)
    assert place.key_file.read_bytes() == key


def test_of_many_that_make_the_key_at_once_one_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "seal.key"
    made: list[bool] = []
    threads = [threading.Thread(target=lambda: made.append(make_key(path))) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 7 + [True]
    load_key(path)
    assert list(path.parent.iterdir()) == [path]


def test_what_stands_in_the_way_is_told(home: Path, settings: Path) -> None:
    (home / "in-the-way").write_text("")
    settings.write_text('key_file = "../in-the-way/seal.key"')
    with pytest.raises(Unavailable, match="The key cannot be written: "):
        migrate_database(ANNA, locate(None, settings), CLOCK)
    with pytest.raises(Unavailable, match=r"cannot be (reached|made)"):
        migrate_database(ANNA, locate(str(home / "in-the-way" / "portal.db")), CLOCK)


def test_another_programs_file_is_left_alone(home: Path) -> None:
    letter = home / "letter.txt"
    letter.write_text("Dear Jutta, ")
    letter.chmod(0o600)
    where = locate(str(letter))
    for act in (lambda: open_storage(where), lambda: migrate_database(ANNA, where, CLOCK)):
        with pytest.raises(Unavailable, match="is not a database of this program"):
            act()
    assert letter.read_text() == "Dear Jutta, "
    assert not where.key_file.exists()


# Backup.


def test_a_backup_is_a_database_that_opens(place: Place, tmp_path: Path) -> None:
    target = backup_database(ANNA, place, CLOCK, tmp_path / "new" / "copy.db")
    assert mode(target) == 0o600
    assert check_database(locate(str(target)), CLOCK) == ()
    assert actions(place)[-1] == ("operator anna", "database backed up")


def test_a_backup_without_a_name_is_beside_the_database(place: Place) -> None:
    assert place.file is not None
    target = backup_database(ANNA, place, CLOCK)
    assert target == place.file.with_name("portal-20261122T130500Z.backup.db")
    with pytest.raises(Conflict, match="There is a file"):
        backup_database(ANNA, place, CLOCK)


def test_a_backup_that_cannot_be_written_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((Unavailable, Conflict)):
        backup_database(ANNA, place, CLOCK, tmp_path / "file" / "copy.db")
    with pytest.raises(Unavailable, match="no database"):
        backup_database(ANNA, locate(str(tmp_path / "missing.db")), CLOCK)


def test_a_server_makes_its_own_backups(postgresql_url: URL) -> None:
    where = locate(postgresql_url.render_as_string(hide_password=False))
    with pytest.raises(Conflict, match="pg_dump"):
        backup_database(ANNA, where, CLOCK)


# Check.


@pytest.fixture
def filled(elsewhere: Place) -> Place:
    """Two customers with a mandate and a package each."""
    storage = open_storage(elsewhere)
    with storage.writing() as work:
        for iban in (IBAN, OTHER_IBAN):
            _customer(work, iban)
        work.commit()
    storage.close()
    return elsewhere


def _customer(work: Work, iban: str) -> None:
    owner = add_customer(work)
    add_package(work, owner)
    given = mandate(owner.id, iban_digest=work.customers.iban_digest(iban))
    work.customers.add_mandate(given, iban)
    work.audit.record(CLOCK.now(), ANNA.actor, "customer added", "customers", customer_id=owner.id)


def found(where: Place) -> list[str]:
    return [finding.what for finding in check_database(where, CLOCK)]


def test_a_sound_database_gives_no_findings(filled: Place) -> None:
    assert check_database(filled, CLOCK) == ()


def test_a_log_that_was_changed_or_cut_is_found(filled: Place) -> None:
    tamper(filled, "UPDATE audit_entries SET actor = 'operator eve' WHERE id = 2")
    assert [finding.reason for finding in check_database(filled, CLOCK)] == [
        "The audit log was changed at or before entry 2."
    ]
    tamper(filled, "DELETE FROM audit_entries WHERE id = 2")
    assert [finding.reason for finding in check_database(filled, CLOCK)] == [
        "Entries at the end of the audit log are missing."
    ]


def test_seals_that_do_not_open_or_fit_are_found(filled: Place) -> None:
    tamper(filled, "UPDATE mandates SET iban_sealed = 'k1.x' WHERE id = 2")
    [finding] = check_database(filled, CLOCK)
    assert (finding.what, finding.reason) == ("seals", "The bank data of 1 mandate cannot be opened: 2.")
    tamper(filled, "UPDATE mandates SET iban_digest = 'other' WHERE id = 1")
    [finding] = check_database(filled, CLOCK)
    assert finding.reason == "The bank data of 2 mandates cannot be opened: 1, 2."


def test_another_installations_key_is_found(filled: Place) -> None:
    filled.key_file.unlink()
    assert found(filled) == ["key"]
    Keyring.new().save(filled.key_file)
    assert found(filled) == ["seals"]


def test_a_package_without_its_own_main_domain_is_found(filled: Place) -> None:
    tamper(
        filled,
        "UPDATE packages SET main_domain = 'other.example' WHERE id = 1",
        "UPDATE domains SET kind = 'included' WHERE package_id = 2",
    )
    [finding] = check_database(filled, CLOCK)
    assert finding.reason == "2 packages are not named after their main domain: 1, 2."


def test_what_refers_to_nothing_is_found(place: Place) -> None:
    tamper(place, "PRAGMA foreign_keys")
    storage = open_storage(place)
    with storage.reading() as work:
        connection = work._session.connection().connection
        connection.rollback()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO domains (package_id, name, ascii_name, kind, state, registered_on)"
            " VALUES (77, 'a.de', 'a.de', 'main', 'active', '2020-01-01')"
        )
    storage.close()
    assert found(place) == ["damage", "sites"]


def test_a_file_that_others_can_read_or_that_is_damaged_is_found(place: Place) -> None:
    assert place.file is not None
    place.file.chmod(0o644)
    assert found(place) == ["file"]
    place.file.chmod(0o600)
    data = bytearray(place.file.read_bytes())
    data[8192:40960] = b"\xff" * 32768
    place.file.write_bytes(data)
    assert found(place)[0] in {"file", "damage"}


def test_a_missing_database_is_found() -> None:
    assert found(locate()) == ["file"]


# A new key.


def ibans(where: Place) -> list[str]:
    """What the bank would be told, by the key as it is in the file now."""
    storage = open_storage(where)
    with storage.reading() as work:
        found = [work.customers.active_mandate(Scope(customer)) for customer in (1, 2)]
        read = [work.customers.iban_of(each) for each in found if each is not None]
    storage.close()
    return read


def test_a_new_key_seals_all_and_the_old_ones_are_kept(filled: Place) -> None:
    before = load_key(filled.key_file)
    assert rotate_key(ANNA, filled, CLOCK) == 2
    after = load_key(filled.key_file)
    assert (before.current, after.current) == ("k1", "k2")
    assert before.keys.items() <= after.keys.items()
    assert mode(filled.key_file) == 0o600
    storage = open_storage(filled)
    with storage.reading() as work:
        assert all(each.iban_sealed.startswith("k2.") for each in work.customers._all_mandates())
    storage.close()
    assert ibans(filled) == [IBAN, OTHER_IBAN]
    assert check_database(filled, CLOCK) == ()
    assert actions(filled)[-1] == ("operator anna", "key rotated")


def test_where_one_value_does_not_open_none_is_sealed_anew(filled: Place) -> None:
    tamper(filled, "UPDATE mandates SET iban_sealed = 'k1.x' WHERE id = 2")
    with pytest.raises(Conflict, match="nothing was sealed anew"):
        rotate_key(ANNA, filled, CLOCK)
    storage = open_storage(filled)
    with storage.reading() as work:
        first = work.customers.active_mandate(Scope(1))
        assert first is not None
        assert work.customers.iban_of(first) == IBAN
        assert first.iban_sealed.startswith("k1.")
    storage.close()
