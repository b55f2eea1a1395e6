"""Your invoices: the list, what is owed, reading and saving one, and the repeat debit."""

from tui.screens.invoices.screen import InvoicesScreen

__all__ = ["InvoicesScreen"]
