"""The owner and the webmaster write on one page at the same time, each in a terminal: nothing is lost."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from portal.demo.build import open_demo
from portal.demo.credentials import BLOG
from portal.opening import DATABASE_VARIABLE
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo that both open."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    path = tmp_path / "portal.db"
    monkeypatch.setenv(DATABASE_VARIABLE, str(path))
    open_demo(tmp_path, dt.datetime.now(dt.UTC).date(), "small", path).close()
    return path


@pytest.fixture
def both(database: Path) -> Iterator[list[Terminal]]:
    """Two sessions, each with the page “Huts” open to write on it."""
    assert database.exists()
    with ExitStack() as opened:
        terminals = [
            opened.enter_context(Terminal([sys.executable, "-m", "tui"], columns=100))
            for _session in range(2)
        ]
        for terminal in terminals:
            terminal.wait_for("Customer password")
            terminal.press("f4", *BLOG.name, "enter", *BLOG.password, "enter")
            terminal.wait_for("Homepage Builder")
            terminal.press("s")
            terminal.wait_for("Walks in the")
            terminal.press(*["down"] * 5)
            terminal.wait_for("Please book ahead")
            terminal.press("enter")
            terminal.wait_for("Save")
        yield terminals


def stored(path: Path) -> tuple[str, str | None]:
    """What is saved on the page, and its draft."""
    with closing(sqlite3.connect(path)) as connection:
        [(text, draft)] = connection.execute("SELECT text, draft FROM website_pages WHERE title = 'Huts'")
        return text, draft


def test_who_saves_later_sees_both_texts_and_neither_is_lost(both: list[Terminal], database: Path) -> None:
    one, other = both
    one.press(*"One. ")
    one.wait_for("kept as a draft")
    other.press(*"Other. ")
    other.wait_for("Somebody else is writing on this page, too")
    assert stored(database)[1] == "One. Please book ahead, on weekends above all."
    other.press("f2")
    other.wait_for("The page was saved")
    assert stored(database) == (
        "Other. Please book ahead, on weekends above all.",
        "One. Please book ahead, on weekends above all.",
    )
    one.press(*"And more. ", "f2")
    one.wait_for("Save mine")
    one.wait_for("− Other. Please book ahead")
    one.wait_for("\\+ One. And more. Please book ahead")
    one.press("right", "right", "enter")
    one.wait_for("The page was saved")
    assert stored(database) == ("One. And more. Please book ahead, on weekends above all.", None)
    one.press("escape")
    one.wait_for("m Move")
    one.press("v")
    one.wait_for("Versions")
    one.press("down")
    one.wait_for("− Other. Please book ahead")
