from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.webshop.front import Front
from tests.portal.webshop.steps import Shop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House


@pytest.fixture
def shop(house: House) -> Shop:
    """An open shop with ten packets of green tea."""
    return Shop(house).opened()


@pytest.fixture
def front(house: House, tmp_path: Path) -> Front:
    """The same shop, with a webspace."""
    front = Front(house, tmp_path / "srv")
    front.opened()
    return front
