"""Opening a file in the system's own viewer, where the portal runs on the customer's own machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WHERE_WINDOWS_ARE = ("DISPLAY", "WAYLAND_DISPLAY")
"""Without one of these a viewer would have no window, or would take the portal's own terminal."""

PATIENCE = 2.0
"""Seconds in which the opener tells that it found no viewer; some stay as long as the viewer does."""


def opener() -> str | None:
    """The program that opens files in the viewer they belong to; None: there is none."""
    if sys.platform == "darwin":
        return shutil.which("open")
    if not any(map(os.environ.get, WHERE_WINDOWS_ARE)):
        return None
    return shutil.which("xdg-open")


def view(path: Path) -> bool:
    """Open a file; whether there is a viewer for it."""
    program = opener()
    if program is None:
        return False
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 - the system's own program, with a path of ours
            [program, str(path.absolute())],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(PATIENCE) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()
        return True
