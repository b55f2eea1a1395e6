"""The website builder, which “Start” opens: pages on the left, the text of one, and how it will look."""

from tui.screens.website.screen import WebsiteScreen

__all__ = ["WebsiteScreen"]
