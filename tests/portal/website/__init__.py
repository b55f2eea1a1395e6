"""Websites: trees of pages, what is written on them, and the files that come of it."""
