"""Databases, and what their servers keep in place of passwords."""
