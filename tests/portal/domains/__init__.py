"""Domains, subdomains, where they lead, and ordering another domain."""
