"""Asking customer service, reading its answers, and the service PIN."""
