"""Your invoices: the list, what is owed, reading and saving one, and the repeat debit."""

from tui.screens.invoices.screen import InvoicesScreen, open_invoices

__all__ = ["InvoicesScreen", "open_invoices"]
