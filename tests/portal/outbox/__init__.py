"""Mail out, to a real mail server."""
