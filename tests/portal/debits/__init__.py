"""Debits: what the bank gets, what it sends back, and what the customer reads about it."""
