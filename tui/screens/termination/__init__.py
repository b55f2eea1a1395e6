"""Terminating packages, domains and services; retracting that; withdrawing from an order."""

from tui.screens.termination.screen import TerminationScreen, open_termination

__all__ = ["TerminationScreen", "open_termination"]
