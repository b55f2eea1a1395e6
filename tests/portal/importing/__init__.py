"""The operator's import."""
