"""A real browser, Chromium without a window: what it makes of published pages, and how they look in it.

Nothing but this computer is reached, and each start has a profile of its own. Where Chromium is missing,
tests fail and say what to install.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.programs import program
from tui.command.preview import LOOPBACK, server

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = "document.documentElement.id=1"
"""A script that leaves a mark on its page, also in XML; it has no signs that would be escaped anywhere."""

LONGEST = 60
"""Seconds that a start may take."""

PATIENCE = 30_000
"""Milliseconds that scripts of a page believe to have; timers run ahead, so nobody waits for them."""

NARROWEST = 500
"""Pixels: no window is narrower, so a page for less stands in a frame."""

QUIET = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

VISITOR = """<!DOCTYPE html>
<meta charset="utf-8">
<title>Visitor</title>
<pre id="report"></pre>
<script>
const seen = {};

function isScript(link) {
  return /^\\s*javascript:/i.test(link.getAttribute("href") || link.getAttribute("xlink:href") || "");
}

async function visit(path) {
  const frame = document.createElement("iframe");
  const loaded = new Promise(done => { frame.onload = done; });
  frame.src = path;
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument;
  page.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (link && !isScript(link)) event.preventDefault();
  }, true);
  for (const each of page.querySelectorAll("*")) {
    for (const kind of ["mouseover", "mouseenter", "mousemove", "pointerdown", "focus", "toggle"])
      each.dispatchEvent(new Event(kind, { bubbles: true }));
    each.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  await new Promise(done => setTimeout(done, 50));
  const root = frame.contentDocument.documentElement;
  seen[path] = { ran: root.id === "1", dom: root.outerHTML };
  frame.remove();
}

(async () => {
  await Promise.all(PATHS.map(visit));
  document.getElementById("report").textContent = JSON.stringify(seen);
})();
</script>
"""
"""Opens each page in a frame, points at everything there and presses it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that somebody visited, who pointed at everything and pressed every link.

    Attributes:
        ran: Whether `RUNS` ran there.
        dom: What the page was then.
    """

    ran: bool
    dom: str

    @property
    def text(self) -> str:
        """All of its text, also its title's; what stands in attributes is none."""
        return str(html.document_fromstring(self.dom).text_content())


def dom(address: str) -> str:
    """A page after its scripts ran, as HTML; `address` is that of a file or of this computer."""
    return _started("--dump-dom", f"--virtual-time-budget={PATIENCE}", address)


def picture(address: str, path: Path, size: tuple[int, int] = (1200, 900)) -> None:
    """Draw a page into a PNG, once it is loaded.

    Args:
        address: Of a file or of this computer.
        path: The PNG.
        size: Width and height of the window, in pixels.
    """
    width, height = size
    options = (f"--screenshot={path}", f"--window-size={width},{height}")
    if width >= NARROWEST:
        _started(*options, address)
        return
    with tempfile.TemporaryDirectory() as folder, urllib.request.urlopen(address) as answer:  # noqa: S310 - ours
        page = answer.read().decode().replace("<head>", f'<head><base href="{address}">')
        frame = Path(folder) / "frame.html"
        # A page that stands in this file is drawn together with it, and not a moment later.
        frame.write_text(
            f'<!DOCTYPE html><body style="margin: 0"><iframe srcdoc="{escape(page)}" width="{width}"'
            f' height="{height}" style="border: 0"></iframe>'
        )
        _started(*options, frame.as_uri())


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder as `admin preview` serves it; answers its address, without a "/" at the end."""
    with server(folder, 0) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{serving.server_port}"
        finally:
            serving.shutdown()
            thread.join()


def visits(published: Path) -> dict[str, Visit]:
    """All pages and feeds of a published website, visited in one start of the browser; by path."""
    found = (path for path in published.rglob("*") if path.suffix in {".html", ".xml"})
    paths = sorted(path.relative_to(published).as_posix() for path in found)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "website"
        shutil.copytree(published, folder)
        (folder / "visitor.html").write_text(VISITOR.replace("PATHS", json.dumps(paths)))
        with served(folder) as base:
            report = html.document_fromstring(dom(f"{base}/visitor.html")).findtext(".//pre")
    if not report:
        pytest.fail("Chromium did not get to the end of the pages.")
    return {path: Visit(**seen) for path, seen in json.loads(report).items()}


def _started(*options: str) -> str:
    """What Chromium says on its standard output."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        running = subprocess.Popen(
            [program("chromium"), f"--user-data-dir={home}/profile", *QUIET, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "TZ": "UTC"},
        )
        try:
            said, complained = running.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            pytest.fail(f"Chromium did not end within {LONGEST} seconds.")
    if running.returncode != 0:
        pytest.fail(f"Chromium failed: {complained[-1000:]}")
    return said
