"""A customer who may change a package."""

from tests.portal.package_change.conftest import hosting

__all__ = ["hosting"]
