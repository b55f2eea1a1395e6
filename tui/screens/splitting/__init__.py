"""Splitting a package: domains to another package, or to one of their own."""

from tui.screens.splitting.screen import SplittingScreen, open_splitting

__all__ = ["SplittingScreen", "open_splitting"]
