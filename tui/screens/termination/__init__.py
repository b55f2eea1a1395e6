"""Terminating packages, domains and services; retracting that; withdrawing from an order."""

from tui.screens.termination.screen import TerminationScreen, end_package, open_termination

__all__ = ["TerminationScreen", "end_package", "open_termination"]
