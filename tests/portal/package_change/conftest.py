"""A customer who may change a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.package_change.steps import Hosting

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.fixture
def hosting(house: House) -> Hosting:
    return Hosting(house)
