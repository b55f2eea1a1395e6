from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.webshop.steps import Shop

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.fixture
def shop(house: House) -> Shop:
    """An open shop with ten packets of green tea."""
    return Shop(house).opened()
