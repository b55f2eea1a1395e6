"""Acts on record, and their confirmations."""
