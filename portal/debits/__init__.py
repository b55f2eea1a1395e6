"""Direct debits: what is collected, what the bank sends back, and what may be repeated (rules.md)."""
