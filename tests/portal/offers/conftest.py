"""A market to order at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.offers.market import Market

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.fixture
def market(house: House) -> Market:
    return Market(house)
