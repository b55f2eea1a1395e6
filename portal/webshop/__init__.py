"""Webshops: what is sold, what is ordered, and what becomes of it."""

from portal.webshop.rules import Step
from storage.models.webshop import TAX_RATES, OptionKind, OrderState

__all__ = ["TAX_RATES", "OptionKind", "OrderState", "Step"]
