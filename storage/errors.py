"""What can be wrong with a database, told apart so that the portal can say it in a sentence."""

from __future__ import annotations

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError


class Problem(Enum):
    """Why the database cannot be used."""

    MISSING = auto()
    NOT_A_DATABASE = auto()
    DAMAGED = auto()
    OLDER = auto()
    NEWER = auto()
    OPEN_TO_OTHERS = auto()
    LOCKED = auto()
    READ_ONLY = auto()
    FULL = auto()
    UNREACHABLE = auto()


class DatabaseProblem(Exception):
    """The database cannot be used right now; nothing was written.

    Attributes:
        problem: What is wrong.
        place: The file or address it is about, free of passwords; may be empty.
    """

    def __init__(self, problem: Problem, place: str = "") -> None:
        super().__init__(f"{problem.name.lower()}: {place}")
        self.problem = problem
        self.place = place


class Duplicate(Exception):
    """A unique constraint was in the way: somebody else wrote the same a moment ago.

    Attributes:
        constraint: What the database calls it.
    """

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Stale(Exception):
    """A record was changed between reading and writing it."""


SQLITE = {
    sqlite3.SQLITE_BUSY: Problem.LOCKED,
    sqlite3.SQLITE_LOCKED: Problem.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Problem.LOCKED,
    sqlite3.SQLITE_READONLY: Problem.READ_ONLY,
    sqlite3.SQLITE_PERM: Problem.READ_ONLY,
    sqlite3.SQLITE_FULL: Problem.FULL,
    sqlite3.SQLITE_CORRUPT: Problem.DAMAGED,
    sqlite3.SQLITE_NOTADB: Problem.NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: Problem.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Problem.UNREACHABLE,
}
"""Primary result codes (https://sqlite.org/rescode.html)."""

SQLITE_UNIQUE = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}
"""Extended result codes of what `Duplicate` stands for; other constraints are broken by bugs only."""

POSTGRESQL_UNIQUE = "23505"

POSTGRESQL = {
    "55P03": Problem.LOCKED,
    "40P01": Problem.LOCKED,
    "40001": Problem.LOCKED,
    "57014": Problem.LOCKED,
    "25006": Problem.READ_ONLY,
    "42501": Problem.READ_ONLY,
    "53100": Problem.FULL,
    "XX001": Problem.DAMAGED,
    "XX002": Problem.DAMAGED,
}
"""SQLSTATE values (PostgreSQL's manual, appendix A); some whole classes mean it is out of reach."""


def translated(error: SQLAlchemyError, place: str = "") -> Exception:
    """What a database error means; one that means nothing but a bug comes back as it is.

    Args:
        error: As SQLAlchemy raised it.
        place: What to call the database, where that is known.
    """
    if isinstance(error, StaleDataError):
        return Stale()
    if isinstance(error, IntegrityError):
        return _duplicate(error) or error
    if not isinstance(error, DBAPIError):
        return error
    problem = _problem(error)
    return DatabaseProblem(problem, place) if problem else error


def _duplicate(error: IntegrityError) -> Duplicate | None:
    original = error.orig
    if getattr(original, "sqlite_errorcode", None) in SQLITE_UNIQUE:
        return Duplicate(str(original))
    if getattr(original, "sqlstate", None) == POSTGRESQL_UNIQUE:
        return Duplicate(getattr(getattr(original, "diag", None), "constraint_name", None) or "")
    return None


def _problem(error: DBAPIError) -> Problem | None:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(original, "sqlstate", None)
    if state in POSTGRESQL:
        return POSTGRESQL[state]
    if state is None and type(original).__name__ == "OperationalError":
        return Problem.UNREACHABLE
    if state and state[:2] in {"08", "28", "3D", "53", "57"}:
        return Problem.UNREACHABLE
    return None
