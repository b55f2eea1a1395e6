"""Help and contact: articles that are searched as one types, and the ways to customer service."""

from tui.screens.help.screen import HelpScreen, open_help, read_article

__all__ = ["HelpScreen", "open_help", "read_article"]
