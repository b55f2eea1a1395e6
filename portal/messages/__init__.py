"""What customers were told, to be read in the portal."""

from portal.messages.service import Messages
from portal.messages.views import MessageView, OpenedMessage, Paper
from storage.models.messages import MessageKind

__all__ = ["MessageKind", "MessageView", "Messages", "OpenedMessage", "Paper"]
