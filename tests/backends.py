"""Connections to PostgreSQL that wait for the next engine on the same database.

A server's process of its own for each test would look up again what tables there are: a test in which that
process is there already costs a third.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Dialect

MOST = 4
"""So many wait on one database: a test that opens more is a rare one."""

_waiting: dict[tuple[int, object, object], list[Backend]] = {}


class Backend(psycopg.Connection[Any]):
    """A connection that an engine closes without ending it.

    Attributes:
        parameters: What it was opened with.
    """

    parameters: dict[str, Any]

    def close(self) -> None:
        """Wait for the next engine, as a connection that was just opened."""
        waiting = _waiting.get(_place(self.parameters), [self] * MOST)
        if self.closed or self.info.transaction_status != TransactionStatus.IDLE or len(waiting) >= MOST:
            super().close()
            return
        self.autocommit = False
        self.isolation_level = self.read_only = self.deferrable = None
        self._notice_handlers.clear()
        waiting.append(self)


def keep_backends(url: URL) -> None:
    """Let connections to this database wait, in this process."""
    _waiting[_of(url)] = []


def waiting_backends(url: URL) -> list[int]:
    """The server's processes that wait there."""
    return [each.info.backend_pid for each in _waiting[_of(url)]]


def end_backends(url: URL) -> None:
    """Keep none any more."""
    for each in _waiting.pop(_of(url)):
        each.close()


def _of(url: URL) -> tuple[int, object, object]:
    return _place({"host": url.query["host"], "dbname": url.database})


def _place(parameters: Mapping[str, object]) -> tuple[int, object, object]:
    return os.getpid(), parameters.get("host"), parameters.get("dbname")


@event.listens_for(Engine, "do_connect")
def _connect(_dialect: Dialect, _record: object, _arguments: object, parameters: dict[str, Any]) -> Any:
    waiting = _waiting.get(_place(parameters))
    if waiting is None:
        return None
    asked = {name: value for name, value in parameters.items() if name != "context"}  # the same for all
    for place, each in enumerate(waiting):
        if each.parameters == asked:
            return waiting.pop(place)
    opened = Backend.connect(**parameters)
    opened.parameters = asked
    return opened
