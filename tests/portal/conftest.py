"""A portal that stands on a database of each kind, on a fixed day, with the cheapest argon2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.house import CountingHasher, House, SettableClock

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from storage.work import Storage


@pytest.fixture
def clock() -> SettableClock:
    """Stands still on Sunday, 22 November 2026, 14:05 in Berlin."""
    return SettableClock()


@pytest.fixture
def house(storage: Storage, clock: SettableClock) -> House:
    """A portal, and the means to put people into it."""
    return House(storage, clock, CountingHasher())


@pytest.fixture
def portal(house: House) -> Portal:
    """The portal of the house."""
    return house.portal


@pytest.fixture
def jutta(house: House) -> Customer:
    """A customer without packages, whose password is `PASSWORD`."""
    return house.customer()
