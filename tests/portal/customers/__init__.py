"""Customers put their own data right."""
