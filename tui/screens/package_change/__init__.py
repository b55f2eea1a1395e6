"""Changing a package to another product of its family."""

from tui.screens.package_change.screen import PackageChangeScreen, change_package, open_package_change

__all__ = ["PackageChangeScreen", "change_package", "open_package_change"]
