"""Starting the app: on an installation's own database, or on the demo's."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Literal

from tui.app import CustomerLogin, Opening
from tui.i18n import _
from tui.terminal import run_guarded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portal.portal import Portal


def start_portal(database: str | None = None, settings: Path | None = None) -> int:
    """Run the portal; the exit code is 1 if it cannot be opened.

    Args:
        database: URL or file; None: as the environment or the settings say.
        settings: The settings file; None: the user's own.
    """
    from portal.places import brand_in, settings_file

    def open_it() -> Portal:
        from portal.opening import open_portal

        portal = open_portal(database, settings)
        gc.freeze()  # what is loaded stays, and need not be looked through again and again
        gc.enable()
        return portal

    brand = brand_in(settings_file(settings, os.environ)[0])
    return _run(Opening(open_it, brand, source_of(os.environ)))


def start_demo(size: Literal["small", "large"] = "small", keep: Path | None = None) -> int:
    """Run the portal on invented customers, in a folder that is gone afterwards.

    Args:
        size: "large" adds a customer with 10 000 packages.
        keep: A new file for the database, if it shall stay.
    """
    import datetime as dt
    import tempfile

    from portal.demo.credentials import BRAND, DEMO_CREDENTIALS

    with tempfile.TemporaryDirectory(prefix="customer-login-") as folder:

        def open_it() -> Portal:
            from pathlib import Path

            from portal.demo.build import open_demo

            return open_demo(Path(folder), dt.datetime.now().astimezone().date(), size, keep)

        return _run(Opening(open_it, BRAND, source_of(os.environ), DEMO_CREDENTIALS))


def source_of(environ: Mapping[str, str]) -> str:
    """Where the person at the terminal sits: the SSH peer as sshd names it, else the local user."""
    peer = environ.get("SSH_CONNECTION", "").split(" ")[0]
    return f"ssh {peer}" if peer else f"local {os.getuid()}"


def _run(opening: Opening) -> int:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        sys.stderr.write(_("The portal needs a terminal to be shown in.") + "\n")
        return 1
    app = CustomerLogin(opening)
    try:
        return run_guarded(app)
    finally:
        app.close_portal()
