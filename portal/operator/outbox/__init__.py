"""Mail out: what customers are told leaves by the provider's mail server."""

from portal.operator.outbox.service import OutboxCare
from portal.operator.outbox.views import DeliveryState, MailFile, MailView, SendReport

__all__ = ["DeliveryState", "MailFile", "MailView", "OutboxCare", "SendReport"]
