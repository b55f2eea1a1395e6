"""A package with three domains, its owner and its webmaster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from storage.models.customers import Customer
    from storage.models.packages import Package
    from tests.portal.house import House


@pytest.fixture
def package(house: House, jutta: Customer) -> Package:
    """Jutta's, with meine.example, zweite.example and müßig.example."""
    others = ["zweite.example", "müßig.example"]
    return house.package(jutta, "meine.example", password=PACKAGE_PASSWORD, domains=others)


@pytest.fixture
def owner(house: House, package: Package) -> PackageAccess:
    return house.inside(package, by_owner=True)


@pytest.fixture
def webmaster(house: House, package: Package) -> PackageAccess:
    return house.inside(package, by_owner=False)
