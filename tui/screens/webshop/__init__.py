"""The back office of a webshop: what “Start” opens on its package."""

from tui.screens.webshop.screen import WebshopScreen

__all__ = ["WebshopScreen"]
