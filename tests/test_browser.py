"""What stories in a browser rest on: scripts do run there, and nothing is reached but this computer."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.browser import RUNS, dom, picture, served, visits

if TYPE_CHECKING:
    from pathlib import Path

RUNNING = {
    "script": f"<script>{RUNS}</script>",
    "handler": f"<img src=x onerror={RUNS}>",
    "pointer": f"<p onmouseover={RUNS}>x</p>",
    "link": f'<a href="javascript:{RUNS}">x</a>',
    "drawing": f"<svg onload={RUNS}></svg>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A page for each way of running something, and one that only looks so."""
    for name, page in RUNNING.items():
        (tmp_path / f"{name}.html").write_text(f"<!DOCTYPE html><title>{name}</title>{page}")
    (tmp_path / "feed.xml").write_text(
        f'<feed><x:script xmlns:x="http://www.w3.org/1999/xhtml">{RUNS}</x:script></feed>'
    )
    (tmp_path / "still.html").write_text(
        "<!DOCTYPE html><title>Still</title>&lt;script&gt; <a href='/x'>x</a>"
    )
    return tmp_path


def test_what_runs_leaves_its_mark_and_what_does_not_leaves_none(folder: Path) -> None:
    seen = visits(folder)
    assert {name for name, visit in seen.items() if visit.ran} == {"feed.xml"} | {
        f"{name}.html" for name in RUNNING
    }
    assert "<script>" in seen["still.html"].text


def test_a_page_is_what_its_scripts_made_of_it(folder: Path) -> None:
    (folder / "late.html").write_text(
        "<p id=x>before</p><script>setTimeout(() => x.textContent = 'after', 5000)</script>"
    )
    with served(folder) as base:
        assert '<p id="x">after</p>' in dom(f"{base}/late.html")


def test_pages_are_drawn_as_wide_as_asked(folder: Path, tmp_path: Path) -> None:
    for size in ((800, 300), (400, 300)):
        picture((folder / "still.html").as_uri(), tmp_path / "still.png", size)
        assert struct.unpack(">II", (tmp_path / "still.png").read_bytes()[16:24]) == size
