"""Databases of a package, and what their servers need to know of passwords."""

from portal.databases.service import Databases

__all__ = ["Databases"]
