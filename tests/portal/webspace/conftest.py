"""A package with its webmaster and its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.inside import Inside

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.fixture
def inside(house: House) -> Inside:
    """A package with its webmaster."""
    return Inside(house)
