"""A package whose email the stories are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.technical import Place, place

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from tests.portal.house import House


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """The package meine.example with zweite.example: 50 mailboxes, 10240 MB."""
    return place(house, jutta)
