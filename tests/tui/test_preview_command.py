"""`admin preview`: a published website on loopback, and nothing beside it."""

from __future__ import annotations

import urllib.error
import urllib.request
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.errors import NotFound, Unavailable
from portal.publishing.folder import PublicFolder
from portal.static_site.places import FOLDER, MARKER
from tests.tui.website_steps import webspace
from tui.command.preview import LOOPBACK, server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import PortalApp

OPERATOR = OperatorAccess("anna")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "website"
    (folder / "huts").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "huts" / "index.html").write_text("Huts")
    (folder / "404.html").write_text("Lost")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def fetched(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - of ours
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_pages_are_served_and_nothing_else(published: Path) -> None:
    with server(published, 0) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        try:
            base = f"http://{LOOPBACK}:{serving.server_port}"
            assert fetched(f"{base}/huts/") == (200, "Huts")
            assert fetched(f"{base}/empty/") == (404, "Lost")
            assert fetched(f"{base}/nothing") == (404, "Lost")
            assert fetched(f"{base}/../secret.txt") == (404, "Lost")
            assert fetched(f"{base}/%2e%2e/secret.txt") == (404, "Lost")
        finally:
            serving.shutdown()
            thread.join()
        with pytest.raises(Unavailable, match=str(serving.server_port)):
            server(published, serving.server_port)


def test_only_what_is_published_is_found(portal_app: PortalApp) -> None:
    with portal_app.elsewhere() as portal:
        with pytest.raises(
            NotFound, match=r"No website of wanderblog\.org is published: there is no .*website"
        ):
            portal.operator.websites.published(OPERATOR, "wanderblog.org")
        with pytest.raises(NotFound, match="no package with a domain"):
            portal.operator.websites.published(OPERATOR, "nobody.example")
        public = PublicFolder(webspace(portal_app) / FOLDER, MARKER, for_all=True)
        with public.locked(), public.new() as new:
            new.write(MARKER, "x")
            public.make_current(new)
        assert portal.operator.websites.published(OPERATOR, "Wanderblog.ORG") == public.current()
