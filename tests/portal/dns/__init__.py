"""Zones: what may stand in them, and how it gets there."""
