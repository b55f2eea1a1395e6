"""Offers of the month: the list, one to read, and its order."""

from tui.screens.offers.screen import OffersScreen, open_offers

__all__ = ["OffersScreen", "open_offers"]
