"""Somebody who wants to be rid of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.termination.steps import Tenant

if TYPE_CHECKING:
    from tests.portal.house import House


@pytest.fixture
def tenant(house: House) -> Tenant:
    """With one package since New Year."""
    return Tenant(house)
