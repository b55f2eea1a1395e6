"""Linking customer numbers."""
