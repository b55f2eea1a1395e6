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
    sqlite3.SQLITE_READONLY: Problem.READ_ONLY,
    sqlite3.SQLITE_PERM: Problem.READ_ONLY,
    sqlite3.SQLITE_FULL: Problem.FULL,
    sqlite3.SQLITE_CORRUPT: Problem.DAMAGED,
    sqlite3.SQLITE_NOTADB: Problem.NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: Problem.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Problem.UNREACHABLE,
}
"""Primary result codes (https://sqlite.org/rescode.html)."""

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


def translated(error: SQLAlchemyError) -> Exception:
    """What a database error means; one that means nothing but a bug comes back as it is."""
    if isinstance(error, StaleDataError):
        return Stale()
    if isinstance(error, IntegrityError):
        diagnosis = getattr(error.orig, "diag", None)
        return Duplicate(getattr(diagnosis, "constraint_name", None) or str(error.orig))
    if not isinstance(error, DBAPIError):
        return error
    problem = _problem(error)
    return DatabaseProblem(problem) if problem else error


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
