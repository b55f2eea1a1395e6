"""A mail server, and a portal that knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mail_server import LocalMailServer
from tests.portal.outbox.steps import Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.house import House


@pytest.fixture
def server() -> Iterator[LocalMailServer]:
    """A mail server that takes everything, without TLS."""
    with LocalMailServer() as running:
        yield running


@pytest.fixture
def post(house: House, server: LocalMailServer) -> Post:
    """A portal whose mail goes to that server."""
    return Post(house, server)
