from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, text

from storage import database
from storage.database import create_sqlite_file, engine_for, open_engine, place
from storage.database import database_url as url_of
from storage.errors import DatabaseProblem, Problem
from storage.migrations import HEAD
from storage.work import Storage
from tests.databases import SET_UP_SQLITE, PostgresServer, copy_sqlite, ordinary_user
from tests.factories import add_customer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.sealing import Keyring


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user reaches, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="portal-test-", dir="/tmp") as name:
        yield Path(name)


def refusal(url: URL) -> DatabaseProblem:
    """Why the database at `url` is not opened; nothing may have changed in its folder."""
    folder = Path(url.database or "").parent if url.get_backend_name() == "sqlite" else None
    before = contents(folder)
    with pytest.raises(DatabaseProblem) as caught:
        open_engine(url)
    assert contents(folder) == before
    return caught.value


def contents(folder: Path | None) -> dict[str, tuple[int, int, bytes]]:
    """Every file with its mode, the moment it was last written, and what is in it."""
    if folder is None or not folder.is_dir():
        return {}
    return {
        path.name: (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.iterdir()
        if path.is_file()
    }


@contextmanager
def sql(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as SQLite's own tools see it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def path_of(url: URL) -> Path:
    assert url.database
    return Path(url.database)


def modes(path: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in path.parent.glob(f"{path.name}*")}


# What can stand there instead of a database of ours.


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    url = url_of(str(tmp_path / "not-there" / "portal.db"))
    assert refusal(url).problem is Problem.MISSING
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"SQLite format 3", b"Dear Sir or Madam,\n" * 400])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    path.chmod(0o600)
    problem = refusal(url_of(str(path)))
    assert (problem.problem, problem.place) == (Problem.NOT_A_DATABASE, str(path))


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    path.touch(0o600)
    with sql(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    assert refusal(url_of(str(path))).problem is Problem.NOT_A_DATABASE


def test_a_folder_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "portal.db").mkdir()
    assert refusal(url_of(str(tmp_path / "portal.db"))).problem is Problem.UNREACHABLE


def test_a_database_in_memory_is_out_of_reach() -> None:
    with pytest.raises(DatabaseProblem) as caught:
        open_engine(url_of("sqlite://"))
    assert caught.value.problem is Problem.UNREACHABLE


def test_a_page_overwritten_with_rubbish_is_found(sqlite_url: URL) -> None:
    path = path_of(sqlite_url)
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 8] = b"\xde\xad\xbe\xef" * 2
    path.write_bytes(content)
    assert refusal(sqlite_url).problem is Problem.DAMAGED


def test_a_file_cut_in_half_is_found(sqlite_url: URL) -> None:
    path = path_of(sqlite_url)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    assert refusal(sqlite_url).problem is Problem.DAMAGED


def test_a_large_file_is_not_read_through_at_each_start(
    sqlite_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "QUICK_CHECK_BYTES", 4096)
    monkeypatch.setattr(database, "sqlite_is_sound", lambda _connection: False)
    open_engine(sqlite_url).dispose()


# Which schema stands in it.


def test_a_new_file_without_tables_is_missing_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    create_sqlite_file(path)
    assert refusal(url_of(str(path))).problem is Problem.MISSING


def test_a_new_postgresql_database_is_missing_its_schema(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        assert refusal(url).problem is Problem.MISSING


def test_a_database_that_lost_its_revision_is_missing_its_schema(database_url: URL) -> None:
    change(database_url, "DELETE FROM alembic_version")
    assert refusal(database_url).problem is Problem.MISSING


def test_a_database_of_a_newer_program_says_so(database_url: URL) -> None:
    change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    problem = refusal(database_url)
    assert (problem.problem, problem.place) == (Problem.NEWER, place(database_url))


def test_a_database_of_an_older_program_says_so(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "REVISIONS", (HEAD, "later"))
    monkeypatch.setattr(database, "HEAD", "later")
    assert refusal(database_url).problem is Problem.OLDER


def test_a_refused_backup_is_not_switched_to_wal(sqlite_url: URL) -> None:
    change(sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    with sql(path_of(sqlite_url)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    assert refusal(sqlite_url).problem is Problem.NEWER


def change(url: URL, statement: str) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


# Who may read and write it.


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(sqlite_url: URL, mode: int) -> None:
    path_of(sqlite_url).chmod(mode)
    assert refusal(sqlite_url).problem is Problem.OPEN_TO_OTHERS


@pytest.mark.parametrize("companion", ["-wal", "-shm"])
def test_a_companion_that_others_may_read_is_refused(sqlite_url: URL, companion: str) -> None:
    beside = Path(f"{sqlite_url.database}{companion}")
    beside.touch()
    beside.chmod(0o644)
    assert refusal(sqlite_url).problem is Problem.OPEN_TO_OTHERS


def test_a_file_that_may_not_be_written_is_read_only(sqlite_template: Path, open_folder: Path) -> None:
    path = open_folder / "portal.db"
    copy_sqlite(sqlite_template, path)
    path.chmod(0o400)
    with ordinary_user(open_folder, path):
        assert refusal(url_of(str(path))).problem is Problem.READ_ONLY


def test_a_file_in_a_folder_that_may_not_be_written_is_read_only(
    sqlite_template: Path, open_folder: Path
) -> None:
    path = open_folder / "portal.db"
    copy_sqlite(sqlite_template, path)
    open_folder.chmod(0o500)
    with ordinary_user(open_folder, path):
        assert refusal(url_of(str(path))).problem is Problem.READ_ONLY


def test_somebody_elses_file_is_out_of_reach(sqlite_template: Path, open_folder: Path) -> None:
    path = open_folder / "portal.db"
    copy_sqlite(sqlite_template, path)
    with ordinary_user(open_folder):
        path_is_closed = os.geteuid() != path.stat().st_uid
        if not path_is_closed:  # an ordinary user cannot give a file away, only close it to himself
            path.chmod(0)
        with pytest.raises(DatabaseProblem) as caught:
            open_engine(url_of(str(path)))
    assert caught.value.problem is Problem.UNREACHABLE


@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077])
def test_every_file_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, keyring: Keyring, umask: int
) -> None:
    path = tmp_path / "portal" / "portal.db"
    before = os.umask(umask)
    try:
        database_with_one_customer(path, keyring)
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def database_with_one_customer(path: Path, keyring: Keyring) -> None:
    from storage.migrate import migrate

    migrate(url_of(str(path)))
    opened = Storage(open_engine(url_of(str(path))), keyring)
    with opened.writing() as work:
        add_customer(work)
        work.commit()
        assert modes(path) == {"portal.db": 0o600, "portal.db-wal": 0o600, "portal.db-shm": 0o600}
    opened.close()


def test_a_new_file_never_replaces_one(sqlite_url: URL) -> None:
    before = contents(path_of(sqlite_url).parent)
    with pytest.raises(FileExistsError):
        create_sqlite_file(path_of(sqlite_url))
    assert contents(path_of(sqlite_url).parent) == before


# How it is opened.


def test_sqlite_is_opened_as_safely_as_it_can_be(sqlite_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database._set_up_sqlite", SET_UP_SQLITE)
    engine = open_engine(sqlite_url)
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete", "busy_timeout")
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


def test_postgresql_waits_for_a_lock_no_longer_than_sqlite_does(postgresql_url: URL) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "5s"
    engine.dispose()


def test_a_restored_backup_opens(sqlite_url: URL) -> None:
    with sql(path_of(sqlite_url)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    open_engine(sqlite_url).dispose()


def test_what_a_killed_program_left_in_the_wal_is_read(sqlite_url: URL, tmp_path: Path) -> None:
    path = path_of(sqlite_url)
    with sql(path) as connection:
        connection.execute("CREATE TABLE left_behind (id INTEGER)")
        for each in path.parent.glob("portal.db*"):
            shutil.copy(each, tmp_path / each.name.replace("portal", "killed"))
    engine = open_engine(url_of(str(tmp_path / "killed.db")))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM left_behind")).scalar() == 0
    engine.dispose()


# Out of reach.


def test_a_checkpoint_cut_short_is_no_damage(sqlite_url: URL, keyring: Keyring, tmp_path: Path) -> None:
    """The file's first page, copied from the WAL, tells of pages that are in the WAL only."""
    path, cut = path_of(sqlite_url), tmp_path / "cut" / "portal.db"
    cut.parent.mkdir()
    engine = engine_for(sqlite_url)
    with Storage(engine, keyring).writing() as work:
        add_customer(work)
        work.commit()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE filler AS SELECT randomblob(100000) AS filling"))
    for companion in ("", "-wal"):
        shutil.copy(f"{path}{companion}", f"{cut}{companion}")
    engine.dispose()
    with cut.open("r+b") as file:
        file.write(first_page_in(Path(f"{cut}-wal")))
    engine = open_engine(url_of(str(cut)))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM customers")).scalar() == 1
        assert connection.execute(text("SELECT length(filling) FROM filler")).scalar() == 100_000
    engine.dispose()


def first_page_in(wal: Path) -> bytes:
    """The newest version of a database's first page (https://sqlite.org/fileformat2.html#walformat)."""
    data = wal.read_bytes()
    size = int.from_bytes(data[8:12])
    frames = range(32, len(data), 24 + size)
    newest = [start for start in frames if int.from_bytes(data[start : start + 4]) == 1][-1]
    return data[newest + 24 : newest + 24 + size]


def test_a_server_that_is_not_running_is_out_of_reach_and_its_password_stays_secret() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can answer there
        problem = refusal(url_of(f"postgresql://portal:geheim@127.0.0.1:{taken.getsockname()[1]}/portal"))
    assert problem.problem is Problem.UNREACHABLE
    assert problem.place.startswith("postgresql+psycopg://portal:***@127.0.0.1:")
    assert "geheim" not in f"{problem!r} {problem}"


def test_an_unknown_database_is_out_of_reach(postgres: PostgresServer) -> None:
    assert refusal(postgres.url("elsewhere")).problem is Problem.UNREACHABLE


def test_an_unknown_user_is_out_of_reach(postgres: PostgresServer) -> None:
    assert refusal(postgres.url("postgres").set(username="mallory")).problem is Problem.UNREACHABLE


def test_a_missing_socket_is_out_of_reach(tmp_path: Path) -> None:
    url = URL.create("postgresql+psycopg", database="portal", query={"host": str(tmp_path)})
    assert refusal(url).problem is Problem.UNREACHABLE


# What an operator may write.


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/var/lib/portal/portal.db", "sqlite:////var/lib/portal/portal.db"),
        ("sqlite:////var/lib/portal/portal.db", "sqlite:////var/lib/portal/portal.db"),
        ("postgres://host/portal", "postgresql+psycopg://host/portal"),
        ("postgresql://host/portal", "postgresql+psycopg://host/portal"),
        ("postgresql+psycopg://host/portal", "postgresql+psycopg://host/portal"),
    ],
)
def test_a_database_is_named_by_path_or_url(written: str, meant: str) -> None:
    assert url_of(written).render_as_string() == meant


def test_a_path_begins_at_home_or_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/jutta")
    monkeypatch.chdir(tmp_path)
    assert url_of("~/portal.db").database == "/home/jutta/portal.db"
    assert url_of("portal.db").database == str(tmp_path / "portal.db")


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://portal:geheim@host/portal",
        "postgresql+asyncpg://portal:geheim@host/portal",
        "sqlite+aiosqlite:///portal.db?key=geheim",
        "postgresql://portal:geheim@host:port/portal",
        "://portal:geheim@host",
    ],
)
def test_another_kind_of_url_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^(not a database URL|neither SQLite nor PostgreSQL)$") as caught:
        url_of(wrong)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://portal:geheim@host/portal",
        "postgresql://host/portal?user=portal&password=geheim",
        "postgresql://host/portal?sslkey=portal.key&sslpassword=geheim",
    ],
)
def test_a_password_is_in_no_sentence(url: str) -> None:
    assert "geheim" not in place(url_of(url))
    assert place(url_of(url)).startswith("postgresql+psycopg://")
