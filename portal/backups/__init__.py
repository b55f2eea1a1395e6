"""Backups: the state of a package at one moment, and the way back to it."""

from portal.backups.service import Backups

__all__ = ["Backups"]
