"""`admin preview`: a published website, as its visitors see it, on this computer alone."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from portal.errors import Unavailable
from portal.opening import open_portal
from tui.command.output import Answer, write_lines
from tui.i18n import _

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from typing import TextIO

    from portal.access import OperatorAccess

LOOPBACK = "127.0.0.1"
"""Nobody from elsewhere comes in."""


class WebsiteHandler(SimpleHTTPRequestHandler):
    """Serves one folder, with the page of its own for what is not there; lists no folders, logs nothing."""

    def list_directory(self, _path: Any) -> None:
        """Where no page stands, there is none."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The website says itself what is not there."""
        try:
            with open(f"{self.directory}/404.html", "rb") as file:  # noqa: PTH123 - as the base does
                content = file.read()
        except OSError:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Who looks knows at what."""


def preview(access: OperatorAccess, arguments: argparse.Namespace, said_to: TextIO) -> Answer:
    """Serve a website until Ctrl+C; raises PortalError.

    Args:
        access: Who looks.
        arguments: Which package, and at which port; 0: any that is free.
        said_to: Where the address is told.
    """
    portal = open_portal(arguments.database, arguments.settings)
    try:
        folder = portal.operator.websites.published(access, arguments.package)
    finally:
        portal.close()
    with server(folder, arguments.port) as serving:
        address = f"http://{LOOPBACK}:{serving.server_port}/"
        words = _("{domain} is at {address} until you press Ctrl+C.")
        write_lines(said_to, words.format(domain=arguments.package, address=address))
        with suppress(KeyboardInterrupt):
            serving.serve_forever()
    return Answer((_("It is not served any more."),), {"served": str(folder)})


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Serves a folder to this computer once it is told to; raises Unavailable."""
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(WebsiteHandler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        raise Unavailable(
            _("Port {port} cannot be used: {reason}.").format(port=port, reason=error)
        ) from error
