"""Messages: what you were told, to be read again."""

from tui.screens.messages.screen import MessagesScreen, open_messages

__all__ = ["MessagesScreen", "open_messages"]
