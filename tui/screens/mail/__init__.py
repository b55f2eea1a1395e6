"""Email: addresses of every kind."""

from tui.screens.mail.list import MailList

__all__ = ["MailList"]
