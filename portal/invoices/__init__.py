"""Invoices: issuing, the list, the ledger."""

from portal.invoices.service import Invoices
from portal.invoices.views import InvoiceFilter, InvoiceKind, InvoiceState, InvoiceView

__all__ = ["InvoiceFilter", "InvoiceKind", "InvoiceState", "InvoiceView", "Invoices"]
