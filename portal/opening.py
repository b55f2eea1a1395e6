"""Where an installation keeps its database, key and settings, and opening the portal on them."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from portal.disk import flush
from portal.errors import InvalidInput, Unavailable
from portal.i18n import _
from portal.places import config_folder, data_folder, settings_file
from portal.portal import Portal
from portal.problems import sentence
from portal.settings import Settings, load_settings
from storage.database import SECRET_PARAMETERS, database_url, open_engine, place
from storage.errors import DatabaseProblem, Problem
from storage.sealing import Keyring
from storage.work import Storage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import URL

    from portal.clock import Clock
    from portal.passwords import Passwords

DATABASE_VARIABLE = "CUSTOMER_LOGIN_DATABASE"

DATABASE_NAME, KEY_NAME = "portal.db", "seal.key"

IN_MEMORY = (None, "", ":memory:")
"""What SQLite takes for a database that is gone a moment later."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one installation keeps its things.

    Attributes:
        url: The database.
        key_file: The key of what is sealed in it; never beside the database.
        settings: What the provider decided.
    """

    url: URL = field(repr=False)
    key_file: Path
    settings: Settings

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for a server."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    @property
    def name(self) -> str:
        """What to call the database in a sentence, without its password."""
        return place(self.url)


def locate(
    database: str | None = None,
    settings_path: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Place:
    """Find out where things are; opens nothing but the settings.

    Args:
        database: URL or file from the command line; else the environment, the settings, or the user's
            data folder say it.
        settings_path: The settings file from the command line; else from the environment or the user's
            configuration folder.
        environ: The environment.

    Raises:
        InvalidInput: The settings or the database's name are wrong.
    """
    path, settings = _settings(settings_path, environ)
    if settings.smtp.password:
        _require_private(path, _("the mail server's password"))
    named = database or environ.get(DATABASE_VARIABLE, "")
    url = _url(named) if named else _url_of_settings(path, settings)
    if named and _holds_secret(url):
        raise InvalidInput(
            _(
                "Other users of this computer can see a password in arguments or the environment. Please put"
                " it in ~/.pgpass, or the whole URL in {path}."
            ).format(path=path)
        )
    key_file = path.parent / Path(settings.key_file).expanduser() if settings.key_file else None
    return Place(url, key_file or config_folder() / KEY_NAME, settings)


def open_storage(where: Place) -> Storage:
    """The database with its key, both found sound.

    Raises:
        Unavailable: One of them is missing, unsafe, damaged, or out of reach; the sentence says what to do.
    """
    with opening(where):
        engine = open_engine(where.url)
    try:
        return Storage(engine, load_key(where.key_file))
    except Unavailable:
        engine.dispose()
        raise


def open_portal(
    database: str | None = None,
    settings_path: Path | None = None,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
) -> Portal:
    """The portal of this installation; see `locate` for where it is looked for.

    Raises:
        InvalidInput: The settings or the database's name are wrong.
        Unavailable: The database cannot be used; nothing is made or changed.
    """
    where = locate(database, settings_path)
    return Portal(open_storage(where), where.settings, clock, passwords)


@contextmanager
def opening(where: Place) -> Iterator[None]:
    """Turn what can go wrong while a database is opened into sentences."""
    try:
        yield
    except DatabaseProblem as problem:
        if problem.problem is not Problem.MISSING:
            raise Unavailable(sentence(problem)) from problem
        raise Unavailable(
            _(
                "There is no database at {place} yet. “customer-login demo” shows the portal with invented"
                " customers; “customer-login admin migrate” makes a new, empty database there."
            ).format(place=where.name)
        ) from problem
    except ImportError as error:
        raise Unavailable(
            _("For PostgreSQL the package psycopg is needed: pip install “customer-login[postgres]”.")
        ) from error


def load_key(path: Path) -> Keyring:
    """The key of sealed values; raises Unavailable if it is missing, unsafe or not one of ours."""
    try:
        if path.stat().st_mode & 0o077:
            raise Unavailable(
                _(
                    "Other users of this computer can read the key {path}. Make it yours alone: chmod 600."
                ).format(path=path)
            )
        return Keyring.load(path)
    except FileNotFoundError:
        raise Unavailable(
            _(
                "The key {path} is missing. Bank data in the database cannot be read without it: please put"
                " it back from where you keep it safe, or name its place as key_file in the settings."
            ).format(path=path)
        ) from None
    except ValueError:
        raise Unavailable(_("{path} is not a key file of this program.").format(path=path)) from None
    except OSError as error:
        raise Unavailable(
            _("The key {path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def make_key(path: Path) -> bool:
    """Make a key file if there is none; whether it was made.

    Raises:
        Unavailable: It cannot be written.
    """
    if path.exists():
        return False
    with writing_files(_("The key cannot be written: {reason}.")):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=path.parent))
        try:
            Keyring.new().save(folder / path.name)
            made = _put(folder / path.name, path)
            flush(path.parent)
        finally:
            shutil.rmtree(folder)
    return made


@contextmanager
def writing_files(message: str) -> Iterator[None]:
    """Turn what the system says against a file into `message`, its {reason} filled in; raises Unavailable."""
    try:
        yield
    except OSError as error:
        raise Unavailable(message.format(reason=error.strerror)) from error


def _settings(given: Path | None, environ: Mapping[str, str]) -> tuple[Path, Settings]:
    """The settings and where they stand; only one that nobody asked for may be missing."""
    path, asked_for = settings_file(given, environ)
    try:
        if asked_for and not path.exists():
            raise InvalidInput(_("There is no settings file {path}.").format(path=path))
        return path, load_settings(path)
    except OSError as error:
        raise InvalidInput(
            _("The settings file {path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def _url_of_settings(path: Path, settings: Settings) -> URL:
    if not settings.database:
        return _url(str(data_folder() / DATABASE_NAME))
    if "://" not in settings.database:
        return _url(str(path.parent / Path(settings.database).expanduser()))
    url = _url(settings.database)
    if _holds_secret(url):
        _require_private(path, _("the database's password"))
    return url


def _require_private(path: Path, secret: str) -> None:
    """Raise InvalidInput if others can read the settings, which hold a secret."""
    if path.stat().st_mode & 0o077:
        raise InvalidInput(
            _(
                "Other users of this computer can read {secret} in {path}. Make it yours alone: chmod 600."
            ).format(path=path, secret=secret)
        )


def _url(database: str) -> URL:
    try:
        url = database_url(database)
    except ValueError:
        url = None
    in_memory = url is not None and url.get_backend_name() == "sqlite" and url.database in IN_MEMORY
    if url is None or in_memory:
        raise InvalidInput(
            _(
                "A database is given as the path of an SQLite file or as the URL of a PostgreSQL server, such"
                " as postgresql://portal@localhost/portal."
            )
        )
    return url


def _holds_secret(url: URL) -> bool:
    return url.password is not None or any(name in url.query for name in SECRET_PARAMETERS)


def _put(made: Path, path: Path) -> bool:
    """Give a new key its name, never over one that somebody else made meanwhile."""
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    return True
