"""Splitting packages."""
