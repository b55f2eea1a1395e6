"""Deadlines: what is coming, and the confirmations of what was done."""

from tui.screens.deadlines.screen import DeadlinesScreen, open_deadlines

__all__ = ["DeadlinesScreen", "open_deadlines"]
