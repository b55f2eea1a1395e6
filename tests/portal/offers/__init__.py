"""Offers of the month."""
